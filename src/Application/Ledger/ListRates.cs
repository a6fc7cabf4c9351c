using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Ledger;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Ledger;

/// <summary>Rates as they were written down, the newest first or the oldest.</summary>
[Allow(Permission.ViewBooks)]
public sealed class ListRates(IExchangeDb db, TenantInfo tenant, TenantClock clock)
{
    private const int Most = 500;

    /// <summary>Which of them.</summary>
    /// <param name="Of">Only of this currency, on either side; null or empty for all.</param>
    /// <param name="Source">Only of this source; null or empty for all.</param>
    /// <param name="Before">Only those that counted before this moment, to go on after a page; null for the newest.</param>
    /// <param name="Limit">At most so many, 500 at the most.</param>
    /// <param name="OldestFirst">True for the oldest first.</param>
    /// <param name="After">Where the page before ended; null for the first.</param>
    public sealed record Query(
        string? Of = null, string? Source = null, DateTimeOffset? Before = null, int Limit = 100, bool OldestFirst = false, Cursor? After = null);

    /// <summary>Where a page ended. Many rates count from one moment, so the moment alone would lose some.</summary>
    /// <param name="At">From when its last rate counts.</param>
    /// <param name="Id">Its id.</param>
    public sealed record Cursor(DateTimeOffset At, Guid Id);

    /// <summary>A rate.</summary>
    /// <param name="Id">Its id.</param>
    /// <param name="Base">The currency one unit of which is meant.</param>
    /// <param name="Quote">The currency it is worth.</param>
    /// <param name="Rate">How much.</param>
    /// <param name="Source">Who said so.</param>
    /// <param name="ValidFrom">From when it counts.</param>
    /// <param name="RecordedAt">When it was written down.</param>
    public sealed record Row(Guid Id, Currency Base, Currency Quote, decimal Rate, string Source, DateTimeOffset ValidFrom, DateTimeOffset RecordedAt);

    /// <summary>A page of rates.</summary>
    /// <param name="Rows">The rates.</param>
    /// <param name="Next">Where the next page begins; null on the last.</param>
    /// <param name="Own">The merchant's own currency.</param>
    /// <param name="Now">The tenant's present.</param>
    /// <param name="Zone">The tenant's zone.</param>
    public sealed record Page(IReadOnlyList<Row> Rows, Cursor? Next, Currency Own, DateTimeOffset Now, TimeZoneInfo Zone);

    /// <summary>The page.</summary>
    /// <exception cref="Refusal"><c>money.currency_unknown</c></exception>
    public async Task<Page> Handle(Query q, CancellationToken ct)
    {
        var rates = db.Rates.AsNoTracking();
        if (!string.IsNullOrWhiteSpace(q.Of))
        {
            var currency = Currency.Of(q.Of.Trim());
            rates = rates.Where(r => r.Base == currency || r.Quote == currency);
        }

        if (!string.IsNullOrWhiteSpace(q.Source)) rates = rates.Where(r => r.Source == q.Source.Trim());
        if (q.Before is { } before) rates = rates.Where(r => r.ValidFrom < before.ToUniversalTime());
        var limit = Math.Clamp(q.Limit, 1, Most);
        var found = await (q.OldestFirst ? Up(rates, q.After) : Down(rates, q.After)).Take(limit + 1)
            .Select(r => new Row(r.Id, r.Base, r.Quote, r.Rate, r.Source, r.ValidFrom, r.RecordedAt)).ToListAsync(ct);
        IReadOnlyList<Row> rows = [.. found.Take(limit)];
        return new Page(rows, found.Count > limit ? new Cursor(rows[^1].ValidFrom, rows[^1].Id) : null, tenant.Currency, clock.Now, tenant.TimeZone);
    }

    private static IQueryable<ExchangeRate> Down(IQueryable<ExchangeRate> rates, Cursor? after)
    {
        if (after is { At: var at, Id: var id }) rates = rates.Where(r => r.ValidFrom < at || (r.ValidFrom == at && r.Id.CompareTo(id) < 0));
        return rates.OrderByDescending(r => r.ValidFrom).ThenByDescending(r => r.Id);
    }

    private static IQueryable<ExchangeRate> Up(IQueryable<ExchangeRate> rates, Cursor? after)
    {
        if (after is { At: var at, Id: var id }) rates = rates.Where(r => r.ValidFrom > at || (r.ValidFrom == at && r.Id.CompareTo(id) > 0));
        return rates.OrderBy(r => r.ValidFrom).ThenBy(r => r.Id);
    }
}
