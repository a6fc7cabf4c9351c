using Paylatch.Domain.Ledger;
using Paylatch.Domain.Lending.Events;
using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Lending;

/// <content>Days late, and pauses in which they stand still: nothing ages, is charged for or locks.</content>
public sealed partial class Loan
{
    /// <summary>Its pauses, oldest first; none overlaps another.</summary>
    public IReadOnlyList<LoanPause> Pauses { get; private set; } = [];

    /// <summary>Set by a payment taken back: whoever is late by that gets days of grace anew.</summary>
    public DateOnly? LockFloor { get; private set; }

    // The three below follow from the due date and the pauses. They are stored for queries; what is stored is not read back.
    /// <summary>The device does not lock before this day, whatever is owed; null where nothing but the due date counts.</summary>
    public DateOnly? LockNotBefore
    {
        get => PausedLock() is { } paused ? Later(paused, LockFloor ?? default) : LockFloor;
        private set => _ = value;
    }

    /// <summary>Days past due on a day are the days since this one, or <see cref="LateAtLeast"/> where that is more.</summary>
    public DateOnly? LateFrom
    {
        get => NextDueOn?.AddDays(PausedDays(NextDueOn.Value, DateOnly.MaxValue));
        private set => _ = value;
    }

    /// <summary>Days past due when the last pause began; it stands there until that pause ends.</summary>
    public int LateAtLeast
    {
        get => NextDueOn is { } due && Pauses.Count > 0 ? DaysLate(due, Pauses[^1].From) : 0;
        private set => _ = value;
    }

    /// <summary>True on a day that does not count.</summary>
    public bool IsPausedOn(DateOnly day) => Pauses.Any(pause => pause.From < day && day <= pause.Until);

    /// <summary>The pause that a day lies in or begins; null when being late counts.</summary>
    public LoanPause? PauseOn(DateOnly day) => Pauses.FirstOrDefault(pause => pause.From <= day && day < pause.Until);

    /// <summary>How many days that count have passed since a due date.</summary>
    public int DaysLate(DateOnly due, DateOnly day) => day <= due ? 0 : day.DayNumber - due.DayNumber - PausedDays(due, day);

    /// <summary>How many days the oldest unpaid installment is past due; zero when nothing is.</summary>
    public int DaysPastDue(DateOnly day) => NextDueOn is { } due ? DaysLate(due, day) : 0;

    /// <summary>
    /// Lets being late stand still after one day and through another; from a day in the past, what was charged since is
    /// reckoned anew. Needs all <see cref="Transactions"/> loaded. What is locked stays locked.
    /// </summary>
    /// <param name="from">The last day that counts.</param>
    /// <param name="until">The last day that does not.</param>
    /// <param name="reason">Why.</param>
    /// <param name="today">The tenant's today.</param>
    /// <exception cref="Refusal">
    /// <c>lending.reason_needed</c>, <c>lending.paid_off_already</c>, <c>lending.pause_dates</c>, <c>lending.pause_overlaps</c>
    /// </exception>
    public void Pause(DateOnly from, DateOnly until, string? reason, DateOnly today)
    {
        var why = LendingRefusals.Reason(reason);
        RequireOwing();
        if (from < DisbursedOn || from > today || until <= from || until.DayNumber - from.DayNumber > LoanPause.MostDays)
            throw LendingRefusals.PauseDates(LoanPause.MostDays);
        if (Pauses.Count > 0 && Pauses[^1].Until > from) throw LendingRefusals.PauseOverlaps(Pauses[^1].Until);
        RequireHistory();

        CatchUp(today);
        var (before, lockOn) = (Accounts(), LockOn);
        var input = Record(LoanTransactionKind.Pause, from, today, 0, data: new() { Until = until, Reason = why });
        if (from < CaughtUpOn) Replay(CaughtUpOn);
        else Take(input);
        Move(TransferKind.PenaltyCharged, Accounts() - before);
        Version++;
        Raise(new LoanPaused(Id, DeviceId, CustomerId, from, until, why, Version));
        Better(null, today);
        LockMoved(lockOn);
    }

    /// <summary>Ends a pause today: tomorrow counts again, from where it stood.</summary>
    /// <exception cref="Refusal"><c>lending.reason_needed</c>, <c>lending.not_paused</c></exception>
    public void Resume(string? reason, DateOnly today)
    {
        var why = LendingRefusals.Reason(reason);
        if (PauseOn(today) is null) throw LendingRefusals.NotPaused();
        CatchUp(today);
        var lockOn = LockOn;
        Take(Record(LoanTransactionKind.Resume, CaughtUpOn, today, 0, data: new() { Reason = why }));
        Version++;
        Raise(new LoanResumed(Id, DeviceId, CustomerId, why, Version));
        LockMoved(lockOn);
    }

    // What a pause or its end does, now and whenever it is replayed.
    private void Halt(LoanTransaction input)
    {
        if (input.Kind == LoanTransactionKind.Pause)
        {
            Pauses = [.. Pauses, new LoanPause(input.EffectiveOn, input.Data?.Until ?? input.EffectiveOn)];
            return;
        }

        Pauses = [.. Pauses.Select(pause => pause.Until > input.EffectiveOn ? pause with { Until = Later(pause.From, input.EffectiveOn) } : pause)
            .Where(pause => pause.Until > pause.From)];
    }

    private int PausedDays(DateOnly after, DateOnly through) => Pauses.Sum(pause => pause.DaysWithin(after, through));

    // The first day that counts as the one after grace; null when no pause moves it.
    private DateOnly? PausedLock()
    {
        if (NextDueOn is not { } due || Pauses.Count == 0) return null;
        var unmoved = due.AddDays(GraceDays + 1);
        var (day, next) = (unmoved, unmoved.AddDays(PausedDays(due, unmoved)));
        while (next != day) (day, next) = (next, unmoved.AddDays(PausedDays(due, next)));
        return day == unmoved ? null : day;
    }

    private void LockMoved(DateOnly? before)
    {
        if (State == LoanState.Active && LockOn is { } now && now != before) RaiseForDevice(new LockDateMoved(Id, DeviceId, now, Version));
    }

    private void RequireOwing()
    {
        if (State == LoanState.PaidOff) throw LendingRefusals.PaidOffAlready();
    }
}
