using Paylatch.Domain.Ledger;
using Paylatch.Domain.Lending.Events;
using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Lending;

/// <content>Taking payments.</content>
public sealed partial class Loan
{
    /// <summary>
    /// Takes a payment that came today, in the order agreed and never more than is owed. What is not needed is the rest and
    /// becomes credit; a loan that is paid off takes nothing. A payment can only better the standing; worsening is the
    /// work of <see cref="Age"/>.
    /// </summary>
    /// <exception cref="Refusal"><c>lending.payment_not_positive</c>, <c>money.currency_mismatch</c></exception>
    public AppliedPayment ApplyPayment(PaymentId payment, Money amount, DateOnly today) =>
        ApplyPayment(payment, amount, Later(today, CaughtUpOn), today);

    /// <summary>
    /// Takes a payment that counts from an earlier day: what followed is reckoned anew, as if it had been recorded on its
    /// day. Needs all <see cref="Transactions"/> loaded when that day is before <see cref="CaughtUpOn"/>.
    /// </summary>
    /// <param name="payment">The payment.</param>
    /// <param name="amount">How much.</param>
    /// <param name="effectiveOn">The day from which it counts.</param>
    /// <param name="today">The day on which it is recorded.</param>
    /// <exception cref="Refusal">
    /// <c>lending.payment_not_positive</c>, <c>money.currency_mismatch</c>, <c>lending.paid_before_booking</c>,
    /// <c>lending.paid_in_future</c>, <c>lending.credit_spent</c>
    /// </exception>
    public AppliedPayment ApplyPayment(PaymentId payment, Money amount, DateOnly effectiveOn, DateOnly today)
    {
        if (amount.Currency != Currency) throw MoneyRefusals.CurrencyMismatch(Currency, amount.Currency);
        if (amount.Minor <= 0) throw LendingRefusals.PaymentNotPositive();
        if (effectiveOn < DisbursedOn) throw LendingRefusals.PaidBeforeBooking(DisbursedOn);
        if (effectiveOn > Later(today, CaughtUpOn)) throw LendingRefusals.PaidInFuture();

        var past = effectiveOn < CaughtUpOn;
        if (past) RequireHistory();
        else CatchUp(effectiveOn);
        var before = Accounts();
        var kind = effectiveOn >= ChargedOff?.On ? LoanTransactionKind.Recovery : LoanTransactionKind.Payment;
        var input = Record(kind, effectiveOn, today, amount.Minor, payment);
        var applied = past ? Replay(CaughtUpOn)[input.Sequence] : Take(input);
        if (CreditMinor < 0) throw LendingRefusals.CreditSpent(new Money(-CreditMinor, Currency));
        Move(kind == LoanTransactionKind.Recovery ? TransferKind.Recovered : TransferKind.PaymentReceived, Accounts() - before, payment);
        if (applied.Allocations.Count > 0 || past)
        {
            Version++;
            // What is recorded late may leave a payoff that no longer pays all.
            if (State == LoanState.PaidOff && NextDue is not null) Reopen(today);
            else Better(payment, today);
        }

        return applied;
    }

    // What a payment does to the rows, now and whenever it is replayed. Its day was caught up to before.
    private AppliedPayment Pay(LoanTransaction input)
    {
        var inAdvance = PaysOff(input) ? AdvanceHandling.NextInstallment : Policy.InAdvance;
        var (shares, rest) = Allocator.Allocate(Policy.Allocation, inAdvance, _installments.Select(i => i.Open), input.AmountMinor, input.EffectiveOn);
        var parts = shares.Select(Give).ToList();
        if (rest > 0 && inAdvance == AdvanceHandling.Reamortize) (parts, rest) = Prepay(parts, rest, input.EffectiveOn);
        CreditMinor += rest;
        return new AppliedPayment([.. parts.OrderBy(part => part.Installment)], new Money(rest, Currency));
    }

    private Allocation Give(Share share) => _installments.Single(i => i.Number == share.Number).Pay(share, Currency);

    private void Better(PaymentId? payment, DateOnly today)
    {
        var (before, lockOn) = (Standing, LockOn);
        NextDueOn = NextDue?.DueOn;
        ReleaseWhatIsSettled();
        var now = StandingOn(today);
        if (now < before) Stand(now);
        if (now < before && now == LoanStanding.Current) Cure();
        if (NextDueOn is null)
        {
            if (State == LoanState.PaidOff) return;
            State = LoanState.PaidOff;
            ReleaseWhatIsSettled();
            Raise(new LoanPaidOff(Id, DeviceId, Version, payment, DeviceInStock));
            return;
        }
        if (LockOn is not { } next) return;
        if (now < before && now == LoanStanding.Current) RaiseForDevice(new LoanBecameCurrent(Id, DeviceId, next, Version, payment));
        if (now < before && now == LoanStanding.Overdue) RaiseForDevice(new LoanBackInGrace(Id, DeviceId, next, Version, payment));
        if (next != lockOn) RaiseForDevice(new LockDateMoved(Id, DeviceId, next, Version));
    }

    private static DateOnly Later(DateOnly one, DateOnly other) => one > other ? one : other;
}
