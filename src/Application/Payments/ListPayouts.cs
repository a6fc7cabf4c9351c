using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Payments;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Payments;

/// <summary>Pay-outs of card money to the bank, a page at a time.</summary>
[Allow(Permission.ViewBooks)]
public sealed class ListPayouts(IPaymentsDb db, TenantInfo tenant, TenantClock clock)
{
    private const int Most = 200;

    /// <summary>In which order.</summary>
    public enum Order
    {
        /// <summary>The latest day first.</summary>
        Newest,

        /// <summary>The earliest day first.</summary>
        Oldest,

        /// <summary>The largest gross first, whatever its currency.</summary>
        Largest,

        /// <summary>The smallest gross first, whatever its currency.</summary>
        Smallest,
    }

    /// <summary>Which pay-outs.</summary>
    /// <param name="Provider">Only those of a provider.</param>
    /// <param name="Currency">Only those in a currency, by its code.</param>
    /// <param name="From">Paid out on this day or later.</param>
    /// <param name="To">Paid out on this day or earlier.</param>
    /// <param name="Text">A part of the reference; under two characters for all.</param>
    /// <param name="Sort">In which order.</param>
    /// <param name="After">Where the page before ended.</param>
    /// <param name="Limit">At most so many, 200 at the most.</param>
    public sealed record Query(
        string? Provider = null, string? Currency = null, DateOnly? From = null, DateOnly? To = null, string? Text = null,
        Order Sort = Order.Newest, Cursor? After = null, int Limit = 50);

    /// <summary>Where a page ended.</summary>
    /// <param name="Value">What it is ordered by: the day's number, or the gross in minor units.</param>
    /// <param name="Reference">The last pay-out's reference.</param>
    /// <param name="Provider">Its provider.</param>
    public sealed record Cursor(long Value, string Reference, string Provider);

    /// <summary>A pay-out.</summary>
    /// <param name="Id">Its id.</param>
    /// <param name="Provider">The provider.</param>
    /// <param name="Reference">Its reference.</param>
    /// <param name="PaidOn">The day.</param>
    /// <param name="Gross">What left the money it holds.</param>
    /// <param name="Fee">What of it the provider kept.</param>
    /// <param name="Net">What came to the bank.</param>
    /// <param name="RecordedAt">When it was recorded.</param>
    /// <param name="RecordedBy">The person or program; null where the provider's own message did.</param>
    /// <param name="Transfer">Its transfer in the books.</param>
    public sealed record Row(
        PayoutId Id, string Provider, string Reference, DateOnly PaidOn, Money Gross, Money Fee, Money Net, DateTimeOffset RecordedAt, string? RecordedBy,
        TransferId Transfer);

    /// <summary>A page of pay-outs.</summary>
    /// <param name="Rows">The pay-outs.</param>
    /// <param name="Next">Where the next page begins; null on the last.</param>
    /// <param name="Count">How many the query chooses.</param>
    /// <param name="Now">The tenant's present.</param>
    /// <param name="Zone">The tenant's zone.</param>
    public sealed record Page(IReadOnlyList<Row> Rows, Cursor? Next, int Count, DateTimeOffset Now, TimeZoneInfo Zone);

    /// <summary>The page.</summary>
    public async Task<Page> Handle(Query q, CancellationToken ct)
    {
        var (rows, next) = await db.ReadPayouts(q, Math.Clamp(q.Limit, 1, Most), ct);
        return new Page(rows, next, await db.Chosen(q).CountAsync(ct), clock.Now, tenant.TimeZone);
    }
}
