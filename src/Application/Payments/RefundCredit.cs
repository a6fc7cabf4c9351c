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
/// Hands a loan's credit back in cash, with a receipt number. The same key again answers the first time; the same key for
/// something else is refused.
/// </summary>
[Allow(Permission.SpendCredit)]
public sealed class RefundCredit(IPaymentsDb db, ILendingDb lending, ILedgerDb ledger, TenantClock clock, Caller caller)
{
    /// <summary>What is handed back.</summary>
    /// <param name="Loan">Whose credit.</param>
    /// <param name="Amount">How much, as written; null for all of it.</param>
    /// <param name="Reason">Why.</param>
    /// <param name="Key">One key per refund, 1 to 100 characters.</param>
    public sealed record Command(LoanId Loan, string? Amount, string? Reason, string? Key);

    /// <summary>What was handed back.</summary>
    /// <param name="Receipt">Its receipt number.</param>
    /// <param name="Amount">How much.</param>
    /// <param name="Credit">What credit is left on the loan.</param>
    /// <param name="Again">True when this key had done it before.</param>
    public sealed record Refunded(string Receipt, Money Amount, Money Credit, bool Again);

    /// <summary>Hands it back.</summary>
    /// <exception cref="Refusal">
    /// <c>payments.reason_needed</c>, <c>payments.idempotency_key_invalid</c>, <c>lending.loan_not_found</c>,
    /// <c>money.amount_invalid</c>, <c>payments.idempotency_key_reused</c>, <c>lending.credit_too_small</c>
    /// </exception>
    public async Task<Refunded> Handle(Command c, CancellationToken ct)
    {
        var reason = PaymentsRefusals.Reason(c.Reason);
        if (c.Key is not { Length: > 0 and <= 100 }) throw PaymentsRefusals.IdempotencyKeyInvalid();
        await db.TakeTurn("credit:" + c.Key, ct);
        var loan = await lending.LockLoan(c.Loan, ct) ?? throw LendingRefusals.LoanNotFound();
        var asked = c.Amount is null ? (Money?)null : Money.Parse(c.Amount, loan.Currency, "amount");
        if (await db.CreditSpendings.AsNoTracking().SingleOrDefaultAsync(s => s.IdempotencyKey == c.Key, ct) is { } before)
        {
            var same = before.LoanId == loan.Id && before.PaymentId is null && (asked is null || before.Amount == asked);
            return same ? new Refunded(before.ReceiptNumber, before.Amount, loan.Credit, true) : throw PaymentsRefusals.IdempotencyKeyReused();
        }

        var amount = asked ?? loan.Credit;
        loan.TakeCredit(amount, LoanTransactionKind.CreditRefund, reason, clock.Today);
        var receipt = new Receipt(await db.NextReceipt(ct), clock.Now, caller.ActorId, c.Key);
        db.CreditSpendings.Add(CreditSpending.Refund(new CreditSpendingId(clock.NewId()), loan, amount, receipt, reason));
        await ledger.Post(loan, clock, ct, Chart.Cash);
        return new Refunded(receipt.Number, amount, loan.Credit, false);
    }
}
