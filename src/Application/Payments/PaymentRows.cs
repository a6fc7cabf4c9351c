using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Lending;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Payments;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Payments;

/// <summary>How the list of payments and its export choose and read the same rows.</summary>
internal static class PaymentRows
{
    /// <summary>The payments a query chooses.</summary>
    public static IQueryable<Payment> Chosen(this IPaymentsDb db, ILendingDb lending, TenantClock clock, ListPayments.Query q)
    {
        var payments = db.Payments.AsNoTracking();
        if (q.Method is { } method) payments = payments.Where(p => p.Method == method);
        if (q.WithoutDeposits) payments = payments.Where(p => p.Method != PaymentMethod.Deposit && p.Method != PaymentMethod.Credit);
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

        return Matching(payments, lending, q.Text);
    }

    /// <summary>Reads them newest first, from where a page ended.</summary>
    /// <returns>At most so many rows, and where the next page begins; null on the last.</returns>
    public static async Task<(IReadOnlyList<ListPayments.Row> Rows, ListPayments.Cursor? Next)> ReadRows(
        this IQueryable<Payment> chosen, IPaymentsDb db, ILendingDb lending, ListPayments.Cursor? after, int limit, CancellationToken ct)
    {
        var found = await Joined(After(chosen, after), db, lending).Take(limit + 1).ToListAsync(ct);
        var rows = found.Take(limit).Select(p => new ListPayments.Row(
            p.Id, p.Receipt, p.At, p.Method, new Money(p.Amount, p.Currency), new Money(p.Credited, p.Currency), p.Loan,
            p.LoanNumber, p.Customer, Masked.Phone(p.Phone), p.ProviderRef, p.PaidOn, p.ReversedAt)).ToList();
        return (rows, found.Count > limit ? new ListPayments.Cursor(rows[^1].At, rows[^1].Receipt) : null);
    }

#pragma warning disable CA1304, CA1309, CA1311, CA1862 // These become SQL: lower(), like and comparison in the database's one locale.
    private static IQueryable<Payment> Matching(IQueryable<Payment> payments, ILendingDb lending, string? text)
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

    private static IQueryable<Payment> After(IQueryable<Payment> payments, ListPayments.Cursor? after) =>
        after is null
            ? payments
            : payments.Where(p => p.ReceivedAt < after.At || (p.ReceivedAt == after.At && string.Compare(p.ReceiptNumber, after.Receipt) < 0));
#pragma warning restore CA1304, CA1309, CA1311, CA1862

    private static IQueryable<Found> Joined(IQueryable<Payment> payments, IPaymentsDb db, ILendingDb lending) =>
        from payment in payments
        join loan in lending.Loans on payment.LoanId equals loan.Id
        join customer in lending.Customers on payment.CustomerId equals customer.Id
        orderby payment.ReceivedAt descending, payment.ReceiptNumber descending
        select new Found(
            payment.Id, payment.ReceiptNumber, payment.ReceivedAt, payment.Method, payment.AmountMinor, payment.CreditedMinor,
            payment.Currency, payment.LoanId, loan.Number, customer.Name, customer.Phone, payment.ProviderRef, payment.PaidOn,
            db.Reversals.Where(r => r.PaymentId == payment.Id).Select(r => (DateTimeOffset?)r.ReversedAt).FirstOrDefault());

    private sealed record Found(
        PaymentId Id, string Receipt, DateTimeOffset At, PaymentMethod Method, long Amount, long Credited, Currency Currency,
        LoanId Loan, string LoanNumber, string Customer, string Phone, string? ProviderRef, DateOnly? PaidOn, DateTimeOffset? ReversedAt);
}
