using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Lending.Events;

/// <summary>A day was closed: every loan has been looked at.</summary>
/// <param name="Day">The day, in the tenant's time zone.</param>
/// <param name="Loans">How many loans were looked at.</param>
/// <param name="Reminded">How many customers are to be reminded.</param>
/// <param name="Overdue">How many loans became overdue.</param>
/// <param name="GraceEnded">For how many loans grace ended.</param>
/// <param name="Penalties">How many loans were charged a penalty.</param>
/// <param name="Failed">How many loans were set aside because they could not be closed.</param>
public sealed record DayClosed(DateOnly Day, int Loans, int Reminded, int Overdue, int GraceEnded, int Penalties = 0, int Failed = 0) : DomainEvent;

/// <summary>From which hour of the day on days are closed was changed.</summary>
/// <param name="Hour">The hour in the tenant's time zone.</param>
public sealed record DayCloseHourChanged(int Hour) : DomainEvent;

/// <summary>Somebody wishes the days that have come to be closed now, or loans that were set aside to be tried again.</summary>
/// <param name="Loan">The loan it is about; null for all.</param>
public sealed record DayCloseAsked(LoanId? Loan) : DomainEvent
{
    /// <inheritdoc/>
    public override LoanId? AboutLoan => Loan;
}

/// <summary>A loan could not be closed on a day and was set aside; the others went on.</summary>
/// <param name="Loan">The loan.</param>
/// <param name="Day">The day.</param>
/// <param name="Reason">Why.</param>
public sealed record LoanSetAside(LoanId Loan, DateOnly Day, string Reason) : DomainEvent
{
    /// <inheritdoc/>
    public override LoanId? AboutLoan => Loan;

    /// <inheritdoc/>
    public override string? Why => Reason;
}

/// <summary>A loan that was set aside has caught up.</summary>
/// <param name="Loan">The loan.</param>
/// <param name="Day">The first day it had missed.</param>
/// <param name="Attempts">How often it had failed.</param>
public sealed record LoanTakenUpAgain(LoanId Loan, DateOnly Day, int Attempts) : DomainEvent
{
    /// <inheritdoc/>
    public override LoanId? AboutLoan => Loan;
}

/// <summary>A day called for a reminder of an installment; said once for each kind and installment.</summary>
/// <param name="Loan">The loan.</param>
/// <param name="Device">The device that secures it.</param>
/// <param name="Customer">Who is to be reminded.</param>
/// <param name="Kind">Which reminder.</param>
/// <param name="Installment">The installment's number.</param>
/// <param name="DueOn">When it is, or was, due.</param>
/// <param name="Owed">What is owed on it.</param>
public sealed record ReminderCalledFor(
    LoanId Loan, DeviceId Device, CustomerId Customer, ReminderKind Kind, int Installment, DateOnly DueOn, Money Owed) : DomainEvent
{
    /// <inheritdoc/>
    public override LoanId? AboutLoan => Loan;

    /// <inheritdoc/>
    public override DeviceId? AboutDevice => Device;

    /// <inheritdoc/>
    public override CustomerId? AboutCustomer => Customer;
}

/// <summary>The device locks tomorrow if nothing is paid; said once for each installment.</summary>
/// <param name="Loan">The loan.</param>
/// <param name="Device">The device that secures it.</param>
/// <param name="Customer">Who is to be warned.</param>
/// <param name="Installment">The oldest unpaid installment.</param>
/// <param name="LockOn">The day from which the device locks.</param>
/// <param name="Owed">What is owed on it: paying this keeps the device open.</param>
public sealed record LockCameNear(
    LoanId Loan, DeviceId Device, CustomerId Customer, int Installment, DateOnly LockOn, Money Owed) : DomainEvent
{
    /// <inheritdoc/>
    public override LoanId? AboutLoan => Loan;

    /// <inheritdoc/>
    public override DeviceId? AboutDevice => Device;

    /// <inheritdoc/>
    public override CustomerId? AboutCustomer => Customer;
}

/// <summary>A customer's national id was shown in full to somebody. The id itself stays out of the log.</summary>
/// <param name="Customer">The customer.</param>
/// <param name="Reason">Why it was needed.</param>
public sealed record NationalIdRevealed(CustomerId Customer, string Reason) : DomainEvent
{
    /// <inheritdoc/>
    public override CustomerId? AboutCustomer => Customer;

    /// <inheritdoc/>
    public override string? Why => Reason;
}
