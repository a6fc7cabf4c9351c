using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Identity;
using Paylatch.Application.Lending;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Payments;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Payments;

/// <summary>Payments received, newest first, a page at a time, with their count and sum.</summary>
[Allow(Permission.ViewPortfolio)]
public sealed class ListPayments(IPaymentsDb db, ILendingDb lending, TenantInfo tenant, TenantClock clock)
{
    private const int Most = 200;

    /// <summary>Which payments.</summary>
    /// <param name="Method">Only those that came so; null for all.</param>
    /// <param name="From">Received on this day or later, in the tenant's zone.</param>
    /// <param name="To">Received on this day or earlier.</param>
    /// <param name="Loan">Only those of a loan.</param>
    /// <param name="Text">Part of a receipt number, provider's reference, contract number, name or phone number; under two characters for all.</param>
    /// <param name="After">Where the page before ended.</param>
    /// <param name="Limit">At most so many, 200 at the most.</param>
    /// <param name="WithoutDeposits">Only money collected on loans; deposits are the sale's, and where credit was used none came.</param>
    public sealed record Query(
        PaymentMethod? Method = null, DateOnly? From = null, DateOnly? To = null, LoanId? Loan = null, string? Text = null,
        Cursor? After = null, int Limit = 50, bool WithoutDeposits = false);

    /// <summary>Where a page ended.</summary>
    /// <param name="At">When its last payment came.</param>
    /// <param name="Receipt">Its receipt number.</param>
    public sealed record Cursor(DateTimeOffset At, string Receipt);

    /// <summary>A payment.</summary>
    /// <param name="Id">The payment.</param>
    /// <param name="Receipt">Its receipt number.</param>
    /// <param name="At">When it came.</param>
    /// <param name="Method">How.</param>
    /// <param name="Amount">All of it.</param>
    /// <param name="Credited">What of it was too much.</param>
    /// <param name="Loan">The loan.</param>
    /// <param name="LoanNumber">The contract number.</param>
    /// <param name="Customer">The customer's name.</param>
    /// <param name="Phone">The phone number, masked.</param>
    /// <param name="ProviderRef">The provider's reference; null for cash.</param>
    /// <param name="PaidOn">The earlier day from which it counts, if one.</param>
    /// <param name="ReversedAt">When it was taken back; null while it counts.</param>
    public sealed record Row(
        PaymentId Id, string Receipt, DateTimeOffset At, PaymentMethod Method, Money Amount, Money Credited, LoanId Loan,
        string LoanNumber, string Customer, string Phone, string? ProviderRef, DateOnly? PaidOn, DateTimeOffset? ReversedAt);

    /// <summary>A page of payments.</summary>
    /// <param name="Rows">The payments.</param>
    /// <param name="Next">Where the next page begins; null on the last.</param>
    /// <param name="Count">How many the query chooses.</param>
    /// <param name="Sum">The money of them together: without what was taken back, and without credit used, which is no money.</param>
    /// <param name="Unmatched">How much unmatched money waits, in number of payments.</param>
    /// <param name="Now">The tenant's present.</param>
    /// <param name="Zone">The tenant's zone.</param>
    public sealed record Page(
        IReadOnlyList<Row> Rows, Cursor? Next, int Count, Money Sum, int Unmatched, DateTimeOffset Now, TimeZoneInfo Zone);

    /// <summary>The page.</summary>
    public async Task<Page> Handle(Query q, CancellationToken ct)
    {
        var chosen = db.Chosen(lending, clock, q);
        var count = await chosen.CountAsync(ct);
        var sum = await chosen.Where(p => p.Method != PaymentMethod.Credit && !db.Reversals.Any(r => r.PaymentId == p.Id)).SumAsync(p => p.AmountMinor, ct);
        var (rows, next) = await chosen.ReadRows(db, lending, q.After, Math.Clamp(q.Limit, 1, Most), ct);
        var waiting = await db.Unmatched.CountAsync(u => u.SettledAt == null, ct);
        return new Page(rows, next, count, new Money(sum, tenant.Currency), waiting, clock.Now, tenant.TimeZone);
    }
}
