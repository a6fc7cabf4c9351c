using Paylatch.Domain.Lending.Schedules;
using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Lending;

/// <summary>What becomes of money for installments that are not due yet.</summary>
public enum AdvanceHandling
{
    /// <summary>The next installment is paid first.</summary>
    NextInstallment,

    /// <summary>The last installment is paid first: the term becomes shorter.</summary>
    LastInstallment,

    /// <summary>It lowers what is lent, and the installments to come are reckoned anew: they become smaller.</summary>
    Reamortize,
}

/// <summary>Which interest is asked for when a loan is paid off before its time.</summary>
public enum PayoffInterest
{
    /// <summary>Interest up to the day of paying off.</summary>
    AccruedToTheDay,

    /// <summary>All that was agreed.</summary>
    Full,
}

/// <summary>
/// What was agreed about a loan's life besides its schedule: in which order payments are given, what is done with money
/// paid in advance, what being late costs, what interest is asked when it is paid off early. It never changes.
/// </summary>
public sealed record LoanPolicy
{
    /// <summary>Agrees a policy, or refuses.</summary>
    /// <exception cref="Refusal"><c>lending.policy_choice_unknown</c></exception>
    public LoanPolicy(
        AllocationOrder? allocation = null, AdvanceHandling inAdvance = AdvanceHandling.NextInstallment, PenaltyPolicy? penalty = null,
        PayoffInterest payoffInterest = PayoffInterest.AccruedToTheDay)
    {
        if (!Enum.IsDefined(inAdvance)) throw LendingRefusals.PolicyChoiceUnknown("inAdvance");
        if (!Enum.IsDefined(payoffInterest)) throw LendingRefusals.PolicyChoiceUnknown("payoffInterest");
        Allocation = allocation ?? AllocationOrder.Default;
        InAdvance = inAdvance;
        Penalty = penalty ?? PenaltyPolicy.None;
        PayoffInterest = payoffInterest;
    }

    /// <summary>Oldest installment first, interest before principal, no penalties.</summary>
    public static LoanPolicy Default { get; } = new();

    /// <summary>The order in which payments are given.</summary>
    public AllocationOrder Allocation { get; }

    /// <summary>What becomes of money in advance.</summary>
    public AdvanceHandling InAdvance { get; }

    /// <summary>What being late costs.</summary>
    public PenaltyPolicy Penalty { get; }

    /// <summary>What interest a payoff asks for.</summary>
    public PayoffInterest PayoffInterest { get; }

    /// <summary>The same policy with penalties under the maximum the law sets.</summary>
    public LoanPolicy Under(decimal? legalMaxPercentOfPrincipal) =>
        new(Allocation, InAdvance, Penalty.Under(legalMaxPercentOfPrincipal), PayoffInterest);
}

/// <summary>What was agreed, kept with the loan as it was agreed: later rules do not change it.</summary>
/// <param name="EngineVersion">Which rules reckoned the schedule.</param>
/// <param name="Policy">The policy; null in contracts older than policies, which had the default.</param>
/// <param name="Terms">What the schedule follows from; null in contracts older than terms, whose rows are kept as booked.</param>
public sealed record LoanContract(int EngineVersion = 1, LoanPolicy? Policy = null, ScheduleTerms? Terms = null);
