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
/// Gives unmatched money to the loan it belongs to, with a reason; what the loan does not need becomes credit. Money of
/// another currency counts at the rate of the moment it came, once the person has seen what that comes to.
/// </summary>
[Allow(Permission.SettleUnmatched)]
public sealed class SettleUnmatched(IPaymentsDb db, ILedgerDb ledger, IExchangeDb exchange, TenantClock clock, Caller caller, IEventLog log)
{
    /// <summary>The decision.</summary>
    /// <param name="Money">The unmatched money.</param>
    /// <param name="Loan">The loan it is given to.</param>
    /// <param name="Reason">Why to this one.</param>
    /// <param name="Counts">What it counts for in the loan's currency, as <see cref="QuoteSettlement"/> said; null when it is in that currency.</param>
    public sealed record Command(UnmatchedPaymentId Money, LoanId Loan, string? Reason, Money? Counts = null);

    /// <summary>The payment it became.</summary>
    /// <param name="Payment">The payment.</param>
    /// <param name="Receipt">Its receipt number.</param>
    /// <param name="Amount">How much.</param>
    /// <param name="Credited">What of it was too much.</param>
    public sealed record Settled(PaymentId Payment, string Receipt, Money Amount, Money Credited);

    /// <summary>Settles it.</summary>
    /// <exception cref="Refusal">
    /// <c>payments.reason_needed</c>, <c>lending.loan_not_found</c>, <c>payments.unmatched_not_found</c>,
    /// <c>payments.already_settled</c>, <c>payments.wrong_currency</c>, <c>payments.loan_closed</c>, <c>payments.rate_moved</c>,
    /// <c>ledger.rate_missing</c>, <c>ledger.rate_too_old</c>, <c>ledger.converted_too_large</c>, <c>ledger.converted_to_nothing</c>
    /// </exception>
    public async Task<Settled> Handle(Command c, CancellationToken ct)
    {
        var reason = PaymentsRefusals.Reason(c.Reason);
        var paying = await db.LockToPay(c.Loan, null, history: false, ct) ?? throw LendingRefusals.LoanNotFound();
        var loan = paying.Loan;
        var money = await db.LockUnmatched(c.Money, ct) ?? throw PaymentsRefusals.UnmatchedNotFound();
        if (money.SettledAt is not null) throw PaymentsRefusals.AlreadySettled();
        if (money.Currency != loan.Currency && c.Counts is null) throw PaymentsRefusals.WrongCurrency(loan.Currency);
        if (loan.State == LoanState.PaidOff) throw PaymentsRefusals.LoanClosed();

        var payment = money.Currency == loan.Currency
            ? await new Till(db, ledger, clock).Matched(paying, money, money.Amount, Chart.UnmatchedMoney, caller.ActorId, ct)
            : await Converted(paying, money, c.Counts!.Value, ct);
        money.Settle(payment.Id, loan.Id, clock.Now, reason);
        return new Settled(payment.Id, payment.ReceiptNumber, payment.Amount, payment.Credited);
    }

    // The loan's own transfer brings the amount in over the position; a second one takes the money off
    // those unknown in its own currency.
    private async Task<Payment> Converted(PayingLoan paying, UnmatchedPayment money, Money seen, CancellationToken ct)
    {
        var loan = paying.Loan;
        var (counts, rate) = await exchange.Convert(money.Amount, loan.Currency, money.ReceivedAt, ct);
        if (counts != seen) throw PaymentsRefusals.RateMoved(counts);
        await exchange.HoldPositions(ct);
        var payment = await new Till(db, ledger, clock).Matched(paying, money, counts, Chart.CurrencyPosition, caller.ActorId, ct);
        var posting = new Posting(new TransferId(clock.NewId()), clock.Now, clock.Today, loan.Id, payment.Id);
        ledger.Transfers.Add(ExchangePostings.UnmatchedConverted(await ledger.OpenBooks(money.Currency, clock, ct), posting, money.Amount));
        exchange.Moves.Add(CurrencyMove.Of(
            clock.NewId(), CurrencyMoveKind.Settled, money.Amount, counts, Money.Zero(loan.Currency), rate,
            new(clock.Today, clock.Now, caller.ActorId, Clearing.Of(money.Provider), posting.Id, payment.Id)));
        log.Append(new MoneyConverted(payment.Id, loan.Id, money.Amount, counts, rate.Rate, rate.Source));
        return payment;
    }
}
