using Microsoft.EntityFrameworkCore;
using Paylatch.Domain.Payments;
using Paylatch.Domain.Shared;
using Cursor = Paylatch.Application.Payments.ListPayouts.Cursor;
using Order = Paylatch.Application.Payments.ListPayouts.Order;

namespace Paylatch.Application.Payments;

/// <summary>How the list of pay-outs and its export choose and read the same rows.</summary>
internal static class PayoutRows
{
    /// <summary>The pay-outs a query chooses.</summary>
    public static IQueryable<ProviderPayout> Chosen(this IPaymentsDb db, ListPayouts.Query q)
    {
        var payouts = db.Payouts.AsNoTracking();
        if (q.Provider is { Length: > 0 } provider) payouts = payouts.Where(p => p.Provider == provider);
        if (Money(q.Currency) is { } currency) payouts = payouts.Where(p => p.Currency == currency);
        if (q.From is { } from) payouts = payouts.Where(p => p.PaidOn >= from);
        if (q.To is { } to) payouts = payouts.Where(p => p.PaidOn <= to);
#pragma warning disable CA1304, CA1311, CA1862 // These become SQL's lower() and like; the database has one locale.
        if (q.Text?.Trim().ToLowerInvariant() is { Length: > 1 and <= 100 } text) payouts = payouts.Where(p => p.Reference.ToLower().Contains(text));
#pragma warning restore CA1304, CA1311, CA1862
        return payouts;

        static Currency? Money(string? code) => string.IsNullOrWhiteSpace(code) ? null : Currency.Of(code);
    }

    /// <summary>Reads them in the query's order, from where a page ended.</summary>
    /// <returns>At most so many rows, and where the next page begins; null on the last.</returns>
    public static async Task<(IReadOnlyList<ListPayouts.Row> Rows, Cursor? Next)> ReadPayouts(this IPaymentsDb db, ListPayouts.Query q, int limit, CancellationToken ct)
    {
        var found = await Ordered(db.Chosen(q), q).Take(limit + 1)
            .Select(p => new { Payout = p, By = db.Recorders.Where(r => r.Id == p.RecordedBy).Select(r => r.Name).FirstOrDefault() }).ToListAsync(ct);
        var rows = found.Take(limit).Select(f => new ListPayouts.Row(
            f.Payout.Id, f.Payout.Provider, f.Payout.Reference, f.Payout.PaidOn, f.Payout.Gross, f.Payout.Fee, f.Payout.Net, f.Payout.RecordedAt,
            f.By ?? (f.Payout.RecordedBy == f.Payout.Provider ? null : f.Payout.RecordedBy), f.Payout.TransferId)).ToList();
        return (rows, found.Count > limit && rows[^1] is var last
            ? new Cursor(q.Sort is Order.Largest or Order.Smallest ? last.Gross.Minor : last.PaidOn.DayNumber, last.Reference, last.Provider)
            : null);
    }

#pragma warning disable CA1309 // A comparison in the database's one locale.
    private static IQueryable<ProviderPayout> Ordered(IQueryable<ProviderPayout> payouts, ListPayouts.Query q)
    {
        var (value, reference, provider) = q.After is { } after ? (after.Value, after.Reference, after.Provider) : (0, "", "");
        var day = DateOnly.FromDayNumber((int)Math.Clamp(value, 0, DateOnly.MaxValue.DayNumber));
        if (q.After is not null)
        {
            payouts = q.Sort switch
            {
                Order.Oldest => payouts.Where(p => p.PaidOn > day
                    || (p.PaidOn == day && (string.Compare(p.Reference, reference) > 0 || (p.Reference == reference && string.Compare(p.Provider, provider) > 0)))),
                Order.Largest => payouts.Where(p => p.GrossMinor < value
                    || (p.GrossMinor == value && (string.Compare(p.Reference, reference) < 0 || (p.Reference == reference && string.Compare(p.Provider, provider) < 0)))),
                Order.Smallest => payouts.Where(p => p.GrossMinor > value
                    || (p.GrossMinor == value && (string.Compare(p.Reference, reference) > 0 || (p.Reference == reference && string.Compare(p.Provider, provider) > 0)))),
                _ => payouts.Where(p => p.PaidOn < day
                    || (p.PaidOn == day && (string.Compare(p.Reference, reference) < 0 || (p.Reference == reference && string.Compare(p.Provider, provider) < 0)))),
            };
        }

        return q.Sort switch
        {
            Order.Oldest => payouts.OrderBy(p => p.PaidOn).ThenBy(p => p.Reference).ThenBy(p => p.Provider),
            Order.Largest => payouts.OrderByDescending(p => p.GrossMinor).ThenByDescending(p => p.Reference).ThenByDescending(p => p.Provider),
            Order.Smallest => payouts.OrderBy(p => p.GrossMinor).ThenBy(p => p.Reference).ThenBy(p => p.Provider),
            _ => payouts.OrderByDescending(p => p.PaidOn).ThenByDescending(p => p.Reference).ThenByDescending(p => p.Provider),
        };
    }
#pragma warning restore CA1309
}
