namespace Paylatch.Domain.Lending.Schedules;

/// <summary>
/// Lays principal and interest on the periods. Interest is on what is still owed, or, flat, on all that was lent. With every
/// disbursement the installments from there on are set anew; a period with several balances adds their interest unrounded and
/// rounds it once; the last installment takes the rest.
/// </summary>
internal sealed class RepaymentPlan
{
    private readonly ScheduleTerms _terms;
    private readonly Rounding _round;
    private readonly int _count;
    private readonly bool _flat;
    private readonly bool _strict;
    private readonly Factor[] _factors;
    private readonly long[] _drawn;
    private readonly decimal[]? _within;
    private readonly long[] _targets;
    private Parts _parts;

    private RepaymentPlan(ScheduleTerms terms, List<Period> periods, List<Draw> draws, bool strict = false)
    {
        _strict = strict;
        (_terms, _round, _count, _flat) = (terms, new Rounding(terms.Rounding), periods.Count, terms.InterestMethod == InterestMethod.Flat);
        (_parts, _factors, _drawn, _targets) = (Parts.For(_count), new Factor[_count], new long[_count], new long[_count]);
        var interest = new InterestFactors(terms);
        for (var i = terms.InterestFreePeriods; i < _count; i++) _factors[i] = interest.Whole(periods[i]);
        if (draws.Exists(draw => draw.On > periods[draw.Period].From)) _within = new decimal[_count];
        foreach (var draw in draws) Take(draw, periods, interest);
        if (terms.InterestPauses.Count > 0) Pause(periods, draws, new PausedInterest(terms));
    }

    /// <summary>The installments of a loan; strictly, a multiple larger than they are is refused instead of left out.</summary>
    public static Parts Of(ScheduleTerms terms, List<Period> periods, List<Draw> draws, bool strict) =>
        new RepaymentPlan(terms, periods, draws, strict)._parts;

    /// <summary>How many of the periods installments of an agreed amount need; null where they are not enough.</summary>
    public static int? PeriodsNeeded(ScheduleTerms terms, List<Period> periods, List<Draw> draws)
    {
        var plan = new RepaymentPlan(terms, periods, draws);
        var (parts, last) = (plan._parts, periods.Count - 1);
        for (var i = draws[^1].Period; i < last; i++)
            if (parts.Balance[i] == 0) return i + 1;
        return parts.Principal[last] + parts.Interest[last] <= plan._targets[last] ? periods.Count : null;
    }

    private int FirstToRepay(int from) => Math.Max(from, Math.Min(_terms.GraceOnPrincipal, _count - 1));

    // Interest is linear in principal, so what comes within a period adds its own for the days it is there.
    private void Take(in Draw draw, List<Period> periods, InterestFactors interest)
    {
        var period = periods[draw.Period];
        _drawn[draw.Period] += draw.Amount;
        if (IsWithin(draw, period)) _within![draw.Period] += draw.Amount * (interest.Part(period, draw.On, period.Due) - _factors[draw.Period].Value);
        var owed = (draw.Period == 0 ? 0 : _parts.Balance[draw.Period - 1]) + _drawn[draw.Period];
        SetTargets(FirstToRepay(draw.Period), owed, periods);
        Walk(_parts);
        if (_terms.Amortization is Amortization.EqualInstallments or Amortization.Balloon) Even(FirstToRepay(draw.Period));
    }

    private bool IsWithin(in Draw draw, in Period period) =>
        draw.On > period.From && draw.Period >= _terms.InterestFreePeriods && _terms.PartialPeriodInterest;

    // Installments are set as if there were no pause; less interest then leaves more of each for principal.
    private void Pause(List<Period> periods, List<Draw> draws, PausedInterest paused)
    {
        for (var i = _terms.InterestFreePeriods; i < _count; i++) _factors[i] = new Factor(_factors[i].Value - paused.In(periods[i], periods[i].From));
        foreach (var draw in draws)
        {
            var period = periods[draw.Period];
            if (IsWithin(draw, period)) _within![draw.Period] += draw.Amount * (paused.In(period, period.From) - paused.In(period, draw.On));
        }
        Walk(_parts);
    }

    private void SetTargets(int first, long owed, List<Period> periods)
    {
        var target = _terms.Amortization switch
        {
            Amortization.EqualInstallments or Amortization.Balloon => Agreed(Equal(first, owed, _terms.Balloon?.Minor ?? 0)),
            Amortization.EqualPrincipal => Agreed(owed / (decimal)(_count - first)),
            Amortization.FixedAmount => _terms.InstallmentAmount!.Value.Minor,
            _ => 0,
        };
        Array.Fill(_targets, target, first, _count - first);
        if (_terms.DayPrice is { } price) for (var i = 0; i < _count; i++) _targets[i] = price.Minor * periods[i].Days;
    }

    private decimal Equal(int first, long owed, long balloon) =>
        _flat ? (owed - balloon + FlatInterest(first)) / (decimal)(_count - first) : Annuity(first, owed, balloon);

    // P × ∏(1+f) / F. What is multiplied is made smaller together before it leaves the range of decimal; the quotient stays the same.
    private decimal Annuity(int first, long owed, long balloon)
    {
        const decimal large = 1_000_000;
        var (growth, sum, one) = (1m, 0m, 1m);
        if (IsOneFactor(first) && Math.Pow(1 + (double)_factors[first].Value, _count - first) < (double)large)
        {
            growth = Power(1 + _factors[first].Value, _count - first);
            return (owed * growth - balloon) * _factors[first].Value / (growth - 1);
        }

        for (var i = first; i < _count; i++)
        {
            var by = 1 + _factors[i].Value;
            (growth, sum) = (growth * by, sum * by + one);
            if (growth > large) (growth, sum, one) = (growth / large, sum / large, one / large);
        }
        return (owed * growth - balloon * one) / sum;
    }

    private bool IsOneFactor(int first)
    {
        for (var i = first + 1; i < _count; i++)
            if (_factors[i].Value != _factors[first].Value) return false;
        return _factors[first].Value > 0.0001m;
    }

    private static decimal Power(decimal by, int times)
    {
        var power = 1m;
        for (; times > 0; times >>= 1, by *= by)
            if ((times & 1) == 1) power *= by;
        return power;
    }

    private long FlatInterest(int first)
    {
        var (lent, interest) = (0L, 0L);
        for (var i = 0; i < _count; i++)
        {
            lent += _drawn[i];
            if (i >= first) interest += Earned(i, lent);
        }
        return interest;
    }

    private long Earned(int i, long on) => _factors[i].On(on, _within is null ? 0 : _within[i], _round);

    // A multiple so coarse that nothing would be left of the installment is not applied.
    private long Multiple(decimal minor) =>
        _round.Multiple(minor, _terms.InstallmentMultipleOf?.Minor ?? 1) is > 0 and var multiple ? multiple : _round.Whole(minor);

    private long Agreed(decimal minor)
    {
        if (_strict && _terms.InstallmentMultipleOf is { } of && _round.Multiple(minor, of.Minor) <= 0)
            throw LendingRefusals.TermNotAllowed("installmentMultipleOf", "It is more than an installment. Give a smaller one.");
        return Multiple(minor);
    }

    // Rounded installments leave a last one that differs; it is brought nearer once, where that helps.
    private void Even(int first)
    {
        var (count, agreed) = (_count - first, _targets[_count - 1]);
        var off = LastDiffersBy(_parts, agreed);
        if (count < 2 || 2 * Math.Abs(off) <= count) return;
        var better = Multiple(agreed + off / (decimal)count);
        if (better == agreed) return;

        var tried = Parts.For(_count);
        Array.Fill(_targets, better, first, count);
        Walk(tried);
        if (Math.Abs(LastDiffersBy(tried, better)) < Math.Abs(off)) _parts = tried;
        else Array.Fill(_targets, agreed, first, count);
    }

    private long LastDiffersBy(in Parts parts, long target) =>
        parts.Principal[^1] + parts.Interest[^1] - (_terms.Balloon?.Minor ?? 0) - target;

    private void Walk(in Parts parts)
    {
        var (balance, lent, deferred) = (0L, 0L, 0L);
        for (var i = 0; i < _count; i++)
        {
            balance += _drawn[i];
            lent += _drawn[i];
            var earned = Earned(i, _flat ? lent : balance);
            var interest = Due(i, earned + deferred);
            deferred += earned - interest;
            var principal = i == _count - 1 ? balance : Math.Min(balance, Repaid(i, interest));
            balance -= principal;
            (parts.Principal[i], parts.Interest[i], parts.Earned[i], parts.Balance[i]) = (principal, interest, earned, balance);
        }
    }

    // What was put off falls due as a whole after the grace. Otherwise interest beyond an agreed installment waits for the next.
    private long Due(int i, long interest) =>
        i == _count - 1 ? interest
        : i < _terms.GraceOnInterestPayment ? 0
        : i == _terms.GraceOnInterestPayment && i > 0 ? interest
        : IsOneAmount && i >= _terms.GraceOnPrincipal ? Math.Min(interest, _targets[i])
        : interest;

    private bool IsOneAmount => _terms.Amortization is Amortization.EqualInstallments or Amortization.Balloon or Amortization.FixedAmount;

    private long Repaid(int i, long interest) =>
        i < _terms.GraceOnPrincipal || _targets[i] == 0 ? 0
        : _terms.Amortization == Amortization.EqualPrincipal ? _targets[i]
        : Math.Max(0, _targets[i] - interest);
}
