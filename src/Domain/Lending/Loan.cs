using System.Globalization;
using Paylatch.Domain.Lending.Events;
using Paylatch.Domain.Lending.Schedules;
using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Lending;

/// <summary>Whether a loan is still being paid.</summary>
public enum LoanState
{
    /// <summary>Something is owed.</summary>
    Active,

    /// <summary>Nothing is owed any more; final.</summary>
    PaidOff,
}

/// <summary>How a loan stands on a day, from best to worst.</summary>
public enum LoanStanding
{
    /// <summary>Nothing is past its due date.</summary>
    Current,

    /// <summary>Something is past its due date, within grace.</summary>
    Overdue,

    /// <summary>The days of grace are over.</summary>
    GraceEnded,
}

/// <summary>
/// An installment loan on one device. An installment due on D is overdue from D+1; with G days of grace, grace has ended
/// and the device locks from D+G+1 (<see cref="LockOn"/>). Payments go to the oldest installment first, interest before
/// principal, and never more is taken than is owed. Every change raises <see cref="Version"/>.
/// </summary>
public sealed class Loan : Entity
{
    private readonly List<Installment> _installments = [];

    private Loan()
    {
    }

    /// <summary>The loan's id.</summary>
    public LoanId Id { get; private set; }

    /// <summary>The contract number people read.</summary>
    public string Number { get; private set; } = "";

    /// <summary>Who owes it.</summary>
    public CustomerId CustomerId { get; private set; }

    /// <summary>The device that secures it.</summary>
    public DeviceId DeviceId { get; private set; }

    /// <summary>Active or paid off.</summary>
    public LoanState State { get; private set; }

    /// <summary>The standing as last aged or improved by a payment; <see cref="StandingOn"/> gives it for a day.</summary>
    public LoanStanding Standing { get; private set; }

    /// <summary>The currency of every amount.</summary>
    public Currency Currency { get; private set; }

    /// <summary>What the device costs.</summary>
    public long PriceMinor { get; private set; }

    /// <summary>What was paid at the counter.</summary>
    public long DepositMinor { get; private set; }

    /// <summary>What was lent.</summary>
    public long PrincipalMinor { get; private set; }

    /// <summary>How interest is reckoned.</summary>
    public InterestMethod InterestMethod { get; private set; }

    /// <summary>Percent a year.</summary>
    public decimal AnnualRatePercent { get; private set; }

    /// <summary>How many installments.</summary>
    public int InstallmentCount { get; private set; }

    /// <summary>Units between installments.</summary>
    public int RepayEvery { get; private set; }

    /// <summary>The unit of <see cref="RepayEvery"/>.</summary>
    public RepayUnit RepayUnit { get; private set; }

    /// <summary>Whole days after a due date before the device locks.</summary>
    public int GraceDays { get; private set; }

    /// <summary>The day the customer took the device.</summary>
    public DateOnly DisbursedOn { get; private set; }

    /// <summary>Which rules reckoned the schedule.</summary>
    public int EngineVersion { get; private set; }

    /// <summary>Principal and interest of all installments.</summary>
    public long TotalMinor { get; private set; }

    /// <summary>Paid of <see cref="TotalMinor"/>.</summary>
    public long PaidMinor { get; private set; }

    /// <summary>The due date of the oldest installment not fully paid; null when paid off.</summary>
    public DateOnly? NextDueOn { get; private set; }

    /// <summary>Installments due by this day have been said to be overdue where they were; null before the first.</summary>
    public DateOnly? OverdueThrough { get; private set; }

    /// <summary>Rises by one with every change.</summary>
    public int Version { get; private set; }

    /// <summary>When it was booked.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>The installments; by number only as far as they were loaded so.</summary>
    public IReadOnlyList<Installment> Installments => _installments;

    /// <summary>What the device costs.</summary>
    public Money Price => new(PriceMinor, Currency);

    /// <summary>What was paid at the counter.</summary>
    public Money Deposit => new(DepositMinor, Currency);

    /// <summary>What was lent.</summary>
    public Money Principal => new(PrincipalMinor, Currency);

    /// <summary>Principal and interest of all installments.</summary>
    public Money Total => new(TotalMinor, Currency);

    /// <summary>What has been paid to the installments.</summary>
    public Money Paid => new(PaidMinor, Currency);

    /// <summary>What is still owed, due or not.</summary>
    public Money Balance => new(TotalMinor - PaidMinor, Currency);

    /// <summary>The day from which the device locks if nothing more is paid; null when paid off.</summary>
    public DateOnly? LockOn => NextDueOn?.AddDays(GraceDays + 1);

    /// <summary>The oldest installment not fully paid; null when paid off. Needs the installments loaded.</summary>
    public Installment? NextDue => _installments.Where(i => !i.IsPaid).MinBy(i => i.Number);

    /// <summary>What is owed on the oldest unpaid installment; zero when paid off. Needs the installments loaded.</summary>
    public Money NextDueAmount => new(NextDue?.OwedMinor ?? 0, Currency);

    /// <summary>Books a loan: its schedule is fixed here.</summary>
    /// <exception cref="Refusal"><c>lending.plan_uneven</c></exception>
    public static Loan Book(
        LoanId id, string number, CustomerId customer, DeviceId device, LoanTerms terms, DateTimeOffset at)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(number);
        var schedule = terms.Schedule;
        var loan = new Loan
        {
            Id = id,
            Number = number,
            CustomerId = customer,
            DeviceId = device,
            Currency = terms.Price.Currency,
            PriceMinor = terms.Price.Minor,
            DepositMinor = terms.Deposit.Minor,
            PrincipalMinor = terms.Principal.Minor,
            InterestMethod = terms.Terms.InterestMethod,
            AnnualRatePercent = terms.Terms.AnnualRatePercent,
            InstallmentCount = schedule.Rows.Count,
            RepayEvery = terms.Terms.RepayEvery,
            RepayUnit = terms.Terms.RepayUnit,
            GraceDays = terms.GraceDays,
            DisbursedOn = terms.Terms.StartsOn,
            EngineVersion = Schedule.EngineVersion,
            TotalMinor = schedule.Total.Minor,
            NextDueOn = schedule.Rows[0].Due,
            Version = 1,
            CreatedAt = at,
        };
        loan._installments.AddRange(schedule.Rows.Select(row => new Installment(id, row)));
        loan.Raise(new LoanBooked(
            id, device, customer, number, loan.Principal, loan.Total, loan.InstallmentCount, schedule.Rows[0].Due, loan.Version));
        loan.Raise(new LockDateMoved(id, device, schedule.Rows[0].Due.AddDays(loan.GraceDays + 1), loan.Version));
        return loan;
    }

    /// <summary>
    /// Takes a payment: oldest installment first, interest before principal, never more than is owed. What is not needed
    /// is the rest; a loan that is paid off takes nothing and gives everything back. A payment can only better the
    /// standing; worsening is the work of <see cref="Age"/>.
    /// </summary>
    /// <exception cref="Refusal"><c>lending.payment_not_positive</c>, <c>money.currency_mismatch</c></exception>
    public AppliedPayment ApplyPayment(PaymentId payment, Money amount, DateOnly today)
    {
        if (amount.Currency != Currency) throw MoneyRefusals.CurrencyMismatch(Currency, amount.Currency);
        if (amount.Minor <= 0) throw LendingRefusals.PaymentNotPositive();

        var rest = amount;
        var allocations = new List<Allocation>();
        foreach (var installment in _installments.Where(i => !i.IsPaid).OrderBy(i => i.Number))
        {
            if (rest.IsZero) break;
            var taken = installment.Take(rest);
            rest -= taken.Total;
            allocations.Add(taken);
        }
        if (allocations.Count > 0)
        {
            PaidMinor += amount.Minor - rest.Minor;
            Version++;
            Better(payment, today);
        }
        return new AppliedPayment(allocations, rest);
    }

    /// <summary>
    /// Lets a day come: raises each installment that has become overdue, and that grace has ended. Safe to call any number
    /// of times for a day, and after days were left out; says each thing once.
    /// </summary>
    public void Age(DateOnly today)
    {
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

    private void Better(PaymentId payment, DateOnly today)
    {
        var (before, lockOn) = (Standing, LockOn);
        NextDueOn = NextDue?.DueOn;
        var now = StandingOn(today);
        if (now < before) Stand(now);
        if (NextDueOn is null)
        {
            State = LoanState.PaidOff;
            Raise(new LoanPaidOff(Id, DeviceId, Version, payment));
            return;
        }
        if (LockOn is not { } next) return;
        if (now < before && now == LoanStanding.Current) Raise(new LoanBecameCurrent(Id, DeviceId, next, Version, payment));
        if (now < before && now == LoanStanding.Overdue) Raise(new LoanBackInGrace(Id, DeviceId, next, Version, payment));
        if (next != lockOn) Raise(new LockDateMoved(Id, DeviceId, next, Version));
    }

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
