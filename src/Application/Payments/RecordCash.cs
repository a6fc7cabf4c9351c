using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Identity;
using Paylatch.Application.Ledger;
using Paylatch.Application.Lending;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Ledger;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Payments;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Payments;

/// <summary>
/// Records cash that was handed over, with its receipt. The same key again answers the first recording, so that a button
/// pressed twice records once; the same key for something else is refused.
/// </summary>
[Allow(Permission.RecordCash)]
public sealed class RecordCash(IPaymentsDb db, ILedgerDb ledger, TenantClock clock, Caller caller)
{
    /// <summary>What was handed over.</summary>
    /// <param name="Loan">For which loan.</param>
    /// <param name="Amount">How much, as written: digits with a point, in <paramref name="Currency"/>.</param>
    /// <param name="Currency">The currency's code; null for the loan's own.</param>
    /// <param name="Key">One key per payment, 1 to 100 characters; null when there is no danger of recording twice.</param>
    /// <param name="PaidOn">The day it was handed over, when that was earlier; the loan is reckoned as if it had been recorded then.</param>
    public sealed record Command(LoanId Loan, string? Amount, string? Currency = null, string? Key = null, DateOnly? PaidOn = null);

    /// <summary>The recorded payment.</summary>
    /// <param name="Payment">The payment.</param>
    /// <param name="Receipt">Its receipt number.</param>
    /// <param name="Amount">How much.</param>
    /// <param name="Balance">What is still owed.</param>
    /// <param name="Again">True when this key had recorded it before.</param>
    public sealed record Recorded(PaymentId Payment, string Receipt, Money Amount, Money Balance, bool Again);

    /// <summary>Records it.</summary>
    /// <exception cref="Refusal">
    /// <c>lending.loan_not_found</c>, <c>money.amount_invalid</c>, <c>money.currency_unknown</c>, <c>payments.wrong_currency</c>,
    /// <c>payments.amount_not_positive</c>, <c>payments.exceeds_balance</c>, <c>payments.loan_closed</c>,
    /// <c>payments.idempotency_key_invalid</c>, <c>payments.idempotency_key_reused</c>, <c>lending.paid_in_future</c>,
    /// <c>lending.paid_before_booking</c>, <c>ledger.period_closed</c>
    /// </exception>
    public async Task<Recorded> Handle(Command c, CancellationToken ct)
    {
        if (c.Key is { Length: 0 or > 100 }) throw PaymentsRefusals.IdempotencyKeyInvalid();
        var (today, on) = (clock.Today, c.PaidOn ?? clock.Today);
        var paying = await db.LockToPay(c.Loan, c.Key, history: on < today, ct) ?? throw LendingRefusals.LoanNotFound();
        var loan = paying.Loan;
        var amount = Money.Parse(c.Amount, c.Currency is null ? loan.Currency : Currency.Of(c.Currency), "amount");
        if (paying.KeyUsed) return Again(await db.Payments.AsNoTracking().SingleAsync(p => p.IdempotencyKey == c.Key, ct), loan, amount, c.PaidOn);

        if (on > today) throw LendingRefusals.PaidInFuture();
        if (on < today && await ledger.ClosedThrough(ct) is { } closed && on <= closed) throw LedgerRefusals.PeriodClosed(closed);
        loan.CatchUp(today);
        Payment.Check(loan, amount);
        var payment = await new Till(db, ledger, clock).Cash(paying, amount, on, caller.ActorId, c.Key, ct);
        return new Recorded(payment.Id, payment.ReceiptNumber, amount, loan.Balance, false);
    }

    // Sent without a day and again after midnight, it is the same: the day of a recording counts as said.
    private Recorded Again(Payment before, Loan loan, Money amount, DateOnly? on) =>
        before.LoanId == loan.Id && before.Amount == amount && before.Method == PaymentMethod.Cash
            && (on is null ? before.PaidOn is null : on == (before.PaidOn ?? clock.DateOf(before.ReceivedAt)))
            ? new Recorded(before.Id, before.ReceiptNumber, amount, loan.Balance, true)
            : throw PaymentsRefusals.IdempotencyKeyReused();
}
