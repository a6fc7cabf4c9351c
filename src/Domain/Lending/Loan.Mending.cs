using Paylatch.Domain.Ledger;
using Paylatch.Domain.Lending.Events;
using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Lending;

/// <content>Taking back and forgiving.</content>
public sealed partial class Loan
{
    /// <summary>
    /// Takes a payment back: the loan stands as if it had never been, and what that changes is posted. It never locks a
    /// device at once: the days of grace are counted from today, one at least, so that a warning comes before. Needs all
    /// <see cref="Transactions"/> loaded.
    /// </summary>
    /// <returns>False when it was taken back before; nothing changes then.</returns>
    /// <exception cref="Refusal"><c>lending.payment_not_of_loan</c>, <c>lending.credit_spent</c></exception>
    public bool ReversePayment(PaymentId payment, string reason, DateOnly today)
    {
        RequireHistory();
        var input = _transactions.SingleOrDefault(t => t.IsPayment && t.PaymentId == payment)
            ?? throw LendingRefusals.PaymentNotOfLoan();
        if (_transactions.Exists(t => t.Reverses == input.Sequence)) return false;

        CatchUp(today);
        var before = Accounts();
        Record(LoanTransactionKind.Reversal, CaughtUpOn, today, input.AmountMinor, payment, input.Sequence, new() { Reason = reason });
        Replay(CaughtUpOn);
        if (CreditMinor < 0) throw LendingRefusals.CreditSpent(new Money(-CreditMinor, Currency));
        Move(TransferKind.PaymentReversed, Accounts() - before, payment);
        Version++;
        ReleaseWhatIsSettled();
        Raise(new PaymentReversed(Id, DeviceId, CustomerId, payment, new Money(input.AmountMinor, Currency), reason, Version));
        Reopen(today);
        return true;
    }

    /// <summary>Forgives penalties that are owed: of one installment, or the oldest first. Never lets the loan stand worse.</summary>
    /// <param name="amount">How much.</param>
    /// <param name="installment">Of which installment; null for the oldest first.</param>
    /// <param name="reason">Why.</param>
    /// <param name="today">The tenant's today.</param>
    /// <exception cref="Refusal"><c>money.currency_mismatch</c>, <c>lending.waiver_amount</c></exception>
    public void WaivePenalty(Money amount, int? installment, string reason, DateOnly today)
    {
        if (amount.Currency != Currency) throw MoneyRefusals.CurrencyMismatch(Currency, amount.Currency);
        CatchUp(today);
        var owed = _installments.Where(i => installment is null || i.Number == installment).Sum(i => i.OwedPenaltyMinor);
        if (amount.Minor <= 0 || amount.Minor > owed) throw LendingRefusals.WaiverAmount(new Money(owed, Currency));

        var before = Accounts();
        Take(Record(LoanTransactionKind.Waiver, CaughtUpOn, today, amount.Minor, data: new() { Installment = installment, Reason = reason }));
        Move(TransferKind.Waived, Accounts() - before);
        Version++;
        Raise(new PenaltyWaived(Id, DeviceId, CustomerId, amount, reason, Version));
        Better(null, today);
    }

    /// <summary>Takes credit out of the loan, to give it back or to use it elsewhere.</summary>
    /// <param name="amount">How much.</param>
    /// <param name="use"><see cref="LoanTransactionKind.CreditRefund"/> or <see cref="LoanTransactionKind.CreditUse"/>.</param>
    /// <param name="reason">Why.</param>
    /// <param name="today">The tenant's today.</param>
    /// <param name="payment">The payment of another loan that it becomes, if one.</param>
    /// <exception cref="Refusal"><c>money.currency_mismatch</c>, <c>lending.credit_too_small</c></exception>
    public void TakeCredit(Money amount, LoanTransactionKind use, string reason, DateOnly today, PaymentId? payment = null)
    {
        if (use is not (LoanTransactionKind.CreditRefund or LoanTransactionKind.CreditUse)) throw new ArgumentOutOfRangeException(nameof(use));
        if (amount.Currency != Currency) throw MoneyRefusals.CurrencyMismatch(Currency, amount.Currency);
        CatchUp(today);
        if (amount.Minor <= 0 || amount.Minor > CreditMinor) throw LendingRefusals.CreditTooSmall(Credit);

        var before = Accounts();
        Take(Record(use, CaughtUpOn, today, amount.Minor, payment, data: new() { Reason = reason }));
        Move(TransferKind.CreditRefunded, Accounts() - before, payment);
        Version++;
    }

    /// <summary>
    /// Puts credit back that had become a payment of another loan, because that payment is taken back. Needs all
    /// <see cref="Transactions"/> loaded. Nothing changes when it was put back before.
    /// </summary>
    public void ReturnCredit(PaymentId payment, string reason, DateOnly today)
    {
        RequireHistory();
        var input = _transactions.Single(t => t.Kind == LoanTransactionKind.CreditUse && t.PaymentId == payment);
        if (_transactions.Exists(t => t.Reverses == input.Sequence)) return;

        CatchUp(today);
        var before = Accounts();
        Record(LoanTransactionKind.Reversal, CaughtUpOn, today, input.AmountMinor, payment, input.Sequence, new() { Reason = reason });
        Replay(CaughtUpOn);
        Move(TransferKind.PaymentReversed, Accounts() - before, payment);
        Version++;
    }

    // What a waiver does to the rows; less where the penalties have gone by what was recorded since.
    private void Waive(LoanTransaction input)
    {
        var left = input.AmountMinor;
        foreach (var row in _installments.Where(i => input.Data?.Installment is not { } one || i.Number == one).OrderBy(i => i.Number))
            left -= row.WaivePenalty(left);
    }

    private void Reopen(DateOnly today)
    {
        var (lockOn, wasPaidOff) = (LockOn, State == LoanState.PaidOff);
        NextDueOn = NextDue?.DueOn;
        if (NextDueOn is not { } due) return;
        State = LoanState.Active;
        if (wasPaidOff) Raise(new LoanReopened(Id, DeviceId, Version));
        var earliest = today.AddDays(Math.Max(GraceDays, 1) + 1);
        if (Standing != LoanStanding.GraceEnded && LockOn < earliest) LockFloor = earliest;
        if (OverdueThrough >= due) OverdueThrough = due.AddDays(-1);
        if (LockOn is { } next && next != lockOn) RaiseForDevice(new LockDateMoved(Id, DeviceId, next, Version));
        Age(today);
    }
}
