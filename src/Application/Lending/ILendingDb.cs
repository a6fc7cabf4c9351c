using Microsoft.EntityFrameworkCore;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Lending;

/// <summary>The tables of lending.</summary>
public interface ILendingDb
{
    /// <summary>Customers.</summary>
    DbSet<Customer> Customers { get; }

    /// <summary>Loans with their installments.</summary>
    DbSet<Loan> Loans { get; }

    /// <summary>
    /// Locks a loan's row until the transaction ends, then reads it with its installments as they are now. Whoever
    /// decides about money or a lock reads it this way and no other. Null when there is none.
    /// </summary>
    Task<Loan?> LockLoan(LoanId id, CancellationToken ct);

    /// <summary>The same with all that ever happened to the loan, for whoever changes its past.</summary>
    Task<Loan?> LockLoanWithHistory(LoanId id, CancellationToken ct);

    /// <summary>
    /// A copy of a loan with all that ever happened to it, not locked and never saved: to show it, and to try on it what
    /// something would change. Null when there is none.
    /// </summary>
    Task<Loan?> CopyLoan(LoanId id, CancellationToken ct);
}

/// <summary>What booking needs besides the tables.</summary>
public interface IBookingDb
{
    /// <summary>Takes a key for a loan about to be booked.</summary>
    /// <returns>Null when the key was free; otherwise the loan that took it, waiting for it when it is still being booked.</returns>
    Task<LoanId?> TakeKey(string key, LoanId loan, CancellationToken ct);

    /// <summary>The next contract number, such as <c>PL-000123</c>.</summary>
    Task<string> NextNumber(CancellationToken ct);

    /// <summary>Locks a device's row until the transaction ends, so that it is sold once; null when there is none.</summary>
    Task<DeviceFacts?> LockDevice(DeviceId id, CancellationToken ct);

    /// <summary>Lets one transaction of this tenant at a time register a customer, so that none is taken on twice.</summary>
    Task TakeTurnToRegister(CancellationToken ct);
}

/// <summary>What closing a day needs.</summary>
public interface IDayCloseDb
{
    /// <summary>The closes of days.</summary>
    DbSet<DayClose> DayCloses { get; }

    /// <summary>Locks the close of a day until the transaction ends, beginning it when it is new; others wait for their turn.</summary>
    Task<DayClose> LockDay(DateOnly day, DateTimeOffset now, CancellationToken ct);

    /// <summary>
    /// The next active loans by id that are due by a date, their rows locked until the transaction ends and read after
    /// that, so that a payment is seen whole or comes after.
    /// </summary>
    Task<LoanSet> LockNextLoans(LoanId? after, DateOnly dueBy, int limit, CancellationToken ct);

    /// <summary>Notes reminders and says which of them are new.</summary>
    Task<IReadOnlySet<ReminderNote>> NoteReminders(IReadOnlyList<ReminderNote> notes, DateOnly day, CancellationToken ct);

    /// <summary>The first day to be closed when none was: the day the oldest active loan began; null without loans.</summary>
    Task<DateOnly?> FirstDay(CancellationToken ct);
}

/// <summary>A set of loans on the way through all of them.</summary>
/// <param name="Loans">Those to look at, their rows locked.</param>
/// <param name="Last">The last id of the set, also when that loan no longer matters; null when the set is empty.</param>
/// <param name="More">True when there may be more after it.</param>
public sealed record LoanSet(IReadOnlyList<Loan> Loans, LoanId? Last, bool More);

/// <summary>That a loan was given a reminder for an installment.</summary>
/// <param name="Loan">The loan.</param>
/// <param name="Installment">The installment's number.</param>
/// <param name="Kind">Which: a reminder's kind, or <c>lock_near</c>.</param>
public sealed record ReminderNote(LoanId Loan, int Installment, string Kind);
