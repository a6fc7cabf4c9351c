using Paylatch.Application.Identity;
using Paylatch.Application.Ledger;
using Paylatch.Application.Lending;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Payments;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Payments;

/// <summary>Gives unmatched money to the loan it belongs to, with a reason; what the loan does not need becomes credit.</summary>
[Allow(Permission.SettleUnmatched)]
public sealed class SettleUnmatched(IPaymentsDb db, ILendingDb lending, ILedgerDb ledger, TenantClock clock, Caller caller)
{
    /// <summary>The decision.</summary>
    /// <param name="Money">The unmatched money.</param>
    /// <param name="Loan">The loan it is given to.</param>
    /// <param name="Reason">Why to this one.</param>
    public sealed record Command(UnmatchedPaymentId Money, LoanId Loan, string? Reason);

    /// <summary>The payment it became.</summary>
    /// <param name="Payment">The payment.</param>
    /// <param name="Receipt">Its receipt number.</param>
    /// <param name="Amount">How much.</param>
    /// <param name="Credited">What of it was too much.</param>
    public sealed record Settled(PaymentId Payment, string Receipt, Money Amount, Money Credited);

    /// <summary>Settles it.</summary>
    /// <exception cref="Refusal">
    /// <c>payments.reason_needed</c>, <c>lending.loan_not_found</c>, <c>payments.unmatched_not_found</c>,
    /// <c>payments.already_settled</c>, <c>payments.wrong_currency</c>, <c>payments.loan_closed</c>
    /// </exception>
    public async Task<Settled> Handle(Command c, CancellationToken ct)
    {
        var reason = PaymentsRefusals.Reason(c.Reason);
        var loan = await lending.LockLoan(c.Loan, ct) ?? throw LendingRefusals.LoanNotFound();
        var money = await db.LockUnmatched(c.Money, ct) ?? throw PaymentsRefusals.UnmatchedNotFound();
        if (money.SettledAt is not null) throw PaymentsRefusals.AlreadySettled();
        if (money.Currency != loan.Currency) throw PaymentsRefusals.WrongCurrency(loan.Currency);
        if (loan.State == LoanState.PaidOff) throw PaymentsRefusals.LoanClosed();

        var payment = await new Till(db, ledger, clock).Matched(loan, money, caller.ActorId, ct);
        money.Settle(payment.Id, loan.Id, clock.Now, reason);
        return new Settled(payment.Id, payment.ReceiptNumber, payment.Amount, payment.Credited);
    }
}
