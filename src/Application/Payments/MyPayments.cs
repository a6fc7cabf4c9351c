using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Payments;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Payments;

/// <summary>All payments of the signed-in customer, newest first, a page at a time.</summary>
[Allow(Permission.UseOwnAccount)]
public sealed class MyPayments(IPaymentsDb db, TenantInfo tenant, TenantClock clock, Caller caller)
{
    private const int PageSize = 25;

    /// <summary>A page of payments.</summary>
    /// <param name="Rows">The payments.</param>
    /// <param name="Next">The receipt after which the next page begins; null on the last.</param>
    /// <param name="Now">The tenant's present.</param>
    /// <param name="Zone">The tenant's zone.</param>
    public sealed record Page(IReadOnlyList<OwnPayment> Rows, string? Next, DateTimeOffset Now, TimeZoneInfo Zone);

    /// <summary>The page after a receipt; the first one with null, and with a receipt that is not an own one.</summary>
    public async Task<Page> Handle(string? after, CancellationToken ct)
    {
        var me = caller.RequireCustomer();
        var payments = db.Payments.AsNoTracking().Where(p => p.CustomerId == me);
        if (await payments.Where(p => p.ReceiptNumber == after).Select(p => (DateTimeOffset?)p.ReceivedAt).SingleOrDefaultAsync(ct) is { } at)
        {
#pragma warning disable CA1309, CA1310 // Compared by the database.
            payments = payments.Where(p => p.ReceivedAt < at || (p.ReceivedAt == at && string.Compare(p.ReceiptNumber, after) < 0));
#pragma warning restore CA1309, CA1310
        }

        var found = await payments.OrderByDescending(p => p.ReceivedAt).ThenByDescending(p => p.ReceiptNumber).Take(PageSize + 1)
            .Select(p => new { p.Id, p.ReceiptNumber, p.ReceivedAt, p.Method, p.AmountMinor, p.Currency, Reversed = db.Reversals.Any(r => r.PaymentId == p.Id) }).ToListAsync(ct);
        var rows = found.Take(PageSize)
            .Select(p => new OwnPayment(p.Id, p.ReceiptNumber, p.ReceivedAt, p.Method, new Money(p.AmountMinor, p.Currency), p.Reversed)).ToList();
        return new Page(rows, found.Count > PageSize ? rows[^1].Receipt : null, clock.Now, tenant.TimeZone);
    }
}
