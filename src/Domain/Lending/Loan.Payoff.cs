using Paylatch.Domain.Ledger;
using Paylatch.Domain.Lending.Events;
using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Lending;

/// <summary>What paying a loan off on a day takes, in its parts.</summary>
/// <param name="Principal">Principal owed.</param>
/// <param name="Interest">Interest run up to the day and owed, or all that is left where that was agreed.</param>
/// <param name="Fees">Fees fallen due and owed.</param>
/// <param name="Tax">Tax owed on fees and on that interest.</param>
/// <param name="Penalties">Penalties as they will be owed on the day.</param>
/// <param name="Credit">What was paid too much before and is used first.</param>
/// <param name="Rebate">What will not be asked: interest, fees and tax of time to come.</param>
public sealed record PayoffParts(Money Principal, Money Interest, Money Fees, Money Tax, Money Penalties, Money Credit, Money Rebate)
{
    /// <summary>What is to be paid.</summary>
    public Money Total => Money.Max(Principal + Interest + Fees + Tax + Penalties - Credit, Money.Zero(Principal.Currency));
}

/// <content>Paying off before the time.</content>
public sealed partial class Loan
{
    /// <summary>
    /// What paying it off on a day takes. Lets the days come until then, so it is for a loan read for this only, which
    /// is not saved.
    /// </summary>
    public PayoffParts PayoffOn(DateOnly day)
    {
        CatchUp(day);
        return PayoffNow();
    }

    /// <summary>
    /// Takes a payment of at least what paying off today takes: what is left beyond that is not asked, and the loan is paid
    /// off. Whoever paid more has the rest as credit. Less is an ordinary payment.
    /// </summary>
    /// <exception cref="Refusal"><c>lending.payment_not_positive</c>, <c>money.currency_mismatch</c></exception>
    public AppliedPayment PayOff(PaymentId payment, Money amount, DateOnly today)
    {
        if (amount.Currency != Currency) throw MoneyRefusals.CurrencyMismatch(Currency, amount.Currency);
        CatchUp(today);
        var parts = PayoffNow();
        if (State == LoanState.PaidOff || amount.Minor <= 0 || amount < parts.Total) return ApplyPayment(payment, amount, today);

        var before = Accounts();
        var rebate = Record(LoanTransactionKind.Rebate, CaughtUpOn, today, parts.Rebate.Minor, payment);
        var input = Record(LoanTransactionKind.Payment, CaughtUpOn, today, amount.Minor, payment);
        Take(rebate);
        var applied = Take(input);
        Move(TransferKind.PaymentReceived, Accounts() - before, payment);
        Version++;
        if (!parts.Rebate.IsZero) Raise(new RebateGiven(Id, DeviceId, CustomerId, payment, parts.Rebate, Version));
        Better(payment, today);
        return applied;
    }

    // True for the payment after a rebate, which pays all that is still asked.
    private bool PaysOff(LoanTransaction input) =>
        _transactions.Exists(t => t.Kind == LoanTransactionKind.Rebate && t.Sequence == input.Sequence - 1) && input.AmountMinor >= _installments.Sum(i => i.OwedMinor);

    private PayoffParts PayoffNow()
    {
        Money Of(long minor) => new(minor, Currency);
        var asked = AskedWhenPaidOff().ToList();
        var (interest, fee, tax) = (asked.Sum(a => a.Interest - a.Row.SettledInterestMinor), asked.Sum(a => a.Fee - a.Row.SettledFeeMinor), asked.Sum(a => a.Tax - a.Row.SettledTaxMinor));
        var rebate = asked.Sum(a => a.Row.InterestMinor - a.Interest + a.Row.FeeMinor - a.Fee + a.Row.TaxMinor - a.Tax);
        return new PayoffParts(
            Of(_installments.Sum(i => i.OwedPrincipalMinor)), Of(interest), Of(fee), Of(tax), Of(_installments.Sum(i => i.OwedPenaltyMinor)), Credit, Of(rebate));
    }

    // What each row asks for when all is paid on the day caught up to: interest as it has accrued, the oldest first, or all
    // of it where that was agreed; fees where they are due.
    private IEnumerable<(Installment Row, long Interest, long Fee, long Tax)> AskedWhenPaidOff()
    {
        var left = Policy.PayoffInterest == PayoffInterest.Full
            ? long.MaxValue
            : AccruedMinor - CapitalisedMinor - _installments.Sum(i => i.SettledInterestMinor);
        foreach (var row in _installments.OrderBy(i => i.Number))
        {
            var interest = Math.Min(row.OwedInterestMinor, left);
            left -= interest;
            var (fee, tax) = row.DueOn <= CaughtUpOn ? (row.FeeMinor, row.TaxMinor) : AskedBeforeDue(row, interest);
            yield return (row, row.SettledInterestMinor + interest, fee, tax);
        }
    }

    // Of a row to come: what was carried over to it, and tax on the interest that is asked.
    private (long Fee, long Tax) AskedBeforeDue(Installment row, long interest)
    {
        var fee = Math.Clamp(ExtraFee(row), row.SettledFeeMinor, row.FeeMinor);
        return (fee, Math.Clamp(TaxOn(row.SettledInterestMinor + interest, fee), row.SettledTaxMinor, row.TaxMinor));
    }

    // What a rebate does, now and whenever it is replayed: nothing where the payment after it does not pay all that is left
    // any more, because the past has changed. Credit is used first.
    private void Forgo(LoanTransaction input)
    {
        var payment = _transactions.Single(t => t.Sequence == input.Sequence + 1);
        if (payment.AmountMinor < PayoffNow().Total.Minor) return;
        foreach (var (row, interest, fee, tax) in AskedWhenPaidOff().ToList()) row.Ask(interest, fee, tax);
        EarnWhatIsAsked();
        var credit = CreditMinor;
        CreditMinor = 0;
        var (shares, rest) = Allocator.Allocate(Policy.Allocation, AdvanceHandling.NextInstallment, _installments.Select(i => i.Open), credit, input.EffectiveOn);
        foreach (var share in shares) Give(share);
        CreditMinor = rest;
    }

    // Nothing more is earned than is asked: the last rows give way first.
    private void EarnWhatIsAsked()
    {
        var over = _installments.Sum(i => i.EarnedMinor - i.InterestMinor) - CapitalisedMinor;
        foreach (var row in _installments.OrderByDescending(i => i.Number))
        {
            var less = Math.Clamp(over, 0, row.EarnedMinor);
            row.EarnBefore(-less);
            over -= less;
        }
    }
}
