using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Lending;

/// <summary>Which loans a list shows.</summary>
public enum LoanFilter
{
    /// <summary>All of them.</summary>
    All,

    /// <summary>Active and nothing late.</summary>
    Current,

    /// <summary>Late, within grace.</summary>
    Overdue,

    /// <summary>Late, grace over.</summary>
    GraceEnded,

    /// <summary>Paid off.</summary>
    PaidOff,

    /// <summary>The device locks when today ends, unless what is due is paid.</summary>
    LocksTonight,

    /// <summary>Late, within grace or not.</summary>
    Late,

    /// <summary>Neither paid off nor charged off.</summary>
    Running,

    /// <summary>Charged off and not paid since.</summary>
    ChargedOff,
}

/// <summary>Loans with customer and device, a page at a time: late ones first the latest, all others newest first.</summary>
[Allow(Permission.ViewPortfolio)]
public sealed class ListLoans(ILendingDb db, ILoanFactsDb portfolio, ILoanClassesDb classes, TenantInfo tenant, TenantClock clock)
{
    /// <summary>Which loans.</summary>
    /// <param name="Filter">By standing today.</param>
    /// <param name="Text">Part of a contract number, name, phone number, IMEI or serial number; null or empty for all.</param>
    /// <param name="After">Where the page before ended; null for the first.</param>
    /// <param name="Limit">At most so many, 200 at the most.</param>
    /// <param name="Bucket">The <see cref="LoanBucket.Label"/> of a class by days past due; null for all.</param>
    public sealed record Query(LoanFilter Filter = LoanFilter.All, string? Text = null, Cursor? After = null, int Limit = 50, string? Bucket = null);

    /// <summary>Where a page ended.</summary>
    /// <param name="At">When its last loan was booked.</param>
    /// <param name="DueOn">When it is due; counts where late loans are listed.</param>
    /// <param name="Number">Its contract number.</param>
    public sealed record Cursor(DateTimeOffset At, DateOnly DueOn, string Number);

    /// <summary>A loan.</summary>
    /// <param name="Id">The loan.</param>
    /// <param name="Number">The contract number.</param>
    /// <param name="Customer">The customer's name.</param>
    /// <param name="Phone">The phone number, masked.</param>
    /// <param name="Device">The device; null when it is not there.</param>
    /// <param name="State">Active or paid off.</param>
    /// <param name="Standing">How it stands today.</param>
    /// <param name="Total">All installments.</param>
    /// <param name="Paid">Paid of them.</param>
    /// <param name="NextDueOn">When the oldest unpaid one is due.</param>
    /// <param name="LockOn">From when the device locks.</param>
    /// <param name="DaysPastDue">Days since the oldest unpaid one was due.</param>
    /// <param name="BookedAt">When it was booked.</param>
    /// <param name="Class">Performing, in default or charged off.</param>
    public sealed record Row(
        LoanId Id, string Number, string Customer, string Phone, DeviceFacts? Device, LoanState State, LoanStanding Standing,
        Money Total, Money Paid, DateOnly? NextDueOn, DateOnly? LockOn, int DaysPastDue, DateTimeOffset BookedAt,
        LoanClass Class)
    {
        /// <summary>Still owed.</summary>
        public Money Balance => Total - Paid;
    }

    /// <summary>A page of loans.</summary>
    /// <param name="Rows">The loans.</param>
    /// <param name="Next">Where the next page begins; null on the last.</param>
    /// <param name="Count">How many the filter and text choose.</param>
    /// <param name="Balance">What they owe together.</param>
    /// <param name="Counts">How many there are of each filter, whatever the text.</param>
    /// <param name="Today">The tenant's today.</param>
    /// <param name="Buckets">The classes by days past due.</param>
    public sealed record Page(
        IReadOnlyList<Row> Rows, Cursor? Next, int Count, Money Balance, IReadOnlyDictionary<LoanFilter, int> Counts, DateOnly Today, LoanBuckets Buckets);

    /// <summary>The page.</summary>
    /// <exception cref="Refusal"><c>lending.bucket_unknown</c></exception>
    public async Task<Page> Handle(Query q, CancellationToken ct)
    {
        var buckets = await classes.BucketsNow(ct);
        var chosen = await db.Chosen(portfolio, clock.Today, q.Filter, q.Text).In(classes, q.Bucket, clock.Today, ct);
        var (rows, next) = await chosen.ReadRows(db, portfolio, clock.Today, q.Filter, q.After, Math.Clamp(q.Limit, 1, 200), ct);
        var all = await All(ct);
        // What no text narrows is in the sums of all loans already; the whole table is gone through once.
        var (count, balance) = string.IsNullOrWhiteSpace(q.Text) && string.IsNullOrEmpty(q.Bucket) ? all[q.Filter] : await Sum(chosen, ct);
        return new Page(rows, next, count, new Money(balance, tenant.Currency), all.ToDictionary(one => one.Key, one => one.Value.Count), clock.Today, buckets);
    }

    private static async Task<(int Count, long Balance)> Sum(IQueryable<Loan> chosen, CancellationToken ct)
    {
        var sums = await chosen.GroupBy(_ => 1).Select(g => new { Count = g.Count(), Balance = g.Sum(l => l.TotalMinor - l.PaidMinor) }).SingleOrDefaultAsync(ct);
        return (sums?.Count ?? 0, sums?.Balance ?? 0);
    }

    private async Task<Dictionary<LoanFilter, (int Count, long Balance)>> All(CancellationToken ct)
    {
        var today = clock.Today;
        var sums = await db.Loans.GroupBy(l =>
                l.State == LoanState.PaidOff ? LoanFilter.PaidOff : l.Class == LoanClass.ChargedOff ? LoanFilter.ChargedOff
                : l.LateFrom >= today && l.LateAtLeast == 0 ? LoanFilter.Current
                : l.NextDueOn!.Value.AddDays(l.GraceDays) >= today || l.LockNotBefore > today ? LoanFilter.Overdue : LoanFilter.GraceEnded)
            .Select(g => new { Filter = g.Key, Count = g.Count(), Balance = g.Sum(l => l.TotalMinor - l.PaidMinor) }).ToListAsync(ct);
        var all = sums.ToDictionary(s => s.Filter, s => (s.Count, s.Balance));
        all[LoanFilter.Late] = Together(LoanFilter.Overdue, LoanFilter.GraceEnded);
        all[LoanFilter.Running] = Together(LoanFilter.Late, LoanFilter.Current);
        all[LoanFilter.All] = Together(LoanFilter.Running, LoanFilter.PaidOff, LoanFilter.ChargedOff);
        all[LoanFilter.LocksTonight] = await Sum(db.Chosen(portfolio, today, LoanFilter.LocksTonight, null), ct);
        return Enum.GetValues<LoanFilter>().ToDictionary(f => f, f => all.GetValueOrDefault(f));

        (int, long) Together(params LoanFilter[] some) =>
            (some.Sum(one => all.GetValueOrDefault(one).Count), some.Sum(one => all.GetValueOrDefault(one).Balance));
    }
}
