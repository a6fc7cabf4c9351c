using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Identity;
using Paylatch.Application.Ledger;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Lending.Events;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Lending;

/// <summary>
/// Closes a tenant's days one after another, one set of loans at a time: loans age, and what calls for a reminder is
/// said. Days left out are closed in their order, so the result is the one of having lived through them. Where it stopped
/// stands in the same transaction as what it did, and the day's row is locked meanwhile: killed, repeated or run by two
/// nodes, nothing happens twice.
/// </summary>
[Allow(Permission.System)]
public sealed class CloseDay(IDayCloseDb db, ILedgerDb ledger, TenantClock clock, IEventLog log)
{
    /// <summary>How many loans one transaction takes.</summary>
    public const int SetSize = 200;

    /// <summary>Under which kind a lock warning is noted beside the reminders.</summary>
    public const string LockNear = "lock_near";

    // The earliest reminder is sent three days before.
    private const int DaysAhead = 3;

    /// <summary>How far it came.</summary>
    /// <param name="Day">The day worked on; null when every day up to today is closed.</param>
    /// <param name="Finished">True when that day is closed now.</param>
    public sealed record Progress(DateOnly? Day, bool Finished);

    /// <summary>Takes the next set of the first day that is not closed. Call it again until there is no such day.</summary>
    public async Task<Progress> Handle(CancellationToken ct)
    {
        var day = await NextDay(ct);
        if (day > clock.Today) return new Progress(null, false);
        var close = await db.LockDay(day, clock.Now, ct);
        if (close.FinishedAt is not null) return new Progress(day, true);

        var set = await db.LockNextLoans(close.LastLoanId, day.AddDays(DaysAhead), SetSize, ct);
        var (overdue, graceEnded) = (0, 0);
        var calls = new Dictionary<ReminderNote, DomainEvent>();
        foreach (var loan in set.Loans)
        {
            var before = loan.Standing;
            loan.Age(day);
            await ledger.Post(loan, clock, ct);
            if (before == LoanStanding.Current && loan.Standing > before) overdue++;
            if (before < LoanStanding.GraceEnded && loan.Standing == LoanStanding.GraceEnded) graceEnded++;
            if (CallFor(loan, day) is var (note, call)) calls.Add(note, call);
        }

        var added = await db.NoteReminders([.. calls.Keys], day, ct);
        foreach (var note in added) log.Append(calls[note]);
        if (set.Last is { } last) close.Took(last, set.Loans.Count, added.Count, overdue, graceEnded);
        if (!set.More) close.Finish(clock.Now);
        return new Progress(day, !set.More);
    }

    private async Task<DateOnly> NextDay(CancellationToken ct) =>
        await db.DayCloses.Where(close => close.FinishedAt != null).MaxAsync(close => (DateOnly?)close.Day, ct) is { } last
            ? last.AddDays(1)
            : await db.FirstDay(ct) ?? clock.Today;

    // One word a day at most: the warning stands in for a reminder, and once grace has ended the lock speaks for what is
    // overdue; what is due next is reminded of all the same.
    private static (ReminderNote Note, DomainEvent Call)? CallFor(Loan loan, DateOnly day)
    {
        if (loan.NextDue is not { } next) return null;
        if (loan.LockOn is { } lockOn && lockOn == day.AddDays(1))
            return (new(loan.Id, next.Number, LockNear), new LockCameNear(loan.Id, loan.DeviceId, loan.CustomerId, next.Number, lockOn, loan.NextDueAmount));
        if (loan.ReminderDue(day) is not { } reminder) return null;
        if (reminder.Kind == ReminderKind.Overdue && loan.StandingOn(day) == LoanStanding.GraceEnded) return null;
        return (new(loan.Id, reminder.Installment, reminder.Name), new ReminderCalledFor(
            loan.Id, loan.DeviceId, loan.CustomerId, reminder.Kind, reminder.Installment, reminder.DueOn, reminder.Owed));
    }
}
