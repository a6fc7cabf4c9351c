using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Identity;
using Paylatch.Application.Ledger;
using Paylatch.Application.Lending;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Payments;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Payments;

/// <summary>
/// Takes the cash of a payoff quote: the loan is paid off. Pressing twice with one key takes it once, and a quote is
/// paid once whatever the key.
/// </summary>
[Allow(Permission.RecordCash)]
public sealed class PayPayoffQuote(IPaymentsDb db, IRestructuringDb quotes, ILedgerDb ledger, TenantClock clock, Caller caller)
{
    /// <summary>Which.</summary>
    /// <param name="Quote">The quote.</param>
    /// <param name="Key">One key per payment, 1 to 100 characters.</param>
    public sealed record Command(PayoffQuoteId Quote, string? Key);

    /// <summary>Takes it.</summary>
    /// <exception cref="Refusal">
    /// <c>lending.payoff_quote_not_found</c>, <c>lending.payoff_quote_expired</c>, <c>lending.payoff_quote_paid</c>,
    /// <c>lending.payoff_quote_outdated</c>, <c>payments.exceeds_balance</c>, <c>payments.loan_closed</c>,
    /// <c>payments.idempotency_key_invalid</c>, <c>payments.idempotency_key_reused</c>
    /// </exception>
    public async Task<RecordCash.Recorded> Handle(Command c, CancellationToken ct)
    {
        if (c.Key is not { Length: >= 1 and <= 100 } key) throw PaymentsRefusals.IdempotencyKeyInvalid();
        var told = await quotes.PayoffQuotes.AsNoTracking().SingleOrDefaultAsync(q => q.Id == c.Quote, ct) ?? throw LendingRefusals.PayoffQuoteNotFound();
        var paying = await db.LockToPay(told.LoanId, key, history: false, ct) ?? throw LendingRefusals.LoanNotFound();
        var loan = paying.Loan;
        var quote = await quotes.PayoffQuotes.SingleAsync(q => q.Id == c.Quote, ct);
        if (paying.KeyUsed && await db.Payments.AsNoTracking().SingleAsync(p => p.IdempotencyKey == key, ct) is { } before)
            return before.Id == quote.PaymentId
                ? new RecordCash.Recorded(before.Id, before.ReceiptNumber, before.Amount, loan.Balance, true)
                : throw PaymentsRefusals.IdempotencyKeyReused();

        quote.RequireOpen(clock.Today, clock.Now);
        loan.CatchUp(clock.Today);
        Payment.Check(loan, quote.Amount);
        var payment = await new Till(db, ledger, clock).Cash(paying, quote.Amount, clock.Today, caller.ActorId, key, ct);
        if (loan.State != LoanState.PaidOff) throw LendingRefusals.PayoffQuoteOutdated();
        quote.PaidBy(payment.Id);
        return new RecordCash.Recorded(payment.Id, payment.ReceiptNumber, payment.Amount, loan.Balance, false);
    }
}
