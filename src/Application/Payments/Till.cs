using Paylatch.Application.Ledger;
using Paylatch.Application.Lending;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Ledger;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Payments;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Payments;

/// <summary>
/// What every way of taking money for a loan does alike, in the use case's own transaction: allocate it, keep the payment
/// and post it to the ledger. The loan is locked before it comes here.
/// </summary>
internal sealed class Till(IPaymentsDb db, ILedgerDb ledger, TenantClock clock)
{
    /// <summary>Takes cash.</summary>
    public async Task<Payment> Cash(Loan loan, Money amount, string by, string? key, CancellationToken ct)
    {
        var id = new PaymentId(clock.NewId());
        var applied = loan.ApplyPayment(id, amount, clock.Today);
        var payment = Payment.Cash(id, loan, amount, applied, await Receipt(clock.Now, by, key, ct));
        await Keep(payment, loan, Chart.Cash, ct);
        return payment;
    }

    /// <summary>Takes what came by card; what the loan does not need becomes the customer's credit.</summary>
    public async Task<Payment> Card(Loan loan, Money amount, ProviderReference reference, CancellationToken ct)
    {
        var id = new PaymentId(clock.NewId());
        var applied = loan.ApplyPayment(id, amount, clock.Today);
        var payment = Payment.Card(id, loan, amount, applied, await Receipt(clock.Now, reference.Provider, null, ct), reference);
        await Keep(payment, loan, Chart.CardClearing, ct);
        return payment;
    }

    /// <summary>Takes money out of the unmatched account, or the position it was exchanged over; the receipt says when it really came.</summary>
    public async Task<Payment> Matched(Loan loan, UnmatchedPayment money, Money amount, string from, string by, CancellationToken ct)
    {
        var id = new PaymentId(clock.NewId());
        var applied = loan.ApplyPayment(id, amount, clock.Today);
        var payment = Payment.Card(id, loan, amount, applied, await Receipt(money.ReceivedAt, by, null, ct), money.Reference);
        await Keep(payment, loan, from, ct, TransferKind.UnmatchedSettled);
        return payment;
    }

    /// <summary>Keeps money aside that no loan can be given.</summary>
    public async Task<UnmatchedPayment> Aside(ProviderReference reference, Money amount, string why, LoanId? meantFor, CancellationToken ct)
    {
        var kept = UnmatchedPayment.Keep(new UnmatchedPaymentId(clock.NewId()), reference, amount, why, clock.Now, meantFor);
        db.Unmatched.Add(kept);
        var books = await ledger.OpenBooks(amount.Currency, clock, ct);
        ledger.Transfers.Add(Postings.MoneyUnmatched(books, new Posting(new TransferId(clock.NewId()), clock.Now, clock.Today), amount));
        return kept;
    }

    private async Task<Receipt> Receipt(DateTimeOffset at, string by, string? key, CancellationToken ct) =>
        new(await db.NextReceipt(ct), at, by, key);

    private async Task Keep(Payment payment, Loan loan, string from, CancellationToken ct, TransferKind? kind = null)
    {
        db.Payments.Add(payment);
        await ledger.Post(loan, clock, ct, from, kind);
    }
}
