using Paylatch.Domain.Ledger;
using Paylatch.Domain.Lending.Events;
using Paylatch.Domain.Lending.Schedules;
using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Lending;

/// <summary>What became of a further disbursement that was agreed.</summary>
public enum DisbursementState
{
    /// <summary>It is still to be handed out; its planned day may have passed.</summary>
    Awaited,

    /// <summary>It was handed out, in whole or in part, and is owed.</summary>
    Given,

    /// <summary>It will not be handed out.</summary>
    Cancelled,
}

/// <summary>A further disbursement as it was agreed, and what became of it.</summary>
/// <param name="Number">Its number; the one a loan is booked with is 1.</param>
/// <param name="PlannedOn">The day it was agreed for.</param>
/// <param name="Agreed">How much was agreed.</param>
/// <param name="State">What became of it.</param>
/// <param name="On">The day from which it is owed, or on which it was cancelled; null while it is awaited.</param>
/// <param name="Given">How much was handed out; null unless it was.</param>
/// <param name="Reason">Why it was cancelled; null unless it was.</param>
public sealed record FurtherDisbursement(
    int Number, DateOnly PlannedOn, Money Agreed, DisbursementState State, DateOnly? On = null, Money? Given = null, string? Reason = null);

/// <content>Further disbursements: agreed with the contract, owed when they are handed out.</content>
public sealed partial class Loan
{
    /// <summary>What was agreed beyond the first disbursement, in its order. Read with its history.</summary>
    public IReadOnlyList<FurtherDisbursement> FurtherDisbursements
    {
        get
        {
            var agreed = Contract.Terms?.Disbursements ?? [];
            return [.. agreed.Skip(1).Select((one, i) => Became(new FurtherDisbursement(i + 2, one.On, one.Amount, DisbursementState.Awaited)))];
        }
    }

    /// <summary>What is to be handed out next; null when nothing is. Read with its history.</summary>
    public FurtherDisbursement? NextDisbursement => FurtherDisbursements.FirstOrDefault(one => one.State == DisbursementState.Awaited);

    /// <summary>What is still to be handed out; none of a loan that is closed, given up or without its device. Read with its history.</summary>
    public IReadOnlyList<FurtherDisbursement> ToHandOut => MayHandOut ? [.. FurtherDisbursements.Where(one => one.State == DisbursementState.Awaited)] : [];

    /// <summary>True while what was agreed may be handed out.</summary>
    public bool MayHandOut => State == LoanState.Active && ChargedOff is null && !DeviceInStock;

    /// <summary>
    /// Hands out the next agreed disbursement, all of it or a part; a part leaves nothing more of it to be handed out. It is
    /// owed from its day: the installments due after it are those of one schedule of all that was handed out so far, what
    /// is paid stays paid. Needs all <see cref="Transactions"/> loaded.
    /// </summary>
    /// <param name="number">Its number, as <see cref="FurtherDisbursements"/> says it.</param>
    /// <param name="amount">How much is handed out.</param>
    /// <param name="on">The day it was handed out: today, or an earlier one.</param>
    /// <param name="today">The day on which it is recorded.</param>
    /// <param name="to">Where the money goes.</param>
    /// <param name="key">The key of the request, if it has one.</param>
    /// <exception cref="Refusal">
    /// <c>money.currency_mismatch</c>, <c>lending.disbursement_not_positive</c>, <c>lending.disbursement_loan_closed</c>,
    /// <c>lending.charged_off_already</c>, <c>lending.disbursement_device_back</c>, <c>lending.disbursement_none</c>,
    /// <c>lending.disbursement_not_next</c>, <c>lending.disbursement_too_much</c>, <c>lending.disbursement_too_early</c>,
    /// <c>lending.disbursement_in_future</c>, or a code naming the field where the schedule cannot be.
    /// </exception>
    public void GiveDisbursement(int number, Money amount, DateOnly on, DateOnly today, TopUpTo to = TopUpTo.Cash, string? key = null)
    {
        RequireHistory();
        if (amount.Currency != Currency) throw MoneyRefusals.CurrencyMismatch(Currency, amount.Currency);
        if (amount.Minor <= 0) throw LendingRefusals.DisbursementNotPositive();
        if (!Enum.IsDefined(to)) throw LendingRefusals.PolicyChoiceUnknown("paidTo");
        var next = RequireAwaiting();
        if (next.Number != number) throw LendingRefusals.DisbursementNotNext(next.Number);
        if (amount > next.Agreed) throw LendingRefusals.DisbursementTooMuch(next.Agreed);
        var given = Given();
        if (on < given[^1].On) throw LendingRefusals.DisbursementTooEarly(given[^1].On);
        if (on > Later(today, CaughtUpOn)) throw LendingRefusals.DisbursementInFuture();

        var rows = Schedule.Of(Contract.Terms! with { Disbursements = [.. given, new Disbursement(on, amount)] }).Rows.Select(PlannedRow.Of).ToList();
        var past = on < CaughtUpOn;
        if (!past) CatchUp(on);
        var before = Accounts();
        var input = Record(LoanTransactionKind.Disbursement, on, today, amount.Minor, data: new() { Disbursement = number, Rows = rows, PaidTo = to, Key = key });
        if (past) Replay(CaughtUpOn);
        else Take(input);
        if (CreditMinor < 0) throw LendingRefusals.CreditSpent(new Money(-CreditMinor, Currency));
        Move(TransferKind.LoanDisbursed, Accounts() - before);
        Version++;
        Raise(new DisbursementGiven(Id, DeviceId, CustomerId, number, amount, on, Version));
        // What was paid ahead may ask for more now, sooner than what was next until now.
        if (NextDue?.DueOn < NextDueOn) Reopen(today);
        else Better(null, today);
    }

    /// <summary>Says that an agreed disbursement will not be handed out. Nothing else changes. Needs all <see cref="Transactions"/> loaded.</summary>
    /// <param name="number">Its number, as <see cref="FurtherDisbursements"/> says it.</param>
    /// <param name="reason">Why.</param>
    /// <param name="today">The tenant's today.</param>
    /// <param name="key">The key of the request, if it has one.</param>
    /// <exception cref="Refusal">
    /// <c>lending.reason_needed</c>, <c>lending.disbursement_loan_closed</c>, <c>lending.disbursement_none</c>,
    /// <c>lending.disbursement_not_awaited</c>
    /// </exception>
    public void CancelDisbursement(int number, string? reason, DateOnly today, string? key = null)
    {
        RequireHistory();
        var why = LendingRefusals.Reason(reason);
        if (State == LoanState.PaidOff) throw LendingRefusals.DisbursementLoanClosed();
        if (NextDisbursement is null) throw LendingRefusals.DisbursementNone();
        var one = FurtherDisbursements.FirstOrDefault(known => known.Number == number && known.State == DisbursementState.Awaited)
            ?? throw LendingRefusals.DisbursementNotAwaited();
        CatchUp(today);
        Take(Record(LoanTransactionKind.DisbursementCancelled, CaughtUpOn, today, one.Agreed.Minor, data: new() { Disbursement = number, Reason = why, Key = key }));
        Version++;
        Raise(new DisbursementCancelled(Id, DeviceId, CustomerId, number, one.Agreed, why, Version));
    }

    // What a loan that is closed, given up or without its device still has in its contract is not handed out.
    private FurtherDisbursement RequireAwaiting()
    {
        if (State == LoanState.PaidOff) throw LendingRefusals.DisbursementLoanClosed();
        if (ChargedOff is not null) throw LendingRefusals.ChargedOffAlready();
        if (DeviceInStock) throw LendingRefusals.DisbursementDeviceBack();
        return NextDisbursement ?? throw LendingRefusals.DisbursementNone();
    }

    private FurtherDisbursement Became(FurtherDisbursement one)
    {
        var input = _transactions.Find(t => t.Data?.Disbursement == one.Number);
        return input?.Kind switch
        {
            null => one,
            LoanTransactionKind.Disbursement => one with { State = DisbursementState.Given, On = input.EffectiveOn, Given = new Money(input.AmountMinor, Currency) },
            _ => one with { State = DisbursementState.Cancelled, On = input.EffectiveOn, Reason = input.Data!.Reason },
        };
    }

    // What was handed out so far, in the order of its days, which is that of recording: each comes after the one before it.
    private List<Disbursement> Given() =>
    [
        new Disbursement(DisbursedOn, Contract.Terms!.Disbursements[0].Amount),
        .. _transactions.Where(t => t.Kind == LoanTransactionKind.Disbursement).OrderBy(t => t.Sequence)
            .Select(t => new Disbursement(t.EffectiveOn, new Money(t.AmountMinor, Currency))),
    ];

    // What handing out does to the rows, now and whenever it is replayed: each asks for what the schedule of all that was
    // handed out so far asks more than the one before it did. So what was paid, forgiven or paid ahead stays as it is.
    private void HandOut(LoanTransaction input)
    {
        var before = _transactions
            .Where(t => t.Kind is LoanTransactionKind.Booking or LoanTransactionKind.Disbursement && t.Sequence < input.Sequence)
            .MaxBy(t => t.Sequence)!.Data!.Rows!.ToDictionary(row => row.Number);
        PrincipalMinor += input.AmountMinor;
        foreach (var row in input.Data!.Rows!)
        {
            if (before.TryGetValue(row.Number, out var old)) _installments.Single(i => i.Number == row.Number).Grow(old, row, input.EffectiveOn);
            else Place(row);
        }

        Rebalance(input.EffectiveOn);
    }

    // Rows that are not as they were agreed any more cannot take every difference: where more of one is settled or earned than
    // it now asks or earns, it keeps that, and others give way. What none can give way for stays earned and asked, at last.
    private void Rebalance(DateOnly on)
    {
        var rows = _installments.OrderBy(i => i.Number).ToList();
        var surplus = Math.Max(0, AccruedMinor - rows.Sum(i => i.EarnedMinor));
        var (principal, interest, tax, earned) = (0L, 0L, 0L, 0L);
        foreach (var row in rows)
        {
            var over = row.Settled();
            (principal, interest, tax, earned) = (principal + over.Principal, interest + over.Interest, tax + over.Tax, earned + row.EarnEnough());
        }

        foreach (var row in rows)
        {
            var less = row.AskLess(principal, interest, tax);
            (principal, interest, tax, earned) = (principal - less.Principal, interest - less.Interest, tax - less.Tax, earned - row.EarnLess(earned, on));
        }

        surplus = Math.Max(surplus, Math.Max(interest, earned));
        rows[^1].AskMore(surplus - interest);
        rows[^1].EarnBefore(surplus - earned);
    }
}
