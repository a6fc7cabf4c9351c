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
/// Takes a payment back that does not count after all: its loan stands as if it had never been, and the device does not
/// lock at once. Card money that belongs to another loan waits among the unmatched; credit goes back to the loan it came
/// from. Again answers the same.
/// </summary>
[Allow(Permission.ReversePayments)]
public sealed class ReversePayment(IPaymentsDb db, ILendingDb lending, ILedgerDb ledger, IExchangeDb exchange, TenantClock clock, Caller caller)
{
    /// <summary>The decision.</summary>
    /// <param name="Payment">The payment.</param>
    /// <param name="Cause">Where its money is.</param>
    /// <param name="Reason">Why, in the words of who decides.</param>
    public sealed record Command(PaymentId Payment, ReversalCause Cause, string? Reason);

    /// <summary>The payment taken back.</summary>
    /// <param name="Payment">The payment.</param>
    /// <param name="Receipt">Its receipt number.</param>
    /// <param name="Amount">How much.</param>
    /// <param name="Loan">The loan.</param>
    /// <param name="Balance">What the loan owes now.</param>
    /// <param name="LockOn">From when the device locks at the earliest; null when nothing is owed.</param>
    /// <param name="Cause">Where its money is, as decided first.</param>
    /// <param name="Again">True when it had been taken back before.</param>
    public sealed record Reversed(
        PaymentId Payment, string Receipt, Money Amount, LoanId Loan, Money Balance, DateOnly? LockOn, ReversalCause Cause, bool Again);

    /// <summary>Takes it back.</summary>
    /// <exception cref="Refusal">
    /// <c>payments.reason_needed</c>, <c>payments.cause_unknown</c>, <c>payments.not_found</c>,
    /// <c>payments.reversal_of_exchanged</c>, <c>lending.payment_not_of_loan</c> (a deposit), <c>lending.credit_spent</c>
    /// </exception>
    public async Task<Reversed> Handle(Command c, CancellationToken ct)
    {
        var reversal = PaymentReversal.Of(c.Payment, c.Cause, c.Reason, clock.Now, caller.ActorId);
        var payment = await db.Payments.AsNoTracking().SingleOrDefaultAsync(p => p.Id == c.Payment, ct) ?? throw PaymentsRefusals.NotFound();
        var source = await Source(payment, ct);
        var loan = await lending.LockLoanWithHistory(payment.LoanId, ct) ?? throw LendingRefusals.LoanNotFound();
        var before = await db.Reversals.AsNoTracking().SingleOrDefaultAsync(r => r.PaymentId == c.Payment, ct);
        if (before is not null) return Answer(payment, loan, before.Cause, true);
        if (await exchange.Moves.AnyAsync(m => m.PaymentId == c.Payment, ct)) throw PaymentsRefusals.ReversalOfExchanged();

        loan.ReversePayment(payment.Id, reversal.Reason, clock.Today);
        db.Reversals.Add(reversal);
        await ledger.Post(loan, clock, ct, await Destination(payment, c.Cause, source, reversal.Reason, ct));
        return Answer(payment, loan, c.Cause, false);
    }

    // The loan whose credit the payment was, locked first: the credit's loan always comes before the one it pays.
    private async Task<Loan?> Source(Payment payment, CancellationToken ct)
    {
        if (payment.Method != PaymentMethod.Credit) return null;
        var of = await db.CreditSpendings.Where(s => s.PaymentId == payment.Id).Select(s => s.LoanId).SingleAsync(ct);
        return await lending.LockLoanWithHistory(of, ct);
    }

    // Cash of another loan stays in the drawer only once it is recorded there, so here it leaves it as well.
    private async Task<string> Destination(Payment payment, ReversalCause cause, Loan? source, string reason, CancellationToken ct)
    {
        if (source is not null)
        {
            source.ReturnCredit(payment.Id, reason, clock.Today);
            await ledger.Post(source, clock, ct, Till.InTransit);
            return Till.InTransit;
        }

        if (payment.Method == PaymentMethod.Cash) return Chart.Cash;
        if (cause != ReversalCause.WrongLoan) return Clearing.Of(payment.Provider!);
        var reference = new ProviderReference(payment.Provider!, $"{payment.ProviderRef}/{payment.ReceiptNumber}");
        db.Unmatched.Add(UnmatchedPayment.Keep(new UnmatchedPaymentId(clock.NewId()), reference, payment.Amount, UnmatchedWhy.WrongLoan, clock.Now));
        return Chart.UnmatchedMoney;
    }

    private static Reversed Answer(Payment payment, Loan loan, ReversalCause cause, bool again) =>
        new(payment.Id, payment.ReceiptNumber, payment.Amount, loan.Id, loan.Balance, loan.LockOn, cause, again);
}
