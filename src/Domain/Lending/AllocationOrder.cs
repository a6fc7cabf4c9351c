using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Lending;

/// <summary>What part of an installment a payment can go to, and how that installment stands on the payment's day.</summary>
public enum PaymentBucket
{
    /// <summary>Penalties of installments whose day has passed.</summary>
    PastDuePenalty,

    /// <summary>Fees with their tax of installments whose day has passed.</summary>
    PastDueFee,

    /// <summary>Interest of installments whose day has passed.</summary>
    PastDueInterest,

    /// <summary>Principal of installments whose day has passed.</summary>
    PastDuePrincipal,

    /// <summary>Penalties of the installment due on the day.</summary>
    DuePenalty,

    /// <summary>Fees with their tax of the installment due on the day.</summary>
    DueFee,

    /// <summary>Interest of the installment due on the day.</summary>
    DueInterest,

    /// <summary>Principal of the installment due on the day.</summary>
    DuePrincipal,

    /// <summary>Penalties of installments to come.</summary>
    InAdvancePenalty,

    /// <summary>Fees with their tax of installments to come.</summary>
    InAdvanceFee,

    /// <summary>Interest of installments to come.</summary>
    InAdvanceInterest,

    /// <summary>Principal of installments to come.</summary>
    InAdvancePrincipal,
}

/// <summary>How an installment stands on a day.</summary>
public enum DueClass
{
    /// <summary>Its day has passed.</summary>
    PastDue,

    /// <summary>Its day is that day.</summary>
    Due,

    /// <summary>Its day is to come.</summary>
    InAdvance,
}

/// <summary>What an installment asks for. Tax goes with the fee it is on.</summary>
public enum LoanComponent
{
    /// <summary>For being late.</summary>
    Penalty,

    /// <summary>Fees and their tax.</summary>
    Fee,

    /// <summary>Interest.</summary>
    Interest,

    /// <summary>What was lent.</summary>
    Principal,
}

/// <summary>Whether a payment goes through installments or through buckets.</summary>
public enum AllocationDirection
{
    /// <summary>Installment by installment: all components of one before the next.</summary>
    Horizontal,

    /// <summary>Bucket by bucket: one component of all its installments before the next bucket.</summary>
    Vertical,
}

/// <summary>
/// In which order a payment is given to what is owed: each of the twelve buckets once, in any order. Horizontally, the
/// installments of one <see cref="DueClass"/> are finished before those of the next, classes in the order in which
/// they are first named.
/// </summary>
public sealed record AllocationOrder
{
    /// <summary>Orders the buckets, or refuses.</summary>
    /// <exception cref="Refusal"><c>lending.allocation_order_invalid</c>, <c>lending.policy_choice_unknown</c></exception>
    public AllocationOrder(IReadOnlyList<PaymentBucket> buckets, AllocationDirection direction)
    {
        ArgumentNullException.ThrowIfNull(buckets);
        if (!Enum.IsDefined(direction)) throw LendingRefusals.PolicyChoiceUnknown("allocationDirection");
        if (buckets.Count != 12 || buckets.Distinct().Count() != 12 || !buckets.All(Enum.IsDefined)) throw LendingRefusals.AllocationOrderInvalid();
        Buckets = [.. buckets];
        Direction = direction;
    }

    /// <summary>Oldest installment first; in each penalty, fee, interest, principal.</summary>
    public static AllocationOrder Default { get; } = new(Enum.GetValues<PaymentBucket>(), AllocationDirection.Horizontal);

    /// <summary>All twelve, first to last.</summary>
    public IReadOnlyList<PaymentBucket> Buckets { get; }

    /// <summary>By installment or by bucket.</summary>
    public AllocationDirection Direction { get; }

    /// <summary>The class a bucket is of.</summary>
    public static DueClass ClassOf(PaymentBucket bucket) => (DueClass)((int)bucket / 4);

    /// <summary>The component a bucket is of.</summary>
    public static LoanComponent ComponentOf(PaymentBucket bucket) => (LoanComponent)((int)bucket % 4);

    /// <summary>How an installment stands on a day.</summary>
    public static DueClass ClassOf(DateOnly dueOn, DateOnly day) =>
        dueOn < day ? DueClass.PastDue : dueOn == day ? DueClass.Due : DueClass.InAdvance;

    /// <summary>The steps of a payment: in each, the installments of a class are gone through for some components.</summary>
    internal IEnumerable<(DueClass Class, IReadOnlyList<LoanComponent> Components)> Steps() =>
        Direction == AllocationDirection.Vertical
            ? Buckets.Select(b => (ClassOf(b), (IReadOnlyList<LoanComponent>)[ComponentOf(b)]))
            : Buckets.GroupBy(ClassOf).Select(g => (g.Key, (IReadOnlyList<LoanComponent>)[.. g.Select(ComponentOf)]));
}
