using Paylatch.Application.Ledger;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Ledger;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Lending.Events;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Lending;

/// <summary>Lets a day come for loans whose rows are locked: they age, it is posted on that day, and whoever is to be reminded is.</summary>
internal sealed class Ageing(ILedgerDb ledger, LoanBuckets buckets, TenantClock clock, DateOnly day)
{
    /// <summary>Under which kind a lock warning is noted beside the reminders.</summary>
    public const string LockNear = "lock_near";

    private readonly Dictionary<ReminderNote, DomainEvent> _calls = [];
    private readonly Dictionary<Currency, DayCloseSum> _sums = [];

    /// <summary>What was done, but for reminders.</summary>
    public DayCloseCounts Did { get; private set; }

    /// <summary>What was earned, fell due and was charged.</summary>
    public IReadOnlyList<DayCloseSum> Sums => [.. _sums.Values];

    /// <summary>Lets the day come for a loan.</summary>
    public async Task Age(Loan loan, CancellationToken ct)
    {
        var before = loan.Standing;
        loan.Age(day);
        loan.ProvideFor(buckets, day);
        var charged = Count(loan);
        await ledger.Post(loan, clock, ct, on: day);
        Did = Did with
        {
            Loans = Did.Loans + 1,
            Overdue = Did.Overdue + (before == LoanStanding.Current && loan.Standing > before ? 1 : 0),
            GraceEnded = Did.GraceEnded + (before < LoanStanding.GraceEnded && loan.Standing == LoanStanding.GraceEnded ? 1 : 0),
            Penalties = Did.Penalties + (charged > 0 ? 1 : 0),
        };
        if (CallFor(loan) is var (note, call)) _calls.Add(note, call);
    }

    /// <summary>Says whom to remind, those of whom it was not said before.</summary>
    /// <returns>How many.</returns>
    public async Task<int> Remind(ICloseSetDb db, IEventLog log, CancellationToken ct)
    {
        var added = await db.NoteReminders([.. _calls.Keys], day, ct);
        foreach (var note in added) log.Append(_calls[note]);
        return added.Count;
    }

    private long Count(Loan loan)
    {
        if (loan.Movements.Count == 0) return 0;
        var sum = _sums.GetValueOrDefault(loan.Currency) ?? new DayCloseSum(day, loan.Currency, 0);
        var charged = loan.Movements.Where(m => m.Kind == TransferKind.PenaltyCharged).Sum(m => m.Change.Penalties);
        _sums[loan.Currency] = sum with
        {
            InterestMinor = sum.InterestMinor + loan.Movements.Where(m => m.Kind == TransferKind.InterestAccrued).Sum(m => m.Change.Interest),
            FeesMinor = sum.FeesMinor + loan.Movements.Where(m => m.Kind == TransferKind.FeesDue).Sum(m => m.Change.Fees),
            PenaltiesMinor = sum.PenaltiesMinor + charged,
        };
        return charged;
    }

    // One word a day at most: the warning stands in for a reminder, and once grace has ended the lock speaks for what is
    // overdue; what is due next is reminded of all the same.
    private (ReminderNote Note, DomainEvent Call)? CallFor(Loan loan)
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
