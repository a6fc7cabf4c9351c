using Paylatch.Domain.Lending.Schedules;
using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Lending;

/// <summary>In what way installments are agreed anew.</summary>
public enum RestructureKind
{
    /// <summary>What is left gets other days: a new first due date, another cadence or number of installments.</summary>
    Reschedule,

    /// <summary>What is overdue is moved into the installments to come; nothing is late any more.</summary>
    ReAge,

    /// <summary>As many installments on the same days, equal again after money in advance.</summary>
    ReAmortize,

    /// <summary>The next installments are pushed out.</summary>
    Holiday,

    /// <summary>Another yearly rate.</summary>
    RateChange,

    /// <summary>More is lent.</summary>
    TopUp,

    /// <summary>More installments, each smaller.</summary>
    Extension,
}

/// <summary>Where the money of a top-up goes.</summary>
public enum TopUpTo
{
    /// <summary>To the customer, in cash.</summary>
    Cash,

    /// <summary>To the merchant, for something else that was sold.</summary>
    Sale,
}

/// <summary>
/// How a running loan is to be restructured. Which figures go with which kind is checked by <see cref="Require"/>; what is
/// not given stays as it was agreed.
/// </summary>
public sealed record RestructurePlan
{
    /// <summary>The most installments that are pushed out at once.</summary>
    public const int MostPeriods = 24;

    /// <summary>In what way.</summary>
    public RestructureKind Kind { get; init; }

    /// <summary>The first due date of what is left; with <see cref="RestructureKind.Reschedule"/> and <see cref="RestructureKind.ReAge"/>.</summary>
    public DateOnly? FirstDueOn { get; init; }

    /// <summary>Units between installments; with <see cref="RestructureKind.Reschedule"/>.</summary>
    public int? RepayEvery { get; init; }

    /// <summary>The unit; with <see cref="RestructureKind.Reschedule"/>.</summary>
    public RepayUnit? RepayUnit { get; init; }

    /// <summary>
    /// How many installments are to come. Needed for <see cref="RestructureKind.Extension"/>; goes with
    /// <see cref="RestructureKind.Reschedule"/>, <see cref="RestructureKind.ReAge"/> and <see cref="RestructureKind.TopUp"/>.
    /// </summary>
    public int? Installments { get; init; }

    /// <summary>How many installments are pushed out; with <see cref="RestructureKind.Holiday"/>.</summary>
    public int? Periods { get; init; }

    /// <summary>Whether interest runs on meanwhile; with <see cref="RestructureKind.Holiday"/>.</summary>
    public bool InterestRuns { get; init; } = true;

    /// <summary>The new yearly rate in percent; with <see cref="RestructureKind.RateChange"/>.</summary>
    public decimal? AnnualRatePercent { get; init; }

    /// <summary>From which day it is reckoned, today or with the first period that begins then; with <see cref="RestructureKind.RateChange"/>.</summary>
    public DateOnly? From { get; init; }

    /// <summary>How much more is lent, in minor units; with <see cref="RestructureKind.TopUp"/>.</summary>
    public long TopUpMinor { get; init; }

    /// <summary>Where that goes.</summary>
    public TopUpTo TopUpTo { get; init; }

    /// <summary>True when interest earned and unpaid becomes principal, which bears interest.</summary>
    public bool Capitalise { get; init; }

    /// <summary>Requires figures that fit the kind.</summary>
    /// <exception cref="Refusal"><c>lending.term_needed</c>, <c>lending.term_not_allowed</c>, <c>lending.term_out_of_range</c>, <c>lending.policy_choice_unknown</c></exception>
    public void Require()
    {
        if (!Enum.IsDefined(Kind)) throw LendingRefusals.PolicyChoiceUnknown("kind");
        if (!Enum.IsDefined(TopUpTo)) throw LendingRefusals.PolicyChoiceUnknown("topUpTo");
        if (Kind == RestructureKind.Extension && Installments is null) throw LendingRefusals.TermNeeded("installments");
        if (Kind == RestructureKind.Reschedule && FirstDueOn is null && RepayEvery is null && RepayUnit is null && Installments is null)
            throw LendingRefusals.TermNeeded("firstDueOn");
        Goes(FirstDueOn is not null, "firstDueOn", RestructureKind.Reschedule, RestructureKind.ReAge);
        Goes(RepayEvery is not null, "repayEvery", RestructureKind.Reschedule);
        Goes(RepayUnit is not null, "repayUnit", RestructureKind.Reschedule);
        Goes(Installments is not null, "installments", RestructureKind.Reschedule, RestructureKind.ReAge, RestructureKind.TopUp, RestructureKind.Extension);
        Goes(From is not null, "from", RestructureKind.RateChange);
        Goes(!InterestRuns, "interestRuns", RestructureKind.Holiday);
        Alone(Periods is not null, "periods", RestructureKind.Holiday);
        Alone(AnnualRatePercent is not null, "annualRatePercent", RestructureKind.RateChange);
        Alone(TopUpMinor != 0, "topUp", RestructureKind.TopUp);
        if (Capitalise && From is not null) throw LendingRefusals.TermNotAllowed("capitalise", "It goes with a rate that changes today.");
        if (Periods is < 1 or > MostPeriods) throw LendingRefusals.TermOutOfRange("periods", 1, MostPeriods);
        if (TopUpMinor < 0) throw LendingRefusals.TermNotAllowed("topUp", "Lend more than zero.");
        if (Installments is < 1 or > LoanTerms.MaxInstallments) throw LendingRefusals.InstallmentsOutOfRange(LoanTerms.MaxInstallments);
    }

    // The terms after it, for whatever is reckoned from them later.
    internal ScheduleTerms Change(ScheduleTerms terms) => terms with
    {
        RepayEvery = RepayEvery ?? terms.RepayEvery,
        RepayUnit = RepayUnit ?? terms.RepayUnit,
        AnnualRatePercent = AnnualRatePercent ?? terms.AnnualRatePercent,
        DueDay = FirstDueOn?.Day ?? terms.DueDay,
    };

    private void Goes(bool given, string field, params IReadOnlyList<RestructureKind> with)
    {
        if (given && !with.Contains(Kind)) throw LendingRefusals.TermNotAllowed(field, $"It does not go with {Kind}.");
    }

    private void Alone(bool given, string field, RestructureKind with)
    {
        if (Kind == with && !given) throw LendingRefusals.TermNeeded(field);
        Goes(given, field, with);
    }
}
