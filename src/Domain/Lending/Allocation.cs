using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Lending;

/// <summary>The part of a payment that went to one installment.</summary>
/// <param name="Installment">The installment's number.</param>
/// <param name="Principal">What repaid principal.</param>
/// <param name="Interest">What paid interest.</param>
/// <param name="Fee">What paid fees.</param>
/// <param name="Tax">What paid tax on fees.</param>
/// <param name="Penalty">What paid penalties.</param>
public sealed record Allocation(int Installment, Money Principal, Money Interest, Money Fee, Money Tax, Money Penalty)
{
    /// <summary>All of them together.</summary>
    public Money Total => Principal + Interest + Fee + Tax + Penalty;

    /// <summary>What two payments gave to one installment.</summary>
    public static Allocation operator +(Allocation one, Allocation other) => new(
        one.Installment, one.Principal + other.Principal, one.Interest + other.Interest, one.Fee + other.Fee, one.Tax + other.Tax,
        one.Penalty + other.Penalty);
}

/// <summary>What a loan took of a payment. The allocations and the rest together are the payment, to the minor unit.</summary>
/// <param name="Allocations">What went where, by installment.</param>
/// <param name="Rest">What the loan did not need; zero nearly always.</param>
public sealed record AppliedPayment(IReadOnlyList<Allocation> Allocations, Money Rest)
{
    /// <summary>Principal repaid.</summary>
    public Money Principal => Sum(part => part.Principal);

    /// <summary>Interest paid.</summary>
    public Money Interest => Sum(part => part.Interest);

    /// <summary>Fees paid, with their tax.</summary>
    public Money Fees => Sum(part => part.Fee + part.Tax);

    /// <summary>Penalties paid.</summary>
    public Money Penalties => Sum(part => part.Penalty);

    private Money Sum(Func<Allocation, Money> part) => Allocations.Aggregate(Money.Zero(Rest.Currency), (sum, one) => sum + part(one));
}
