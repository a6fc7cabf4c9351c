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
    public sealed record Query(
        PaymentMethod? Method = null, DateOnly? From = null, DateOnly? To = null, LoanId? Loan = null, string? Text = null,
        Cursor? After = null, int Limit = 50);

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
    public sealed record Row(
        PaymentId Id, string Receipt, DateTimeOffset At, PaymentMethod Method, Money Amount, Money Credited, LoanId Loan,
        string LoanNumber, string Customer, string Phone, string? ProviderRef);

    /// <summary>A page of payments.</summary>
    /// <param name="Rows">The payments.</param>
    /// <param name="Next">Where the next page begins; null on the last.</param>
    /// <param name="Count">How many the query chooses.</param>
    /// <param name="Sum">What they are together.</param>
    /// <param name="Unmatched">How much unmatched money waits, in number of payments.</param>
    /// <param name="Now">The tenant's present.</param>
    /// <param name="Zone">The tenant's zone.</param>
    public sealed record Page(
        IReadOnlyList<Row> Rows, Cursor? Next, int Count, Money Sum, int Unmatched, DateTimeOffset Now, TimeZoneInfo Zone);

    /// <summary>The page.</summary>
    public async Task<Page> Handle(Query q, CancellationToken ct)
    {
        var chosen = Chosen(q);
        var sums = await chosen.GroupBy(p => 1).Select(g => new { Count = g.Count(), Sum = g.Sum(p => p.AmountMinor) }).SingleOrDefaultAsync(ct);
        var limit = Math.Clamp(q.Limit, 1, Most);
        var found = await Rows(After(chosen, q.After)).Take(limit + 1).ToListAsync(ct);
        var rows = found.Take(limit).Select(p => new Row(
            p.Id, p.Receipt, p.At, p.Method, new Money(p.Amount, p.Currency), new Money(p.Credited, p.Currency), p.Loan,
            p.LoanNumber, p.Customer, Masked.Phone(p.Phone), p.ProviderRef)).ToList();
        var next = found.Count > limit ? new Cursor(rows[^1].At, rows[^1].Receipt) : null;
        var waiting = await db.Unmatched.CountAsync(u => u.SettledAt == null, ct);
        return new Page(rows, next, sums?.Count ?? 0, new Money(sums?.Sum ?? 0, tenant.Currency), waiting, clock.Now, tenant.TimeZone);
    }

    private IQueryable<Payment> Chosen(Query q)
    {
        var payments = db.Payments.AsNoTracking();
        if (q.Method is { } method) payments = payments.Where(p => p.Method == method);
        if (q.Loan is { } loan) payments = payments.Where(p => p.LoanId == loan);
        if (q.From is { } from)
        {
            var begin = clock.StartOf(from);
            payments = payments.Where(p => p.ReceivedAt >= begin);
        }

        if (q.To is { } to && to < DateOnly.MaxValue)
        {
            var end = clock.StartOf(to.AddDays(1));
            payments = payments.Where(p => p.ReceivedAt < end);
        }

        return Matching(payments, q.Text);
    }

#pragma warning disable CA1304, CA1309, CA1311, CA1862 // These become SQL: lower(), like and comparison in the database's one locale.
    private IQueryable<Payment> Matching(IQueryable<Payment> payments, string? text)
    {
        if (string.IsNullOrWhiteSpace(text) || text.Trim().Length < 2) return payments;
        var search = SearchText.Of(text);
        var (lower, upper, exact) = (search.Lower, search.Lower.ToUpperInvariant(), text.Trim());
        return payments.Where(p =>
            p.ReceiptNumber.Contains(upper)
            || p.ProviderRef == exact
            || lending.Loans.Any(l => l.Id == p.LoanId && l.Number.Contains(upper))
            || lending.Customers.Any(c => c.Id == p.CustomerId
                && (c.Name.ToLower().Contains(lower) || (search.Digits != null && c.Phone.Contains(search.Digits)))));
    }

    private static IQueryable<Payment> After(IQueryable<Payment> payments, Cursor? after) =>
        after is null
            ? payments
            : payments.Where(p => p.ReceivedAt < after.At || (p.ReceivedAt == after.At && string.Compare(p.ReceiptNumber, after.Receipt) < 0));
#pragma warning restore CA1304, CA1309, CA1311, CA1862

    private IQueryable<Found> Rows(IQueryable<Payment> payments) =>
        from payment in payments
        join loan in lending.Loans on payment.LoanId equals loan.Id
        join customer in lending.Customers on payment.CustomerId equals customer.Id
        orderby payment.ReceivedAt descending, payment.ReceiptNumber descending
        select new Found(
            payment.Id, payment.ReceiptNumber, payment.ReceivedAt, payment.Method, payment.AmountMinor, payment.CreditedMinor,
            payment.Currency, payment.LoanId, loan.Number, customer.Name, customer.Phone, payment.ProviderRef);

    private sealed record Found(
        PaymentId Id, string Receipt, DateTimeOffset At, PaymentMethod Method, long Amount, long Credited, Currency Currency,
        LoanId Loan, string LoanNumber, string Customer, string Phone, string? ProviderRef);
}
