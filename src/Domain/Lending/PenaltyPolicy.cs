using System.Text.Json.Serialization;
using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Lending;

/// <summary>What being late costs.</summary>
public enum PenaltyKind
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>A fixed amount once.</summary>
    Flat,

    /// <summary>A percentage of the overdue amount once.</summary>
    Percent,

    /// <summary>A fixed amount for each day late.</summary>
    FlatPerDay,

    /// <summary>A percentage of the overdue amount for each day late.</summary>
    PercentPerDay,
}

/// <summary>What is late: each installment for itself, or the loan.</summary>
public enum PenaltyScope
{
    /// <summary>Each late installment is charged for.</summary>
    PerInstallment,

    /// <summary>The loan is charged for while anything is late; once means once until nothing is late any more.</summary>
    PerLoan,
}

/// <summary>Of which overdue components a percentage is taken. Never of penalties.</summary>
public enum PenaltyBase
{
    /// <summary>Principal.</summary>
    Principal,

    /// <summary>Principal and interest.</summary>
    PrincipalAndInterest,

    /// <summary>Principal, interest, fees and their tax.</summary>
    PrincipalInterestAndFees,
}

/// <summary>
/// What being late costs, built valid or refused with the field's name. Days of grace are counted here for themselves:
/// an installment due on D is charged for from D + grace + 1. Nothing is charged beyond a cap, and what was waived
/// counts as charged: it makes no room for more.
/// </summary>
public sealed record PenaltyPolicy
{
    /// <summary>The highest percentage, of either kind.</summary>
    public const decimal MaxPercent = 100;

    /// <summary>The most days of grace.</summary>
    public const int MaxGraceDays = 365;

    /// <summary>Agrees a policy, or refuses.</summary>
    /// <exception cref="Refusal"><c>lending.policy_choice_unknown</c>, <c>lending.penalty_invalid</c></exception>
    public PenaltyPolicy(
        PenaltyKind kind, PenaltyScope scope = PenaltyScope.PerInstallment, PenaltyBase of = PenaltyBase.PrincipalInterestAndFees,
        long amountMinor = 0, decimal percent = 0, int graceDays = 0, int? maxCount = null, long? maxAmountMinor = null,
        decimal? maxPercentOfPrincipal = null, decimal? legalMaxPercentOfPrincipal = null)
    {
        Kind = kind;
        Scope = scope;
        Of = of;
        AmountMinor = amountMinor;
        Percent = percent;
        GraceDays = graceDays;
        MaxCount = maxCount;
        MaxAmountMinor = maxAmountMinor;
        MaxPercentOfPrincipal = maxPercentOfPrincipal;
        LegalMaxPercentOfPrincipal = legalMaxPercentOfPrincipal;
        Check();
    }

    /// <summary>Being late costs nothing.</summary>
    public static PenaltyPolicy None { get; } = new(PenaltyKind.None);

    /// <summary>What it costs.</summary>
    public PenaltyKind Kind { get; }

    /// <summary>Per installment or per loan.</summary>
    public PenaltyScope Scope { get; }

    /// <summary>Of what a percentage is taken.</summary>
    public PenaltyBase Of { get; }

    /// <summary>The fixed amount in minor units of the loan's currency; zero with a percentage.</summary>
    public long AmountMinor { get; }

    /// <summary>The percentage, at most six decimals; zero with a fixed amount.</summary>
    public decimal Percent { get; }

    /// <summary>Whole days after a due date before anything is charged.</summary>
    public int GraceDays { get; }

    /// <summary>
    /// The most charges: of each installment where it is charged for by the day, else of the loan. Null for no such cap.
    /// </summary>
    public int? MaxCount { get; }

    /// <summary>The most that is charged over the loan's life, in minor units; null for no such cap.</summary>
    public long? MaxAmountMinor { get; }

    /// <summary>The same as percent of what was lent.</summary>
    public decimal? MaxPercentOfPrincipal { get; }

    /// <summary>The maximum the law sets, as percent of what was lent; it came from the compliance rules when the loan was agreed.</summary>
    public decimal? LegalMaxPercentOfPrincipal { get; }

    /// <summary>True when each day late counts.</summary>
    [JsonIgnore]
    public bool IsPerDay => Kind is PenaltyKind.FlatPerDay or PenaltyKind.PercentPerDay;

    /// <summary>True when a percentage is charged.</summary>
    [JsonIgnore]
    public bool IsPercent => Kind is PenaltyKind.Percent or PenaltyKind.PercentPerDay;

    /// <summary>The same policy under the maximum the law sets.</summary>
    public PenaltyPolicy Under(decimal? legalMaxPercentOfPrincipal) =>
        new(Kind, Scope, Of, AmountMinor, Percent, GraceDays, MaxCount, MaxAmountMinor, MaxPercentOfPrincipal, legalMaxPercentOfPrincipal);

    /// <summary>The most that is charged on a loan over its life, in minor units: the lowest of the caps.</summary>
    public long CapMinor(long principalMinor)
    {
        var cap = MaxAmountMinor ?? long.MaxValue;
        foreach (var percent in new[] { MaxPercentOfPrincipal, LegalMaxPercentOfPrincipal })
            if (percent is { } of) cap = Math.Min(cap, decimal.ToInt64(decimal.Floor(principalMinor * of / 100)));
        return cap;
    }

    // What so many charges on so much come to; the weight is the sum of overdue minor units over the charges.
    internal long AskedMinor(int count, long weight) =>
        IsPercent ? decimal.ToInt64(decimal.Round(weight * Percent / 100, 0, MidpointRounding.ToEven)) : AmountMinor * count;

    private void Check()
    {
        if (!Enum.IsDefined(Kind)) throw LendingRefusals.PolicyChoiceUnknown("penaltyKind");
        if (!Enum.IsDefined(Scope)) throw LendingRefusals.PolicyChoiceUnknown("penaltyScope");
        if (!Enum.IsDefined(Of)) throw LendingRefusals.PolicyChoiceUnknown("penaltyOf");
        var flat = Kind is PenaltyKind.Flat or PenaltyKind.FlatPerDay;
        if (flat ? AmountMinor <= 0 : AmountMinor != 0) throw LendingRefusals.PenaltyInvalid("penaltyAmount");
        if (IsPercent ? !IsPercentage(Percent) : Percent != 0) throw LendingRefusals.PenaltyInvalid("penaltyPercent");
        if (GraceDays is < 0 or > MaxGraceDays) throw LendingRefusals.PenaltyInvalid("penaltyGraceDays");
        if (MaxCount < 1) throw LendingRefusals.PenaltyInvalid("penaltyMaxCount");
        if (MaxAmountMinor < 1) throw LendingRefusals.PenaltyInvalid("penaltyMaxAmount");
        if (MaxPercentOfPrincipal is { } most && !IsPercentage(most)) throw LendingRefusals.PenaltyInvalid("penaltyMaxPercent");
        if (LegalMaxPercentOfPrincipal is < 0 or > MaxPercent) throw LendingRefusals.PenaltyInvalid("penaltyLegalMaxPercent");
    }

    private static bool IsPercentage(decimal percent) =>
        percent is > 0 and <= MaxPercent && decimal.Round(percent, 6, MidpointRounding.ToZero) == percent;
}
