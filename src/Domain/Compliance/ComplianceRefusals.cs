using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Compliance;

/// <summary>Every "no" of compliance.</summary>
public static class ComplianceRefusals
{
    /// <summary>More interest than the law allows.</summary>
    public static Refusal RateAboveLimit(string field, decimal most) =>
        new("compliance.rate_above_limit", $"The law allows at most {most:0.######} percent a year here.", field: field);

    /// <summary>A higher penalty than the law allows.</summary>
    public static Refusal PenaltyAboveLimit(string field, decimal most) =>
        new("compliance.penalty_above_limit", $"The law allows at most {most:0.######} percent here.", field: field);

    /// <summary>A lock sooner than the law allows.</summary>
    public static Refusal GraceBelowLimit(int least) =>
        new("compliance.grace_below_limit", $"The law asks for at least {least} days of grace before a lock here.", field: "graceDays");

    /// <summary>A limit that is none.</summary>
    public static Refusal LimitInvalid(string field) =>
        new("compliance.limit_invalid", $"{field} is out of range. Leave it empty where the law sets none.", field: field);
}
