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
    /// <summary>Where credit passes through on its way from one loan to another.</summary>
    public const string InTransit = Chart.UnmatchedMoney;

    /// <summary>Takes cash that was handed over on a day; a loan whose past it changes comes with all its transactions.</summary>
    public async Task<Payment> Cash(PayingLoan paying, Money amount, DateOnly on, string by, string? key, CancellationToken ct)
    {
        var (id, today, loan) = (new PaymentId(clock.NewId()), clock.Today, paying.Loan);
        var applied = on == today ? await Give(paying, id, amount, ct) : loan.ApplyPayment(id, amount, on, today);
        var receipt = new Receipt(paying.Receipt, clock.Now, by, key, on == today ? null : on);
        var payment = Payment.Cash(id, loan, amount, applied, receipt);
        await Keep(payment, loan, Chart.Cash, ct);
        return payment;
    }

    /// <summary>
    /// Takes credit of the same customer's other loan. It passes through the account of money on its way to a loan, in and
    /// out within one transaction, so that each loan's own account of credit stays true.
    /// </summary>
    public async Task<Payment> Credit(Loan from, PayingLoan paying, Money amount, string reason, string by, CancellationToken ct)
    {
        var id = new PaymentId(clock.NewId());
        from.TakeCredit(amount, LoanTransactionKind.CreditUse, reason, clock.Today, id);
        await ledger.Post(from, clock, ct, InTransit);
        var applied = await Give(paying, id, amount, ct);
        var payment = Payment.OfCredit(id, paying.Loan, amount, applied, new Receipt(paying.Receipt, clock.Now, by));
        await Keep(payment, paying.Loan, InTransit, ct);
        return payment;
    }

    /// <summary>Takes what came by card; what the loan does not need becomes the customer's credit.</summary>
    public async Task<Payment> Card(PayingLoan paying, Money amount, ProviderReference reference, CancellationToken ct)
    {
        var id = new PaymentId(clock.NewId());
        var applied = await Give(paying, id, amount, ct);
        var payment = Payment.Card(id, paying.Loan, amount, applied, new Receipt(paying.Receipt, clock.Now, reference.Provider), reference);
        await Keep(payment, paying.Loan, Clearing.Of(reference.Provider), ct);
        return payment;
    }

    /// <summary>Takes money out of the unmatched account, or the position it was exchanged over; the receipt says when it really came.</summary>
    public async Task<Payment> Matched(PayingLoan paying, UnmatchedPayment money, Money amount, string from, string by, CancellationToken ct)
    {
        var id = new PaymentId(clock.NewId());
        var applied = await Give(paying, id, amount, ct);
        var payment = Payment.Card(id, paying.Loan, amount, applied, new Receipt(paying.Receipt, money.ReceivedAt, by), money.Reference);
        await Keep(payment, paying.Loan, from, ct, TransferKind.UnmatchedSettled);
        return payment;
    }

    /// <summary>Keeps money aside that no loan can be given.</summary>
    public async Task<UnmatchedPayment> Aside(ProviderReference reference, Money amount, string why, LoanId? meantFor, CancellationToken ct)
    {
        var kept = UnmatchedPayment.Keep(new UnmatchedPaymentId(clock.NewId()), reference, amount, why, clock.Now, meantFor);
        db.Unmatched.Add(kept);
        var books = await ledger.OpenBooks(amount.Currency, clock, ct);
        ledger.Transfers.Add(Postings.MoneyUnmatched(books, new Posting(new TransferId(clock.NewId()), clock.Now, clock.Today), Clearing.Of(reference.Provider), amount));
        return kept;
    }

    // Whoever pays what a quote asks while it holds pays the loan off.
    private async Task<AppliedPayment> Give(PayingLoan paying, PaymentId id, Money amount, CancellationToken ct)
    {
        var loan = paying.Loan;
        if (!paying.Quoted || await db.QuotePaidBy(loan.Id, amount, clock.Today, clock.Now, ct) is not { } quote) return loan.ApplyPayment(id, amount, clock.Today);
        var applied = loan.PayOff(id, amount, clock.Today);
        if (loan.State == LoanState.PaidOff) quote.PaidBy(id);
        return applied;
    }

    private async Task Keep(Payment payment, Loan loan, string from, CancellationToken ct, TransferKind? kind = null)
    {
        db.Payments.Add(payment);
        await ledger.Post(loan, clock, ct, from, kind);
    }
}
