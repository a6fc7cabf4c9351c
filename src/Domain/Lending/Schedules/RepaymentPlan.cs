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
    private readonly decimal[] _factors;
    private readonly long[] _drawn;
    private readonly decimal[]? _within;
    private readonly long[] _targets;
    private readonly long[] _balances;
    private readonly Parts _parts;

    private RepaymentPlan(ScheduleTerms terms, List<Period> periods, List<Draw> draws)
    {
        (_terms, _round, _count, _flat) = (terms, new Rounding(terms.Rounding), periods.Count, terms.InterestMethod == InterestMethod.Flat);
        _parts = new Parts(new long[_count], new long[_count], new long[_count]);
        (_factors, _drawn, _targets, _balances) = (new decimal[_count], new long[_count], new long[_count], new long[_count]);
        var interest = new InterestFactors(terms);
        for (var i = terms.InterestFreePeriods; i < _count; i++) _factors[i] = interest.Whole(periods[i]);
        if (draws.Any(draw => draw.On > periods[draw.Period].From)) _within = new decimal[_count];
        foreach (var draw in draws) Take(draw, periods, interest);
        if (terms.InterestPauses.Count > 0) Pause(periods, draws, new PausedInterest(terms));
    }

    /// <summary>The installments of a loan.</summary>
    public static Parts Of(ScheduleTerms terms, List<Period> periods, List<Draw> draws) =>
        new RepaymentPlan(terms, periods, draws)._parts;

    /// <summary>How many of the periods installments of an agreed amount need; null where they are not enough.</summary>
    public static int? PeriodsNeeded(ScheduleTerms terms, List<Period> periods, List<Draw> draws)
    {
        var plan = new RepaymentPlan(terms, periods, draws);
        var (parts, last) = (plan._parts, periods.Count - 1);
        for (var i = draws[^1].Period; i < last; i++)
            if (plan._balances[i] == 0) return i + 1;
        return parts.Principal[last] + parts.Interest[last] <= plan._targets[last] ? periods.Count : null;
    }

    private int FirstToRepay(int from) => Math.Max(from, Math.Min(_terms.GraceOnPrincipal, _count - 1));

    // Interest is linear in principal, so what comes within a period adds its own for the days it is there.
    private void Take(in Draw draw, List<Period> periods, InterestFactors interest)
    {
        var period = periods[draw.Period];
        _drawn[draw.Period] += draw.Amount;
        if (IsWithin(draw, period)) _within![draw.Period] += draw.Amount * (interest.Part(period, draw.On, period.Due) - _factors[draw.Period]);
        var owed = (draw.Period == 0 ? 0 : _balances[draw.Period - 1]) + _drawn[draw.Period];
        SetTargets(FirstToRepay(draw.Period), owed, periods);
        Walk(_parts);
        if (_terms.Amortization is Amortization.EqualInstallments or Amortization.Balloon) Even(FirstToRepay(draw.Period));
    }

    private bool IsWithin(in Draw draw, in Period period) =>
        draw.On > period.From && draw.Period >= _terms.InterestFreePeriods && _terms.PartialPeriodInterest;

    // Installments are set as if there were no pause; less interest then leaves more of each for principal.
    private void Pause(List<Period> periods, List<Draw> draws, PausedInterest paused)
    {
        for (var i = _terms.InterestFreePeriods; i < _count; i++) _factors[i] -= paused.In(periods[i], periods[i].From);
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
            Amortization.EqualInstallments or Amortization.Balloon => Multiple(Equal(first, owed, _terms.Balloon?.Minor ?? 0)),
            Amortization.EqualPrincipal => Multiple(owed / (decimal)(_count - first)),
            Amortization.FixedAmount => _terms.InstallmentAmount!.Value.Minor,
            _ => 0,
        };
        Array.Fill(_targets, target, first, _count - first);
        if (_terms.DayPrice is { } price) for (var i = 0; i < _count; i++) _targets[i] = price.Minor * periods[i].Days;
    }

    private decimal Equal(int first, long owed, long balloon) =>
        _flat ? (owed - balloon + FlatInterest(first)) / (decimal)(_count - first) : Annuity(first, owed, balloon);

    // Worth today of one unit with each installment; P × ∏(1+f) / F is the same fraction, but may leave the range of decimal.
    private decimal Annuity(int first, long owed, long balloon)
    {
        var (discount, worth) = (1m, 0m);
        for (var i = first; i < _count; i++)
        {
            if (_factors[i] != 0) discount /= 1 + _factors[i];
            worth += discount;
        }
        return (owed - balloon * discount) / worth;
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

    private long Earned(int i, long on) => _round.Whole(on * _factors[i] + (_within?[i] ?? 0));

    // A multiple so coarse that nothing would be left of the installment is not applied.
    private long Multiple(decimal minor) =>
        _round.Multiple(minor, _terms.InstallmentMultipleOf?.Minor ?? 1) is > 0 and var multiple ? multiple : _round.Whole(minor);

    // Rounded installments leave a last one that differs; it is brought nearer once, where that helps.
    private void Even(int first)
    {
        var (count, agreed) = (_count - first, _targets[_count - 1]);
        var off = LastDiffersBy(_parts, agreed);
        if (count < 2 || 2 * Math.Abs(off) <= count) return;
        var better = Multiple(agreed + off / (decimal)count);
        if (better == agreed) return;

        var tried = new Parts(new long[_count], new long[_count], new long[_count]);
        Array.Fill(_targets, better, first, count);
        Walk(tried);
        if (Math.Abs(LastDiffersBy(tried, better)) < Math.Abs(off))
        {
            tried.Principal.CopyTo(_parts.Principal, 0);
            tried.Interest.CopyTo(_parts.Interest, 0);
            tried.Earned.CopyTo(_parts.Earned, 0);
            return;
        }

        Array.Fill(_targets, agreed, first, count);
        Walk(_parts);
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
            (parts.Principal[i], parts.Interest[i], parts.Earned[i], _balances[i]) = (principal, interest, earned, balance);
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
