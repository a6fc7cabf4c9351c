using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Lending.Events;

/// <summary>A customer was taken on.</summary>
/// <param name="Customer">The customer.</param>
public sealed record CustomerRegistered(CustomerId Customer) : DomainEvent
{
    /// <inheritdoc/>
    public override CustomerId? AboutCustomer => Customer;
}

/// <summary>A customer's phone number was changed. The number itself is personal and stays out of the log.</summary>
/// <param name="Customer">The customer.</param>
public sealed record CustomerPhoneChanged(CustomerId Customer) : DomainEvent
{
    /// <inheritdoc/>
    public override CustomerId? AboutCustomer => Customer;
}

/// <summary>A loan was agreed and the device handed over.</summary>
/// <param name="Loan">The loan.</param>
/// <param name="Device">The device that secures it.</param>
/// <param name="Customer">Who owes it.</param>
/// <param name="Number">The contract number.</param>
/// <param name="Principal">What was lent.</param>
/// <param name="Total">Principal and interest.</param>
/// <param name="Installments">How many installments.</param>
/// <param name="FirstDueOn">When the first is due.</param>
/// <param name="Version">The loan's version.</param>
public sealed record LoanBooked(
    LoanId Loan, DeviceId Device, CustomerId Customer, string Number, Money Principal, Money Total, int Installments,
    DateOnly FirstDueOn, int Version) : DomainEvent
{
    /// <inheritdoc/>
    public override LoanId? AboutLoan => Loan;

    /// <inheritdoc/>
    public override DeviceId? AboutDevice => Device;

    /// <inheritdoc/>
    public override CustomerId? AboutCustomer => Customer;
}

/// <summary>The day after a due date came and the installment is not paid.</summary>
/// <param name="Loan">The loan.</param>
/// <param name="Device">The device.</param>
/// <param name="Installment">The installment's number.</param>
/// <param name="DueOn">When it was due.</param>
/// <param name="Owed">What is owed on it.</param>
/// <param name="Version">The loan's version.</param>
public sealed record InstallmentOverdue(
    LoanId Loan, DeviceId Device, int Installment, DateOnly DueOn, Money Owed, int Version) : DomainEvent
{
    /// <inheritdoc/>
    public override LoanId? AboutLoan => Loan;

    /// <inheritdoc/>
    public override DeviceId? AboutDevice => Device;
}

/// <summary>The days of grace are over: the device may be locked from today.</summary>
/// <param name="Loan">The loan.</param>
/// <param name="Device">The device.</param>
/// <param name="Reason">Which installment, when it was due and how long the grace was.</param>
/// <param name="Version">The loan's version.</param>
public sealed record GraceEnded(LoanId Loan, DeviceId Device, string Reason, int Version) : DomainEvent
{
    /// <inheritdoc/>
    public override LoanId? AboutLoan => Loan;

    /// <inheritdoc/>
    public override DeviceId? AboutDevice => Device;

    /// <inheritdoc/>
    public override string? Why => Reason;
}

/// <summary>The loan's standing changed, for the better or worse.</summary>
/// <param name="Loan">The loan.</param>
/// <param name="Device">The device.</param>
/// <param name="From">The standing before.</param>
/// <param name="To">The standing now.</param>
/// <param name="Version">The loan's version.</param>
public sealed record LoanStandingChanged(
    LoanId Loan, DeviceId Device, LoanStanding From, LoanStanding To, int Version) : DomainEvent
{
    /// <inheritdoc/>
    public override LoanId? AboutLoan => Loan;

    /// <inheritdoc/>
    public override DeviceId? AboutDevice => Device;
}

/// <summary>A payment cleared all arrears and installments remain: a locked device is to be unlocked.</summary>
/// <param name="Loan">The loan.</param>
/// <param name="Device">The device.</param>
/// <param name="LockOn">The day it would lock next if nothing more were paid.</param>
/// <param name="Version">The loan's version.</param>
/// <param name="Payment">The payment that did it; null when something was forgiven.</param>
public sealed record LoanBecameCurrent(
    LoanId Loan, DeviceId Device, DateOnly LockOn, int Version, PaymentId? Payment) : DomainEvent
{
    /// <inheritdoc/>
    public override LoanId? AboutLoan => Loan;

    /// <inheritdoc/>
    public override DeviceId? AboutDevice => Device;
}

/// <summary>
/// A payment cleared what grace had ended for, but a later installment is overdue within its own grace: a locked
/// device is to be unlocked until <paramref name="LockOn"/>.
/// </summary>
/// <param name="Loan">The loan.</param>
/// <param name="Device">The device.</param>
/// <param name="LockOn">The day it would lock next if nothing more were paid.</param>
/// <param name="Version">The loan's version.</param>
/// <param name="Payment">The payment that did it; null when something was forgiven.</param>
public sealed record LoanBackInGrace(
    LoanId Loan, DeviceId Device, DateOnly LockOn, int Version, PaymentId? Payment) : DomainEvent
{
    /// <inheritdoc/>
    public override LoanId? AboutLoan => Loan;

    /// <inheritdoc/>
    public override DeviceId? AboutDevice => Device;
}

/// <summary>Nothing is owed any more: the device is to be released for good. No lock date follows.</summary>
/// <param name="Loan">The loan.</param>
/// <param name="Device">The device.</param>
/// <param name="Version">The loan's version.</param>
/// <param name="Payment">The last payment; null when the rest was forgiven.</param>
/// <param name="DeviceInStock">True when the device came back to be sold again: it is not the customer's to be released.</param>
public sealed record LoanPaidOff(LoanId Loan, DeviceId Device, int Version, PaymentId? Payment, bool DeviceInStock = false) : DomainEvent
{
    /// <inheritdoc/>
    public override LoanId? AboutLoan => Loan;

    /// <inheritdoc/>
    public override DeviceId? AboutDevice => Device;
}

/// <summary>The day on which the device would lock is set or moved; the lease follows it.</summary>
/// <param name="Loan">The loan.</param>
/// <param name="Device">The device.</param>
/// <param name="LockOn">The day it locks if nothing more is paid.</param>
/// <param name="Version">The loan's version.</param>
public sealed record LockDateMoved(LoanId Loan, DeviceId Device, DateOnly LockOn, int Version) : DomainEvent
{
    /// <inheritdoc/>
    public override LoanId? AboutLoan => Loan;

    /// <inheritdoc/>
    public override DeviceId? AboutDevice => Device;
}

/// <summary>The list of loans was exported: names and balances left the portal.</summary>
/// <param name="Standing">The standing filtered by.</param>
/// <param name="Searched">True when it was narrowed by a search; the words may be personal and stay out of the log.</param>
public sealed record LoansExported(string Standing, bool Searched) : DomainEvent;

/// <summary>The list of returned devices was exported: names and balances left the portal.</summary>
/// <param name="Step">The step filtered by; null for all.</param>
/// <param name="Searched">True when it was narrowed by a search; the words may be personal and stay out of the log.</param>
public sealed record ReturnsExported(string? Step, bool Searched) : DomainEvent;
