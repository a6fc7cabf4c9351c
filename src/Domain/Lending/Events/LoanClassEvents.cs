using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Lending.Events;

/// <summary>The classes by days past due were chosen anew.</summary>
/// <param name="Classes">How many there are.</param>
public sealed record LoanBucketsChanged(int Classes) : DomainEvent;

/// <summary>Being late stopped counting for a time.</summary>
/// <param name="Loan">The loan.</param>
/// <param name="Device">The device.</param>
/// <param name="Customer">Who owes it.</param>
/// <param name="From">The last day that counted.</param>
/// <param name="Until">The last day that does not count.</param>
/// <param name="Reason">Why, in the words of who did it.</param>
/// <param name="Version">The loan's version.</param>
public sealed record LoanPaused(LoanId Loan, DeviceId Device, CustomerId Customer, DateOnly From, DateOnly Until, string Reason, int Version) : DomainEvent
{
    /// <inheritdoc/>
    public override LoanId? AboutLoan => Loan;

    /// <inheritdoc/>
    public override CustomerId? AboutCustomer => Customer;

    /// <inheritdoc/>
    public override string? Why => Reason;
}

/// <summary>Being late counts again.</summary>
/// <param name="Loan">The loan.</param>
/// <param name="Device">The device.</param>
/// <param name="Customer">Who owes it.</param>
/// <param name="Reason">Why, in the words of who did it.</param>
/// <param name="Version">The loan's version.</param>
public sealed record LoanResumed(LoanId Loan, DeviceId Device, CustomerId Customer, string Reason, int Version) : DomainEvent
{
    /// <inheritdoc/>
    public override LoanId? AboutLoan => Loan;

    /// <inheritdoc/>
    public override CustomerId? AboutCustomer => Customer;

    /// <inheritdoc/>
    public override string? Why => Reason;
}

/// <summary>The loan is in default: it is not expected to be paid in full.</summary>
/// <param name="Loan">The loan.</param>
/// <param name="Device">The device.</param>
/// <param name="Customer">Who owes it.</param>
/// <param name="Reason">Why: its days, or the words of who said so.</param>
/// <param name="Version">The loan's version.</param>
public sealed record LoanDefaulted(LoanId Loan, DeviceId Device, CustomerId Customer, string Reason, int Version) : DomainEvent
{
    /// <inheritdoc/>
    public override LoanId? AboutLoan => Loan;

    /// <inheritdoc/>
    public override CustomerId? AboutCustomer => Customer;

    /// <inheritdoc/>
    public override string? Why => Reason;
}

/// <summary>The loan is in default no longer.</summary>
/// <param name="Loan">The loan.</param>
/// <param name="Device">The device.</param>
/// <param name="Customer">Who owes it.</param>
/// <param name="Reason">Why.</param>
/// <param name="Version">The loan's version.</param>
public sealed record LoanDefaultLifted(LoanId Loan, DeviceId Device, CustomerId Customer, string Reason, int Version) : DomainEvent
{
    /// <inheritdoc/>
    public override LoanId? AboutLoan => Loan;

    /// <inheritdoc/>
    public override CustomerId? AboutCustomer => Customer;

    /// <inheritdoc/>
    public override string? Why => Reason;
}

/// <summary>The loan was given up as lost; what is owed stays owed.</summary>
/// <param name="Loan">The loan.</param>
/// <param name="Device">The device.</param>
/// <param name="Customer">Who owes it.</param>
/// <param name="Amount">What left the books.</param>
/// <param name="Reason">Why, in the words of who did it.</param>
/// <param name="Version">The loan's version.</param>
public sealed record LoanChargedOff(LoanId Loan, DeviceId Device, CustomerId Customer, Money Amount, string Reason, int Version) : DomainEvent
{
    /// <inheritdoc/>
    public override LoanId? AboutLoan => Loan;

    /// <inheritdoc/>
    public override CustomerId? AboutCustomer => Customer;

    /// <inheritdoc/>
    public override string? Why => Reason;
}

/// <summary>A loan given up was taken back into the books.</summary>
/// <param name="Loan">The loan.</param>
/// <param name="Device">The device.</param>
/// <param name="Customer">Who owes it.</param>
/// <param name="Amount">What stands in the books again, without penalties.</param>
/// <param name="Reason">Why, in the words of who did it.</param>
/// <param name="Version">The loan's version.</param>
public sealed record LoanWrittenBack(LoanId Loan, DeviceId Device, CustomerId Customer, Money Amount, string Reason, int Version) : DomainEvent
{
    /// <inheritdoc/>
    public override LoanId? AboutLoan => Loan;

    /// <inheritdoc/>
    public override CustomerId? AboutCustomer => Customer;

    /// <inheritdoc/>
    public override string? Why => Reason;
}

/// <summary>The device came back.</summary>
/// <param name="Loan">The loan.</param>
/// <param name="Device">The device.</param>
/// <param name="Customer">Who owes it.</param>
/// <param name="ToStock">True when it is to be sold again, false when it is only to be set free.</param>
/// <param name="Condition">What it looks like.</param>
/// <param name="Version">The loan's version.</param>
public sealed record DeviceReturned(LoanId Loan, DeviceId Device, CustomerId Customer, bool ToStock, string Condition, int Version) : DomainEvent
{
    /// <inheritdoc/>
    public override LoanId? AboutLoan => Loan;

    /// <inheritdoc/>
    public override DeviceId? AboutDevice => Device;

    /// <inheritdoc/>
    public override CustomerId? AboutCustomer => Customer;

    /// <inheritdoc/>
    public override string? Why => Condition;
}

/// <summary>A device that came back was valued.</summary>
/// <param name="Loan">The loan.</param>
/// <param name="Device">The device.</param>
/// <param name="Customer">Who owes it.</param>
/// <param name="Amount">Its value.</param>
/// <param name="Settled">What of it was needed to settle what is owed.</param>
/// <param name="Version">The loan's version.</param>
public sealed record DeviceValued(LoanId Loan, DeviceId Device, CustomerId Customer, Money Amount, Money Settled, int Version) : DomainEvent
{
    /// <inheritdoc/>
    public override LoanId? AboutLoan => Loan;

    /// <inheritdoc/>
    public override DeviceId? AboutDevice => Device;

    /// <inheritdoc/>
    public override CustomerId? AboutCustomer => Customer;
}

/// <summary>A device that came back was sold.</summary>
/// <param name="Loan">The loan.</param>
/// <param name="Device">The device.</param>
/// <param name="Customer">Who owes it.</param>
/// <param name="Amount">What it was sold for.</param>
/// <param name="Surplus">What of it is the customer's credit.</param>
/// <param name="Version">The loan's version.</param>
public sealed record ReturnedDeviceSold(LoanId Loan, DeviceId Device, CustomerId Customer, Money Amount, Money Surplus, int Version) : DomainEvent
{
    /// <inheritdoc/>
    public override LoanId? AboutLoan => Loan;

    /// <inheritdoc/>
    public override DeviceId? AboutDevice => Device;

    /// <inheritdoc/>
    public override CustomerId? AboutCustomer => Customer;
}
