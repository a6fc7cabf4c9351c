using Paylatch.Domain.Compliance.Events;
using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Compliance;

/// <summary>The limits the law sets where the tenant lends; null where there is none.</summary>
/// <param name="MostRatePercent">The highest nominal rate, percent a year.</param>
/// <param name="MostPenaltyPercentPerDay">The highest penalty for each day late, percent of what is overdue.</param>
/// <param name="MostPenaltyPercentOfPrincipal">The most that all penalties of a loan come to, percent of what was lent.</param>
/// <param name="LeastGraceDays">The fewest whole days after a due date before a device may lock.</param>
public sealed record LegalLimits(
    decimal? MostRatePercent = null, decimal? MostPenaltyPercentPerDay = null, decimal? MostPenaltyPercentOfPrincipal = null, int LeastGraceDays = 0)
{
    /// <summary>Where nobody has entered the law: penalties never come to more than what was lent.</summary>
    public static LegalLimits Usual { get; } = new(MostPenaltyPercentOfPrincipal: 100);

    /// <summary>Requires a rate within the law.</summary>
    /// <exception cref="Refusal"><c>compliance.rate_above_limit</c></exception>
    public void RequireRate(decimal ratePercent, string field)
    {
        if (ratePercent > MostRatePercent) throw ComplianceRefusals.RateAboveLimit(field, MostRatePercent.Value);
    }

    /// <summary>Requires penalties within the law; either is null where there is none of the kind.</summary>
    /// <exception cref="Refusal"><c>compliance.penalty_above_limit</c></exception>
    public void RequirePenalty(decimal? percentPerDay, decimal? percentOfPrincipal)
    {
        if (percentPerDay > MostPenaltyPercentPerDay) throw ComplianceRefusals.PenaltyAboveLimit("penaltyPercent", MostPenaltyPercentPerDay.Value);
        if (percentOfPrincipal > MostPenaltyPercentOfPrincipal)
            throw ComplianceRefusals.PenaltyAboveLimit("penaltyMaxPercent", MostPenaltyPercentOfPrincipal.Value);
    }

    /// <summary>Requires days of grace within the law.</summary>
    /// <exception cref="Refusal"><c>compliance.grace_below_limit</c></exception>
    public void RequireGrace(int graceDays)
    {
        if (graceDays < LeastGraceDays) throw ComplianceRefusals.GraceBelowLimit(LeastGraceDays);
    }

    internal void Check()
    {
        if (MostRatePercent is < 0 or > 999) throw ComplianceRefusals.LimitInvalid("mostRatePercent");
        if (MostPenaltyPercentPerDay is < 0 or > 100) throw ComplianceRefusals.LimitInvalid("mostPenaltyPercentPerDay");
        if (MostPenaltyPercentOfPrincipal is < 0 or > 100) throw ComplianceRefusals.LimitInvalid("mostPenaltyPercentOfPrincipal");
        if (LeastGraceDays is < 0 or > 90) throw ComplianceRefusals.LimitInvalid("leastGraceDays");
    }
}

/// <summary>The limits a tenant has entered; one row each, none before the first change.</summary>
public sealed class LendingLimits : Entity
{
    private LendingLimits()
    {
    }

    /// <summary>The tenant.</summary>
    public TenantId TenantId { get; private set; }

    /// <summary>The limits.</summary>
    public LegalLimits Limits { get; private set; } = LegalLimits.Usual;

    /// <summary>Counts the changes.</summary>
    public int Version { get; private set; }

    /// <summary>The limits a tenant starts with.</summary>
    public static LendingLimits Start(TenantId tenant) => new() { TenantId = tenant };

    /// <summary>Enters other limits. Loans that are booked keep what they were agreed under.</summary>
    /// <exception cref="Refusal"><c>compliance.limit_invalid</c></exception>
    public void Enter(LegalLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        limits.Check();
        Limits = limits;
        Version++;
        Raise(new LendingLimitsEntered(
            limits.MostRatePercent, limits.MostPenaltyPercentPerDay, limits.MostPenaltyPercentOfPrincipal, limits.LeastGraceDays, Version));
    }
}
