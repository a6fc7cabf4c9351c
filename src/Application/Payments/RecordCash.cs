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
/// Records cash that was handed over, with its receipt. The same key again answers the first recording, so that a button
/// pressed twice records once; the same key for something else is refused.
/// </summary>
[Allow(Permission.RecordCash)]
public sealed class RecordCash(IPaymentsDb db, ILendingDb lending, ILedgerDb ledger, TenantClock clock, Caller caller)
{
    /// <summary>What was handed over.</summary>
    /// <param name="Loan">For which loan.</param>
    /// <param name="Amount">How much, as written: digits with a point, in <paramref name="Currency"/>.</param>
    /// <param name="Currency">The currency's code; null for the loan's own.</param>
    /// <param name="Key">One key per payment, 1 to 100 characters; null when there is no danger of recording twice.</param>
    public sealed record Command(LoanId Loan, string? Amount, string? Currency = null, string? Key = null);

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
    /// <c>payments.idempotency_key_invalid</c>, <c>payments.idempotency_key_reused</c>
    /// </exception>
    public async Task<Recorded> Handle(Command c, CancellationToken ct)
    {
        if (c.Key is { Length: 0 or > 100 }) throw PaymentsRefusals.IdempotencyKeyInvalid();
        if (c.Key is not null) await db.TakeTurn("key:" + c.Key, ct);
        var loan = await lending.LockLoan(c.Loan, ct) ?? throw LendingRefusals.LoanNotFound();
        var amount = Money.Parse(c.Amount, c.Currency is null ? loan.Currency : Currency.Of(c.Currency), "amount");
        if (c.Key is not null && await db.Payments.AsNoTracking().SingleOrDefaultAsync(p => p.IdempotencyKey == c.Key, ct) is { } before)
            return Again(before, loan, amount);

        loan.CatchUp(clock.Today);
        Payment.Check(loan, amount);
        var payment = await new Till(db, ledger, clock).Cash(loan, amount, caller.ActorId, c.Key, ct);
        return new Recorded(payment.Id, payment.ReceiptNumber, amount, loan.Balance, false);
    }

    private static Recorded Again(Payment before, Loan loan, Money amount) =>
        before.LoanId == loan.Id && before.Amount == amount && before.Method == PaymentMethod.Cash
            ? new Recorded(before.Id, before.ReceiptNumber, amount, loan.Balance, true)
            : throw PaymentsRefusals.IdempotencyKeyReused();
}
