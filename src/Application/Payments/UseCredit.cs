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
/// Uses a loan's credit to pay for another loan of the same customer. The same key again answers the first time; the same
/// key for something else is refused.
/// </summary>
[Allow(Permission.SpendCredit)]
public sealed class UseCredit(IPaymentsDb db, ILendingDb lending, ILedgerDb ledger, TenantClock clock, Caller caller)
{
    /// <summary>What is used.</summary>
    /// <param name="Loan">Whose credit.</param>
    /// <param name="ForLoan">The loan it pays.</param>
    /// <param name="Amount">How much, as written; null for as much as there is and is owed.</param>
    /// <param name="Reason">Why.</param>
    /// <param name="Key">One key per use, 1 to 100 characters.</param>
    public sealed record Command(LoanId Loan, LoanId ForLoan, string? Amount, string? Reason, string? Key);

    /// <summary>What was used.</summary>
    /// <param name="Payment">The payment it became.</param>
    /// <param name="Receipt">Its receipt number.</param>
    /// <param name="Amount">How much.</param>
    /// <param name="Credit">What credit is left.</param>
    /// <param name="Balance">What the other loan still owes.</param>
    /// <param name="Again">True when this key had done it before.</param>
    public sealed record Used(PaymentId Payment, string Receipt, Money Amount, Money Credit, Money Balance, bool Again);

    /// <summary>Uses it.</summary>
    /// <exception cref="Refusal">
    /// <c>payments.reason_needed</c>, <c>payments.idempotency_key_invalid</c>, <c>lending.loan_not_found</c>,
    /// <c>payments.not_same_customer</c>, <c>money.amount_invalid</c>, <c>payments.idempotency_key_reused</c>,
    /// <c>payments.wrong_currency</c>, <c>payments.loan_closed</c>, <c>payments.exceeds_balance</c>, <c>lending.credit_too_small</c>
    /// </exception>
    public async Task<Used> Handle(Command c, CancellationToken ct)
    {
        var reason = PaymentsRefusals.Reason(c.Reason);
        if (c.Key is not { Length: > 0 and <= 100 }) throw PaymentsRefusals.IdempotencyKeyInvalid();
        await db.TakeTurn("credit:" + c.Key, ct);
        if (c.Loan == c.ForLoan) throw PaymentsRefusals.NotSameCustomer();
        // The credit's loan first, as whoever takes such a payment back does.
        var from = await lending.LockLoan(c.Loan, ct) ?? throw LendingRefusals.LoanNotFound();
        var paying = await db.LockToPay(c.ForLoan, null, history: false, ct) ?? throw LendingRefusals.LoanNotFound();
        var loan = paying.Loan;
        var asked = c.Amount is null ? (Money?)null : Money.Parse(c.Amount, from.Currency, "amount");
        if (await db.CreditSpendings.AsNoTracking().SingleOrDefaultAsync(s => s.IdempotencyKey == c.Key, ct) is { } before)
            return await Again(before, from, loan, asked, ct);

        if (loan.CustomerId != from.CustomerId) throw PaymentsRefusals.NotSameCustomer();
        loan.CatchUp(clock.Today);
        var amount = asked ?? (loan.Currency == from.Currency ? Money.Min(from.Credit, loan.Balance) : from.Credit);
        if (asked is null && from.Credit.IsZero) throw LendingRefusals.CreditTooSmall(from.Credit);
        Payment.Check(loan, amount);
        var payment = await new Till(db, ledger, clock).Credit(from, paying, amount, reason, caller.ActorId, ct);
        db.CreditSpendings.Add(CreditSpending.Use(new CreditSpendingId(clock.NewId()), from, payment, reason, c.Key));
        return new Used(payment.Id, payment.ReceiptNumber, amount, from.Credit, loan.Balance, false);
    }

    private async Task<Used> Again(CreditSpending before, Loan from, Loan loan, Money? asked, CancellationToken ct)
    {
        var same = before.LoanId == from.Id && before.PaymentId is { } id && (asked is null || before.Amount == asked)
            && await db.Payments.AnyAsync(p => p.Id == id && p.LoanId == loan.Id, ct);
        return same
            ? new Used(before.PaymentId!.Value, before.ReceiptNumber, before.Amount, from.Credit, loan.Balance, true)
            : throw PaymentsRefusals.IdempotencyKeyReused();
    }
}
