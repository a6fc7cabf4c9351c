using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Lending;

/// <summary>A loan whose device locks soon.</summary>
/// <param name="Loan">The loan.</param>
/// <param name="Number">Its contract number.</param>
/// <param name="Customer">Who owes it.</param>
/// <param name="Owed">What is late or due.</param>
/// <param name="LockOn">From when the device locks.</param>
public sealed record LocksSoon(LoanId Loan, string Number, string Customer, Money Owed, DateOnly LockOn);

/// <summary>How many devices are in a state.</summary>
/// <param name="State">The state, as stored.</param>
/// <param name="Count">How many.</param>
public sealed record DeviceCount(string State, int Count);

/// <summary>A merchant's day at a glance.</summary>
/// <param name="Today">The day.</param>
/// <param name="WeekBegan">The first day of its week.</param>
/// <param name="CollectedToday">Installments collected today.</param>
/// <param name="DueToday">Asked for today.</param>
/// <param name="CollectedThisWeek">Collected since the week began.</param>
/// <param name="DueThisWeek">Asked for in the whole week.</param>
/// <param name="Arrears">What is late.</param>
/// <param name="LateLoans">How many loans are late.</param>
/// <param name="ActiveLoans">How many loans are being paid.</param>
/// <param name="Outstanding">What they owe together.</param>
/// <param name="Devices">Devices by state; those entered and never sold are left out.</param>
/// <param name="LocksTonight">How many devices lock when the day ends.</param>
/// <param name="LockingTonight">The first of them, the largest sums first.</param>
/// <param name="Waiting">What else waits for somebody.</param>
/// <param name="Restructurings">How many restructurings wait for a second person.</param>
/// <param name="Now">The tenant's present moment.</param>
/// <param name="Zone">The tenant's time zone.</param>
public sealed record TodayPage(
    DateOnly Today, DateOnly WeekBegan, Money CollectedToday, Money DueToday, Money CollectedThisWeek, Money DueThisWeek, Money Arrears, int LateLoans,
    int ActiveLoans, Money Outstanding, IReadOnlyList<DeviceCount> Devices, int LocksTonight, IReadOnlyList<LocksSoon> LockingTonight,
    WaitingWork Waiting, int Restructurings, DateTimeOffset Now, TimeZoneInfo Zone)
{
    /// <summary>True when nothing needs anybody.</summary>
    public bool AllQuiet => LocksTonight == 0 && Restructurings == 0 && Waiting is { StuckOrders: 0, UnmatchedCount: 0, DeadDeliveries: 0, GivenUpMessages: 0, BookDifferences: 0 };
}

/// <summary>What came in against what is due, how the devices stand, and who needs attention.</summary>
[Allow(Permission.ViewPortfolio)]
public sealed class MerchantToday(ILendingDb db, ILoanFactsDb portfolio, IRestructuringDb restructuring, TenantInfo tenant, TenantClock clock)
{
    private const int MostLocks = 6;

    /// <summary>The day as it stands.</summary>
    public async Task<TodayPage> Handle(CancellationToken ct)
    {
        var today = clock.Today;
        var week = StartOfWeek(today);
        var active = db.Chosen(portfolio, today, LoanFilter.Running, null);
        var sums = await active.GroupBy(_ => 1).Select(g => new { Count = g.Count(), Owed = g.Sum(l => l.TotalMinor - l.PaidMinor) }).SingleOrDefaultAsync(ct);
        // Days late are the loan's own, those of pauses left out: what the list behind the number shows.
        var late = db.Chosen(portfolio, today, LoanFilter.Late, null);
        var arrears = await late.SelectMany(l => l.Installments).Where(i => i.DueOn < today).SumAsync(i => i.TotalMinor - i.PaidMinor, ct);
        var locking = db.Chosen(portfolio, today, LoanFilter.LocksTonight, null);
        var devices = await portfolio.Devices.Where(d => d.LoanId != null || d.State != "awaiting_enrolment" || db.Loans.Any(l => l.DeviceId == d.Id)).GroupBy(d => d.State).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(ct);
        return new TodayPage(
            today, week,
            await Collected(today, today.AddDays(1), ct), await Due(today, today, ct),
            await Collected(week, week.AddDays(7), ct), await Due(week, week.AddDays(6), ct),
            Of(arrears), await late.CountAsync(ct),
            sums?.Count ?? 0, Of(sums?.Owed ?? 0),
            devices.ConvertAll(d => new DeviceCount(d.Key, d.Count)),
            await locking.CountAsync(ct), await Locking(locking, today, ct),
            await portfolio.Waiting(clock.Now - WaitingWork.StuckAfter, ct), await restructuring.Waiting(clock.Now).CountAsync(ct), clock.Now, tenant.TimeZone);
    }

    private Money Of(long minor) => new(minor, tenant.Currency);

    // Deposits are the sale's, not the collection's; no money came where credit was used, and what was taken back does not count.
    private async Task<Money> Collected(DateOnly from, DateOnly before, CancellationToken ct)
    {
        var (start, end) = (clock.StartOf(from), clock.StartOf(before));
        return Of(await portfolio.Payments.Where(p => p.ReceivedAt >= start && p.ReceivedAt < end && p.Method != "deposit" && p.Method != "credit" && p.ReversedAt == null)
            .SumAsync(p => p.AmountMinor, ct));
    }

    private async Task<Money> Due(DateOnly from, DateOnly to, CancellationToken ct) =>
        Of(await db.Loans.SelectMany(l => l.Installments).Where(i => i.DueOn >= from && i.DueOn <= to).SumAsync(i => i.TotalMinor, ct));

    private async Task<IReadOnlyList<LocksSoon>> Locking(IQueryable<Loan> loans, DateOnly today, CancellationToken ct)
    {
        var found = await (
            from loan in loans
            join customer in db.Customers on loan.CustomerId equals customer.Id
            let owed = loan.Installments.Where(i => i.DueOn <= today).Sum(i => i.TotalMinor - i.PaidMinor)
            orderby owed descending, loan.Number
            select new { loan.Id, loan.Number, customer.Name, Owed = owed }).Take(MostLocks).ToListAsync(ct);
        return found.ConvertAll(l => new LocksSoon(l.Id, l.Number, l.Name, Of(l.Owed), today.AddDays(1)));
    }

    private DateOnly StartOfWeek(DateOnly day)
    {
        var first = CultureInfo.GetCultureInfo(tenant.Culture).DateTimeFormat.FirstDayOfWeek;
        return day.AddDays(-(((int)day.DayOfWeek - (int)first + 7) % 7));
    }
}
