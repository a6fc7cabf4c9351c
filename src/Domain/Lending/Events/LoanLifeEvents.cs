using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Lending.Events;

/// <summary>Being late was charged for.</summary>
/// <param name="Loan">The loan.</param>
/// <param name="Device">The device.</param>
/// <param name="Customer">Who owes it.</param>
/// <param name="Installment">The installment it was laid on.</param>
/// <param name="Amount">How much, since it was last said.</param>
/// <param name="Version">The loan's version.</param>
public sealed record PenaltyCharged(
    LoanId Loan, DeviceId Device, CustomerId Customer, int Installment, Money Amount, int Version) : DomainEvent
{
    /// <inheritdoc/>
    public override LoanId? AboutLoan => Loan;

    /// <inheritdoc/>
    public override CustomerId? AboutCustomer => Customer;
}

/// <summary>Penalties were forgiven.</summary>
/// <param name="Loan">The loan.</param>
/// <param name="Device">The device.</param>
/// <param name="Customer">Who owes it.</param>
/// <param name="Amount">How much.</param>
/// <param name="Reason">Why, in the words of who did it.</param>
/// <param name="Version">The loan's version.</param>
public sealed record PenaltyWaived(
    LoanId Loan, DeviceId Device, CustomerId Customer, Money Amount, string Reason, int Version) : DomainEvent
{
    /// <inheritdoc/>
    public override LoanId? AboutLoan => Loan;

    /// <inheritdoc/>
    public override CustomerId? AboutCustomer => Customer;

    /// <inheritdoc/>
    public override string? Why => Reason;
}

/// <summary>A payment was taken back: the loan stands as if it had never been.</summary>
/// <param name="Loan">The loan.</param>
/// <param name="Device">The device.</param>
/// <param name="Customer">Who owes it.</param>
/// <param name="Payment">The payment.</param>
/// <param name="Amount">All of it.</param>
/// <param name="Reason">Why, in the words of who did it.</param>
/// <param name="Version">The loan's version.</param>
public sealed record PaymentReversed(
    LoanId Loan, DeviceId Device, CustomerId Customer, PaymentId Payment, Money Amount, string Reason, int Version) : DomainEvent
{
    /// <inheritdoc/>
    public override LoanId? AboutLoan => Loan;

    /// <inheritdoc/>
    public override CustomerId? AboutCustomer => Customer;

    /// <inheritdoc/>
    public override string? Why => Reason;
}

/// <summary>A loan that had been paid off owes again, because a payment was taken back.</summary>
/// <param name="Loan">The loan.</param>
/// <param name="Device">The device; what was released stays released.</param>
/// <param name="Version">The loan's version.</param>
public sealed record LoanReopened(LoanId Loan, DeviceId Device, int Version) : DomainEvent
{
    /// <inheritdoc/>
    public override LoanId? AboutLoan => Loan;

    /// <inheritdoc/>
    public override DeviceId? AboutDevice => Device;
}
