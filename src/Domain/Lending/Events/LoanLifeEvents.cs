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

/// <summary>Part of what was left was not asked, because all the rest was paid.</summary>
/// <param name="Loan">The loan.</param>
/// <param name="Device">The device.</param>
/// <param name="Customer">Who owes it.</param>
/// <param name="Payment">The payment that paid it off.</param>
/// <param name="Amount">Interest, fees and tax not asked.</param>
/// <param name="Version">The loan's version.</param>
public sealed record RebateGiven(
    LoanId Loan, DeviceId Device, CustomerId Customer, PaymentId Payment, Money Amount, int Version) : DomainEvent
{
    /// <inheritdoc/>
    public override LoanId? AboutLoan => Loan;

    /// <inheritdoc/>
    public override DeviceId? AboutDevice => Device;

    /// <inheritdoc/>
    public override CustomerId? AboutCustomer => Customer;
}

/// <summary>What is left was agreed anew.</summary>
/// <param name="Loan">The loan.</param>
/// <param name="Device">The device.</param>
/// <param name="Customer">Who owes it.</param>
/// <param name="Kind">In what way.</param>
/// <param name="Amount">How much more is asked altogether; below zero for less.</param>
/// <param name="Reason">Why, in the words of who did it.</param>
/// <param name="Version">The loan's version.</param>
public sealed record LoanRestructured(
    LoanId Loan, DeviceId Device, CustomerId Customer, RestructureKind Kind, Money Amount, string Reason, int Version) : DomainEvent
{
    /// <inheritdoc/>
    public override LoanId? AboutLoan => Loan;

    /// <inheritdoc/>
    public override DeviceId? AboutDevice => Device;

    /// <inheritdoc/>
    public override CustomerId? AboutCustomer => Customer;

    /// <inheritdoc/>
    public override string? Why => Reason;
}

/// <summary>A restructuring was taken back: the loan stands as if it had never been.</summary>
/// <param name="Loan">The loan.</param>
/// <param name="Device">The device.</param>
/// <param name="Customer">Who owes it.</param>
/// <param name="Kind">What it was.</param>
/// <param name="Reason">Why, in the words of who did it.</param>
/// <param name="Version">The loan's version.</param>
public sealed record RestructureUndone(
    LoanId Loan, DeviceId Device, CustomerId Customer, RestructureKind Kind, string Reason, int Version) : DomainEvent
{
    /// <inheritdoc/>
    public override LoanId? AboutLoan => Loan;

    /// <inheritdoc/>
    public override DeviceId? AboutDevice => Device;

    /// <inheritdoc/>
    public override CustomerId? AboutCustomer => Customer;

    /// <inheritdoc/>
    public override string? Why => Reason;
}

/// <summary>What paying off takes was told.</summary>
/// <param name="Loan">The loan.</param>
/// <param name="Customer">Who owes it.</param>
/// <param name="Number">The quote's number.</param>
/// <param name="On">For which day.</param>
/// <param name="Amount">How much.</param>
public sealed record PayoffQuoted(
    LoanId Loan, CustomerId Customer, string Number, DateOnly On, Money Amount) : DomainEvent
{
    /// <inheritdoc/>
    public override LoanId? AboutLoan => Loan;

    /// <inheritdoc/>
    public override CustomerId? AboutCustomer => Customer;
}

/// <summary>A restructuring waits for a second person.</summary>
/// <param name="Loan">The loan.</param>
/// <param name="Customer">Who owes it.</param>
/// <param name="Kind">In what way.</param>
/// <param name="Reason">Why, in the words of who did it.</param>
public sealed record RestructureRequested(
    LoanId Loan, CustomerId Customer, RestructureKind Kind, string Reason) : DomainEvent
{
    /// <inheritdoc/>
    public override LoanId? AboutLoan => Loan;

    /// <inheritdoc/>
    public override CustomerId? AboutCustomer => Customer;

    /// <inheritdoc/>
    public override string? Why => Reason;
}

/// <summary>A second person declined a restructuring.</summary>
/// <param name="Loan">The loan.</param>
/// <param name="Customer">Who owes it.</param>
/// <param name="Kind">In what way.</param>
/// <param name="Reason">Why, in the words of who did it.</param>
public sealed record RestructureDeclined(
    LoanId Loan, CustomerId Customer, RestructureKind Kind, string Reason) : DomainEvent
{
    /// <inheritdoc/>
    public override LoanId? AboutLoan => Loan;

    /// <inheritdoc/>
    public override CustomerId? AboutCustomer => Customer;

    /// <inheritdoc/>
    public override string? Why => Reason;
}

/// <summary>What one person may decide alone about a restructuring was set anew.</summary>
/// <param name="Outstanding">The most principal outstanding.</param>
/// <param name="MoreMonths">By how many months a loan may become longer.</param>
public sealed record RestructureLimitsSet(Money Outstanding, int MoreMonths) : DomainEvent;
