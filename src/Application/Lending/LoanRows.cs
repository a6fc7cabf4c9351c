using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Lending;

/// <summary>How the list of loans and its export choose and read the same rows.</summary>
internal static class LoanRows
{
    /// <summary>The loans of a standing and a text; see <see cref="ListLoans.Query"/>.</summary>
    public static IQueryable<Loan> Chosen(this ILendingDb db, ILoanFactsDb portfolio, DateOnly today, LoanFilter filter, string? text) =>
        db.Loans.AsNoTracking().Where(Of(filter, today)).Matching(db, portfolio, text);

    /// <summary>Of these the active ones in the class of a label; all of them without one.</summary>
    /// <exception cref="Refusal"><c>lending.bucket_unknown</c></exception>
    public static async Task<IQueryable<Loan>> In(this IQueryable<Loan> loans, ILoanClassesDb classes, string? label, DateOnly today, CancellationToken ct)
    {
        if (string.IsNullOrEmpty(label)) return loans;
        var buckets = await classes.BucketsNow(ct);
        return loans.In(buckets, buckets.All.FirstOrDefault(bucket => bucket.Label == label) ?? throw LendingRefusals.BucketUnknown(), today);
    }

    private static IQueryable<Loan> In(this IQueryable<Loan> loans, LoanBuckets buckets, LoanBucket bucket, DateOnly today)
    {
        // A loan in default counts as impaired at least: it is in the first impaired class or a later one.
        var (from, to, impaired) = (bucket.From, bucket.To ?? int.MaxValue, buckets.ImpairedFrom);
        var (latest, earliest) = (today.AddDays(-from), today.AddDays(-Math.Min(to, 500_000)));
        var (reachesImpaired, beginsBefore) = (to >= impaired, from <= impaired);
        return loans.Where(l => l.State == LoanState.Active && l.Class != LoanClass.ChargedOff && l.LateFrom >= earliest && l.LateAtLeast <= to
            && (from == 0 || l.LateFrom <= latest || l.LateAtLeast >= from || (beginsBefore && l.Class != LoanClass.Performing))
            && (l.Class == LoanClass.Performing || reachesImpaired));
    }

    /// <summary>Reads them in the list's order, from where a page ended.</summary>
    /// <returns>At most so many rows, and where the next page begins; null on the last.</returns>
    public static async Task<(IReadOnlyList<ListLoans.Row> Rows, ListLoans.Cursor? Next)> ReadRows(
        this IQueryable<Loan> chosen, ILendingDb db, ILoanFactsDb portfolio, DateOnly today, LoanFilter filter, ListLoans.Cursor? after, int limit,
        CancellationToken ct)
    {
        var found = await Joined(Ordered(chosen, filter, after).Take(limit + 1), db, portfolio).ToListAsync(ct);
        var rows = found.Take(limit).Select(loan => RowOf(loan, today)).ToList();
        return (rows, found.Count > limit ? new ListLoans.Cursor(rows[^1].BookedAt, rows[^1].NextDueOn ?? DateOnly.MinValue, rows[^1].Number) : null);
    }

    // A device locks on the later of the day after grace and the day before which it must not.
    private static Expression<Func<Loan, bool>> Of(LoanFilter filter, DateOnly today)
    {
        var tomorrow = today.AddDays(1);
        return filter switch
        {
            LoanFilter.Current => l => l.State == LoanState.Active && l.Class != LoanClass.ChargedOff && l.LateFrom >= today && l.LateAtLeast == 0,
            LoanFilter.Overdue => l => l.State == LoanState.Active && l.Class != LoanClass.ChargedOff && (l.LateFrom < today || l.LateAtLeast > 0) && (l.NextDueOn!.Value.AddDays(l.GraceDays) >= today || l.LockNotBefore > today),
            LoanFilter.GraceEnded => l => l.State == LoanState.Active && l.Class != LoanClass.ChargedOff && l.NextDueOn!.Value.AddDays(l.GraceDays) < today && !(l.LockNotBefore > today),
            LoanFilter.LocksTonight => l => l.State == LoanState.Active
                && ((l.NextDueOn!.Value.AddDays(l.GraceDays) == today && !(l.LockNotBefore > tomorrow))
                    || (l.NextDueOn!.Value.AddDays(l.GraceDays) < today && l.LockNotBefore == tomorrow)),
            LoanFilter.Late => l => l.State == LoanState.Active && l.Class != LoanClass.ChargedOff && (l.LateFrom < today || l.LateAtLeast > 0),
            LoanFilter.Running => l => l.State == LoanState.Active && l.Class != LoanClass.ChargedOff,
            LoanFilter.ChargedOff => l => l.State == LoanState.Active && l.Class == LoanClass.ChargedOff,
            LoanFilter.PaidOff => l => l.State == LoanState.PaidOff,
            _ => l => true,
        };
    }

#pragma warning disable CA1304, CA1309, CA1311, CA1862 // These become SQL: lower(), like and comparison in the database's one locale.
    /// <summary>Of these the ones whose contract, customer or device a text names; all of them without one.</summary>
    public static IQueryable<Loan> Matching(this IQueryable<Loan> loans, ILendingDb db, ILoanFactsDb portfolio, string? text)
    {
        if (string.IsNullOrWhiteSpace(text) || text.Trim().Length < 2) return loans;
        var search = SearchText.Of(text);
        var (lower, upper) = (search.Lower, search.Lower.ToUpperInvariant());
        return loans.Where(l =>
            l.Number.Contains(upper)
            || db.Customers.Any(c => c.Id == l.CustomerId
                && (c.Name.ToLower().Contains(lower) || (search.Digits != null && c.Phone.Contains(search.Digits))))
            || portfolio.Devices.Any(d => d.Id == l.DeviceId
                && ((search.Digits != null && d.Imei!.StartsWith(search.Digits)) || d.Serial!.ToLower().StartsWith(lower))));
    }

    private static IQueryable<Loan> Ordered(IQueryable<Loan> loans, LoanFilter filter, ListLoans.Cursor? cursor)
    {
        if (filter is LoanFilter.Overdue or LoanFilter.GraceEnded or LoanFilter.LocksTonight or LoanFilter.Late)
        {
            if (cursor is { } late)
                loans = loans.Where(l => l.NextDueOn > late.DueOn || (l.NextDueOn == late.DueOn && string.Compare(l.Number, late.Number) > 0));
            return loans.OrderBy(l => l.NextDueOn).ThenBy(l => l.Number);
        }

        if (cursor is { } after)
            loans = loans.Where(l => l.CreatedAt < after.At || (l.CreatedAt == after.At && string.Compare(l.Number, after.Number) < 0));
        return loans.OrderByDescending(l => l.CreatedAt).ThenByDescending(l => l.Number);
    }
#pragma warning restore CA1304, CA1309, CA1311, CA1862

    private static IQueryable<Found> Joined(IQueryable<Loan> loans, ILendingDb db, ILoanFactsDb portfolio) =>
        from loan in loans
        join customer in db.Customers on loan.CustomerId equals customer.Id
        select new Found(
            loan.Id, loan.Number, customer.Name, customer.Phone, portfolio.Devices.FirstOrDefault(d => d.Id == loan.DeviceId), loan.State,
            loan.TotalMinor, loan.PaidMinor, loan.NextDueOn, loan.GraceDays, loan.LockNotBefore, loan.LateFrom, loan.LateAtLeast, loan.Class, loan.CreatedAt, loan.Currency);

    private static ListLoans.Row RowOf(Found l, DateOnly today)
    {
        var lockOn = l.NextDueOn?.AddDays(l.GraceDays + 1);
        if (lockOn < l.LockNotBefore) lockOn = l.LockNotBefore;
        var late = l.LateFrom is { } from ? Math.Max(today.DayNumber - from.DayNumber, l.LateAtLeast) : 0;
        var standing = late <= 0 ? LoanStanding.Current : today < lockOn ? LoanStanding.Overdue : LoanStanding.GraceEnded;
        return new ListLoans.Row(
            l.Id, l.Number, l.Customer, Masked.Phone(l.Phone), l.Device, l.State, standing,
            new Money(l.TotalMinor, l.Currency), new Money(l.PaidMinor, l.Currency), l.NextDueOn, lockOn, Math.Max(0, late), l.CreatedAt, l.Class);
    }

    private sealed record Found(
        LoanId Id, string Number, string Customer, string Phone, DeviceFacts? Device, LoanState State, long TotalMinor, long PaidMinor,
        DateOnly? NextDueOn, int GraceDays, DateOnly? LockNotBefore, DateOnly? LateFrom, int LateAtLeast, LoanClass Class,
        DateTimeOffset CreatedAt, Currency Currency);
}
