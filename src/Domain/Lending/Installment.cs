using Paylatch.Domain.Lending.Schedules;
using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Lending;

/// <summary>
/// One installment of a booked loan, in minor units of the loan's currency: what it asks for, what of that was paid and
/// what forgiven. Only its loan changes it; of no component more is paid and forgiven than is asked.
/// </summary>
public sealed class Installment
{
    private Installment()
    {
    }

    internal Installment(LoanId loan, PlannedRow row)
    {
        LoanId = loan;
        Number = row.Number;
        Plan(row);
    }

    /// <summary>The loan.</summary>
    public LoanId LoanId { get; private set; }

    /// <summary>1 is the first.</summary>
    public int Number { get; private set; }

    /// <summary>The day its period begins.</summary>
    public DateOnly FromOn { get; private set; }

    /// <summary>The last day on which it is paid in time.</summary>
    public DateOnly DueOn { get; private set; }

    /// <summary>Interest earned in its period; differs from <see cref="InterestMinor"/> where interest is asked later.</summary>
    public long EarnedMinor { get; private set; }

    /// <summary>From which day of its period the rest of <see cref="EarnedMinor"/> is earned, where more was lent within it.</summary>
    public DateOnly? EarnsFromOn { get; private set; }

    /// <summary>What had been earned of it by that day.</summary>
    public long EarnedByThenMinor { get; private set; }

    /// <summary>Principal asked.</summary>
    public long PrincipalMinor { get; private set; }

    /// <summary>Interest asked.</summary>
    public long InterestMinor { get; private set; }

    /// <summary>Fees asked.</summary>
    public long FeeMinor { get; private set; }

    /// <summary>Tax on fees asked.</summary>
    public long TaxMinor { get; private set; }

    /// <summary>Penalties charged.</summary>
    public long PenaltyMinor { get; private set; }

    /// <summary>Principal paid.</summary>
    public long PaidPrincipalMinor { get; private set; }

    /// <summary>Interest paid.</summary>
    public long PaidInterestMinor { get; private set; }

    /// <summary>Fees paid.</summary>
    public long PaidFeeMinor { get; private set; }

    /// <summary>Tax paid.</summary>
    public long PaidTaxMinor { get; private set; }

    /// <summary>Penalties paid.</summary>
    public long PaidPenaltyMinor { get; private set; }

    /// <summary>Interest forgiven.</summary>
    public long WaivedInterestMinor { get; private set; }

    /// <summary>Fees forgiven.</summary>
    public long WaivedFeeMinor { get; private set; }

    /// <summary>Tax forgiven.</summary>
    public long WaivedTaxMinor { get; private set; }

    /// <summary>Penalties forgiven.</summary>
    public long WaivedPenaltyMinor { get; private set; }

    /// <summary>How often it was charged a penalty: days where a day counts.</summary>
    public int PenaltyCount { get; private set; }

    /// <summary>The sum of what was overdue over those charges.</summary>
    public long PenaltyWeight { get; private set; }

    // The database reckons columns of these two names by the same sums, for lists; what it says is not read back.
    /// <summary>Asked altogether and not forgiven.</summary>
    public long TotalMinor
    {
        get => PrincipalMinor + InterestMinor + FeeMinor + TaxMinor + PenaltyMinor
            - WaivedInterestMinor - WaivedFeeMinor - WaivedTaxMinor - WaivedPenaltyMinor;
        private set => _ = value;
    }

    /// <summary>Paid altogether.</summary>
    public long PaidMinor
    {
        get => PaidPrincipalMinor + PaidInterestMinor + PaidFeeMinor + PaidTaxMinor + PaidPenaltyMinor;
        private set => _ = value;
    }

    /// <summary>Still owed.</summary>
    public long OwedMinor => TotalMinor - PaidMinor;

    /// <summary>Principal still owed.</summary>
    public long OwedPrincipalMinor => PrincipalMinor - PaidPrincipalMinor;

    /// <summary>Interest still owed.</summary>
    public long OwedInterestMinor => InterestMinor - PaidInterestMinor - WaivedInterestMinor;

    /// <summary>Fees and tax still owed.</summary>
    public long OwedFeeMinor => FeeMinor + TaxMinor - PaidFeeMinor - PaidTaxMinor - WaivedFeeMinor - WaivedTaxMinor;

    /// <summary>Penalties still owed.</summary>
    public long OwedPenaltyMinor => PenaltyMinor - PaidPenaltyMinor - WaivedPenaltyMinor;

    /// <summary>True when nothing is owed on it.</summary>
    public bool IsPaid => OwedMinor == 0;

    internal OpenRow Open => new(Number, DueOn, OwedPenaltyMinor, OwedFeeMinor, OwedInterestMinor, OwedPrincipalMinor);

    // Interest earned in the period through a day: straight-line, whole units only; a period of no days is earned when due.
    internal long EarnedThrough(DateOnly day)
    {
        var from = EarnsFromOn ?? FromOn;
        var days = DueOn.DayNumber - from.DayNumber;
        return days <= 0
            ? day >= DueOn ? EarnedMinor : 0
            : EarnedByThenMinor + (EarnedMinor - EarnedByThenMinor) * Math.Clamp(day.DayNumber - from.DayNumber, 0, days) / days;
    }

    // What of the fees, and what of the tax, counts as income and owed tax by a day: all when due, before that what was paid.
    internal (long Fee, long Tax) RecognisedBy(DateOnly day) => DueOn <= day
        ? (FeeMinor, TaxMinor)
        : (PaidFeeMinor + WaivedFeeMinor, PaidTaxMinor + WaivedTaxMinor);

    internal long OverdueMinor(PenaltyBase of) => OwedPrincipalMinor
        + (of >= PenaltyBase.PrincipalAndInterest ? OwedInterestMinor : 0)
        + (of >= PenaltyBase.PrincipalInterestAndFees ? OwedFeeMinor : 0);

    // As planned, with nothing paid, forgiven or charged.
    internal void Plan(PlannedRow row)
    {
        (FromOn, DueOn, EarnedMinor) = (row.From, row.Due, row.Earned);
        (PrincipalMinor, InterestMinor, FeeMinor, TaxMinor, PenaltyMinor) = (row.Principal, row.Interest, row.Fee, row.Tax, 0);
        (PaidPrincipalMinor, PaidInterestMinor, PaidFeeMinor, PaidTaxMinor, PaidPenaltyMinor) = (0, 0, 0, 0, 0);
        (WaivedInterestMinor, WaivedFeeMinor, WaivedTaxMinor, WaivedPenaltyMinor) = (0, 0, 0, 0);
        (PenaltyCount, PenaltyWeight) = (0, 0);
        (EarnsFromOn, EarnedByThenMinor) = (null, 0);
    }

    // Fees before their tax.
    internal Allocation Pay(Share share, Currency currency)
    {
        var fee = Math.Min(share.Fee, FeeMinor - PaidFeeMinor - WaivedFeeMinor);
        var tax = share.Fee - fee;
        PaidPenaltyMinor += share.Penalty;
        PaidFeeMinor += fee;
        PaidTaxMinor += tax;
        PaidInterestMinor += share.Interest;
        PaidPrincipalMinor += share.Principal;
        if (OwedPenaltyMinor < 0 || OwedFeeMinor < 0 || OwedInterestMinor < 0 || OwedPrincipalMinor < 0)
            throw new InvalidOperationException($"More is paid on installment {Number} than it asks.");
        Money Of(long minor) => new(minor, currency);
        return new Allocation(Number, Of(share.Principal), Of(share.Interest), Of(fee), Of(tax), Of(share.Penalty));
    }

    // What was forgiven of it; never more than is owed.
    internal long WaivePenalty(long most)
    {
        var waived = Math.Min(most, OwedPenaltyMinor);
        WaivedPenaltyMinor += waived;
        return waived;
    }

    internal long SettledInterestMinor => PaidInterestMinor + WaivedInterestMinor;

    internal long SettledFeeMinor => PaidFeeMinor + WaivedFeeMinor;

    internal long SettledTaxMinor => PaidTaxMinor + WaivedTaxMinor;

    // True when something was paid on it or forgiven.
    internal bool IsTouched => PaidMinor + WaivedInterestMinor + WaivedFeeMinor + WaivedTaxMinor + WaivedPenaltyMinor > 0;

    // Asks for nothing but what is settled, from a day on: the rest is asked elsewhere.
    internal void Close(DateOnly on)
    {
        (FromOn, DueOn) = (FromOn < on ? FromOn : on, DueOn < on ? DueOn : on);
        (PrincipalMinor, PenaltyMinor, EarnedMinor) = (PaidPrincipalMinor, PaidPenaltyMinor + WaivedPenaltyMinor, 0);
        (EarnsFromOn, EarnedByThenMinor) = (null, 0);
        Ask(SettledInterestMinor, SettledFeeMinor, SettledTaxMinor);
    }

    internal void Ask(long interest, long fee, long tax) => (InterestMinor, FeeMinor, TaxMinor) = (interest, fee, tax);

    internal void EarnBefore(long minor) => Earn(EarnedMinor + minor);

    internal void CountPenalty(long overdue)
    {
        PenaltyCount++;
        PenaltyWeight += overdue;
    }

    internal void ChargePenalty(long minor) => PenaltyMinor += minor;

    internal void Replan(long principal, long interest, long earned)
    {
        (PrincipalMinor, InterestMinor) = (principal, interest);
        Earn(earned);
    }

    // Asks for what a schedule asks more than the one before it. What was earned by the day stays as it is, and no day is earned twice.
    internal void Grow(PlannedRow before, PlannedRow now, DateOnly on)
    {
        if (now.Earned != before.Earned && FromOn < on && on < DueOn) (EarnedByThenMinor, EarnsFromOn) = (EarnedThrough(on), on);
        (PrincipalMinor, InterestMinor) = (PrincipalMinor + now.Principal - before.Principal, InterestMinor + now.Interest - before.Interest);
        (TaxMinor, EarnedMinor) = (TaxMinor + now.Tax - before.Tax, EarnedMinor + now.Earned - before.Earned);
    }

    // Asks for all that is settled where that is more; answers by how much.
    internal (long Principal, long Interest, long Tax) Settled()
    {
        var over = (Principal: Math.Max(0, -OwedPrincipalMinor), Interest: Math.Max(0, -OwedInterestMinor), Tax: Math.Max(0, SettledTaxMinor - TaxMinor));
        (PrincipalMinor, InterestMinor, TaxMinor) = (PrincipalMinor + over.Principal, InterestMinor + over.Interest, TaxMinor + over.Tax);
        return over;
    }

    // Asks for less, as far as it is owed; answers by how much.
    internal (long Principal, long Interest, long Tax) AskLess(long principal, long interest, long tax)
    {
        var less = (Principal: Math.Min(principal, OwedPrincipalMinor), Interest: Math.Min(interest, OwedInterestMinor), Tax: Math.Min(tax, TaxMinor - SettledTaxMinor));
        (PrincipalMinor, InterestMinor, TaxMinor) = (PrincipalMinor - less.Principal, InterestMinor - less.Interest, TaxMinor - less.Tax);
        return less;
    }

    internal void AskMore(long interest) => InterestMinor += interest;

    // Earns no less than it had earned already; answers by how much more that is.
    internal long EarnEnough()
    {
        var more = Math.Max(0, EarnedByThenMinor - EarnedMinor);
        EarnedMinor += more;
        return more;
    }

    // Earns less, as far as its period is still to come; answers by how much.
    internal long EarnLess(long minor, DateOnly on)
    {
        var less = FromOn < on ? 0 : Math.Min(minor, EarnedMinor);
        EarnedMinor -= less;
        return less;
    }

    private void Earn(long minor) => (EarnedMinor, EarnedByThenMinor) = (minor, Math.Min(EarnedByThenMinor, minor));
}
