using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Lending.Schedules;

/// <summary>The periods terms have: as many as agreed, or as many as an amount needs.</summary>
internal static class PeriodCount
{
    /// <summary>The periods, their due dates rising.</summary>
    /// <exception cref="Refusal">
    /// <c>lending.never_paid_off</c>, <c>lending.due_dates_collide</c>, <c>lending.term_too_long</c>, <c>lending.term_out_of_range</c> for a
    /// grace that leaves no installment.
    /// </exception>
    public static List<Period> Of(ScheduleTerms terms)
    {
        var last = terms.StartsOn.AddYears(LoanTerms.MaxYears);
        var periods = terms.Installments is { } count ? Agreed(terms, count, last)
            : terms.Amortization == Amortization.PerDay ? ByDay(terms, last)
            : ByAmount(terms, last);
        foreach (var (field, grace) in Graces(terms))
            if (grace >= periods.Count) throw LendingRefusals.TermOutOfRange(field, 0, periods.Count - 1);
        return periods;
    }

    private static IEnumerable<(string Field, int Periods)> Graces(ScheduleTerms terms) =>
        [("graceOnPrincipal", terms.GraceOnPrincipal), ("graceOnInterestPayment", terms.GraceOnInterestPayment)];

    private static List<Period> Agreed(ScheduleTerms terms, int count, DateOnly last)
    {
        var periods = new List<Period>(count);
        foreach (var period in Rising(terms, last))
        {
            periods.Add(period);
            if (periods.Count == count) break;
        }
        return periods;
    }

    // The last period ends on the last day that is paid for.
    private static List<Period> ByDay(ScheduleTerms terms, DateOnly last)
    {
        var lent = terms.Principal.Minor - Outgoing.Of(terms).Sum(outlay => outlay.Deposit.Minor);
        var days = (lent + terms.DayPrice!.Value.Minor - 1) / terms.DayPrice.Value.Minor;
        if (days > last.DayNumber - terms.StartsOn.DayNumber) throw LendingRefusals.TermTooLong(LoanTerms.MaxYears);
        var end = terms.StartsOn.AddDays((int)days);
        var periods = new List<Period>();
        foreach (var period in Rising(terms, last))
        {
            periods.Add(period.Due < end ? period : period with { Due = end });
            if (period.Due >= end) break;
            if (periods.Count == LoanTerms.MaxInstallments) throw LendingRefusals.InstallmentsOutOfRange(LoanTerms.MaxInstallments);
        }
        return periods;
    }

    private static List<Period> ByAmount(ScheduleTerms terms, DateOnly last)
    {
        var (interest, round) = (new InterestFactors(terms), new Rounding(terms.Rounding));
        var outlays = Outgoing.Of(terms);
        var (balance, paid, next) = (0L, terms.InstallmentAmount!.Value.Minor, 0);
        var periods = new List<Period>();
        foreach (var period in Rising(terms, last))
        {
            for (; next < outlays.Count && outlays[next].On < period.Due; next++) balance += outlays[next].Lent.Minor - outlays[next].Deposit.Minor;
            periods.Add(period);
            var free = periods.Count <= terms.InterestFreePeriods;
            var owed = free ? 0 : round.Whole(balance * interest.Whole(period));
            if (periods.Count > terms.GraceOnPrincipal) balance -= Math.Max(0, paid - owed);
            if (balance <= 0 && next == outlays.Count) return periods;
            if (periods.Count == LoanTerms.MaxInstallments) break;
        }
        throw LendingRefusals.NeverPaidOff();
    }

    private static IEnumerable<Period> Rising(ScheduleTerms terms, DateOnly last)
    {
        foreach (var period in new DueDates(terms).Periods())
        {
            if (period.Due <= period.From) throw LendingRefusals.DueDatesCollide();
            if (period.Due > last) throw LendingRefusals.TermTooLong(LoanTerms.MaxYears);
            yield return period;
        }
    }
}
