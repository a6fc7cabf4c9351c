using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Identity;
using Paylatch.Application.Ledger;
using Paylatch.Application.Lending;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Ledger;
using Paylatch.Domain.Ledger.Events;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Payments;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Payments;

/// <summary>
/// Takes a payment back that does not count after all: its loan stands as if it had never been, and the device does not
/// lock at once. Card money that belongs to another loan waits among the unmatched; credit goes back to the loan it came
/// from; money of another currency is in that currency again. Again answers the same.
/// </summary>
[Allow(Permission.ReversePayments)]
public sealed class ReversePayment(IPaymentsDb db, ILendingDb lending, ILedgerDb ledger, IExchangeDb exchange, TenantClock clock, Caller caller, IEventLog log)
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
        var exchanged = await ExchangedPayment.Find(exchange, c.Payment, hold: true, ct);

        loan.ReversePayment(payment.Id, reversal.Reason, clock.Today);
        db.Reversals.Add(reversal);
        await ledger.Post(loan, clock, ct, exchanged is null
            ? await Destination(payment, c.Cause, source, reversal.Reason, ct)
            : await GiveBack(payment, exchanged, c.Cause, ct));
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

        return payment.Method == PaymentMethod.Cash ? Chart.Cash : CardMoney(payment, cause, payment.Amount, clock.Now);
    }

    // Out of the position, in its own currency; the loan gives what it had counted for back to the position. Money that can
    // be matched again counts at the rate of the moment it came, as it did the first time.
    private async Task<string> GiveBack(Payment payment, ExchangedPayment exchanged, ReversalCause cause, CancellationToken ct)
    {
        var to = CardMoney(payment, cause, exchanged.Back, payment.ReceivedAt);
        var posting = new Posting(new TransferId(clock.NewId()), clock.Now, clock.Today, payment.LoanId, payment.Id);
        var (foreign, own) = (await ledger.OpenBooks(exchanged.Back.Currency, clock, ct), await ledger.OpenBooks(exchanged.Counted.Currency, clock, ct));
        ledger.Transfers.Add(ExchangePostings.TakenBack(foreign, own, posting, exchanged.Back, to, exchanged.Gain));
        exchange.Moves.Add(exchanged.Undone(clock.NewId(), new(clock.Today, clock.Now, caller.ActorId, exchanged.Settled.Account, posting.Id, payment.Id)));
        log.Append(new ConversionTakenBack(payment.Id, payment.LoanId, exchanged.Back, exchanged.Counted, exchanged.Gain));
        return Chart.CurrencyPosition;
    }

    // Waits for its loan among the unmatched, or leaves the provider's account.
    private string CardMoney(Payment payment, ReversalCause cause, Money amount, DateTimeOffset came)
    {
        if (cause != ReversalCause.WrongLoan) return Clearing.Of(payment.Provider!);
        var reference = new ProviderReference(payment.Provider!, $"{payment.ProviderRef}/{payment.ReceiptNumber}");
        db.Unmatched.Add(UnmatchedPayment.Keep(new UnmatchedPaymentId(clock.NewId()), reference, amount, UnmatchedWhy.WrongLoan, came));
        return Chart.UnmatchedMoney;
    }

    private static Reversed Answer(Payment payment, Loan loan, ReversalCause cause, bool again) =>
        new(payment.Id, payment.ReceiptNumber, payment.Amount, loan.Id, loan.Balance, loan.LockOn, cause, again);
}
