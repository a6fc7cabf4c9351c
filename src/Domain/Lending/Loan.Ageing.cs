using System.Globalization;
using Paylatch.Domain.Ledger;
using Paylatch.Domain.Lending.Events;
using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Lending;

/// <content>The passing of days, and what it leads to.</content>
public sealed partial class Loan
{
    /// <summary>
    /// Reckons the loan up to a day, where it is not further yet: penalties by the day, fees that fell due, interest earned.
    /// What that changes in the accounts is to be posted; the standing is the work of <see cref="Age"/>.
    /// </summary>
    public void CatchUp(DateOnly day)
    {
        if (day <= CaughtUpOn) return;
        var before = Accounts();
        var charged = _installments.Select(i => (Row: i, Before: i.PenaltyMinor)).ToList();
        Advance(day);
        var change = Accounts() - before;
        Move(TransferKind.PenaltyCharged, change.PenaltiesOnly);
        Move(TransferKind.FeesDue, change.FeesOnly);
        Move(TransferKind.InterestAccrued, change.InterestOnly);
        if (change.Penalties == 0) return;
        Version++;
        foreach (var (row, minor) in charged.Where(one => one.Row.PenaltyMinor > one.Before).OrderBy(one => one.Row.Number))
            Raise(new PenaltyCharged(Id, DeviceId, CustomerId, row.Number, new Money(row.PenaltyMinor - minor, Currency), Version));
    }

    /// <summary>
    /// Lets a day come: raises each installment that has become overdue, and that grace has ended. Safe to call any number
    /// of times for a day, and after days were left out; says each thing once.
    /// </summary>
    public void Age(DateOnly today)
    {
        CatchUp(today);
        var (before, now) = (Standing, StandingOn(today));
        var late = _installments.Where(i => !i.IsPaid && i.DueOn < today && !(i.DueOn <= OverdueThrough)).OrderBy(i => i.Number).ToList();
        if (now <= before && late.Count == 0) return;
        Version++;
        if (now > before) Stand(now);
        foreach (var one in late)
        {
            OverdueThrough = one.DueOn;
            Raise(new InstallmentOverdue(Id, DeviceId, one.Number, one.DueOn, new Money(one.OwedMinor, Currency), Version));
        }

        if (now > before && now == LoanStanding.GraceEnded) Raise(new GraceEnded(Id, DeviceId, GraceEndedReason(), Version));
    }

    /// <summary>The standing a day gives, from what is paid so far. Needs no installments loaded.</summary>
    public LoanStanding StandingOn(DateOnly day) =>
        NextDueOn is not { } due || day <= due ? LoanStanding.Current
        : day < LockOn ? LoanStanding.Overdue
        : LoanStanding.GraceEnded;

    /// <summary>What is past its due date and unpaid on a day. Needs the installments loaded.</summary>
    public Money Arrears(DateOnly day) =>
        new(_installments.Where(i => i.DueOn < day).Sum(i => i.OwedMinor), Currency);

    /// <summary>How many days the oldest unpaid installment is past due; zero when nothing is.</summary>
    public int DaysPastDue(DateOnly day) =>
        NextDueOn is { } due && day > due ? day.DayNumber - due.DayNumber : 0;

    /// <summary>
    /// The reminder a day calls for; null on other days. A customer gets one at most: of all unpaid installments, the one
    /// that became overdue yesterday, else the one due next. The oldest is overdue every day until paid, when nothing else
    /// calls: its <see cref="Reminder.OnceKey"/> keeps it to one message.
    /// </summary>
    public Reminder? ReminderDue(DateOnly today)
    {
        var calls = _installments.Where(i => !i.IsPaid).OrderBy(i => i.Number)
            .Select(i => (Installment: i, Kind: Calls(i.DueOn.DayNumber - today.DayNumber))).ToList();
        var (due, kind) = calls.Find(call => call.Kind is not null);
        if (kind is null && NextDue is { } oldest && oldest.DueOn < today) (due, kind) = (oldest, ReminderKind.Overdue);
        return kind is { } called ? new Reminder(called, Id, due.Number, due.DueOn, new Money(due.OwedMinor, Currency)) : null;
    }

    private static ReminderKind? Calls(int daysAhead) => daysAhead switch
    {
        3 => ReminderKind.In3Days,
        1 => ReminderKind.Tomorrow,
        0 => ReminderKind.Today,
        -1 => ReminderKind.Overdue,
        _ => null,
    };

    // Whoever lets it stand otherwise has raised the version.
    private void Stand(LoanStanding now)
    {
        var before = Standing;
        Standing = now;
        Raise(new LoanStandingChanged(Id, DeviceId, before, now, Version));
    }

    private string GraceEndedReason() => string.Create(CultureInfo.InvariantCulture,
        $"Installment {NextDue?.Number} of {Number} was due on {NextDueOn:yyyy-MM-dd} and is not paid; {GraceDays} days of grace have ended.");
}
