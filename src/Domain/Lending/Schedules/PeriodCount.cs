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
        if (terms.GraceOnPrincipal >= periods.Count) throw LendingRefusals.TermOutOfRange("graceOnPrincipal", 0, periods.Count - 1);
        if (terms.GraceOnInterestPayment >= periods.Count) throw LendingRefusals.TermOutOfRange("graceOnInterestPayment", 0, periods.Count - 1);
        return periods;
    }

    private static List<Period> Agreed(ScheduleTerms terms, int count, DateOnly last)
    {
        var (dates, periods) = (new DueDates(terms), new List<Period>(count));
        while (periods.Count < count) periods.Add(Rising(dates.Next(), last));
        return periods;
    }

    // The last period ends on the last day that is paid for.
    private static List<Period> ByDay(ScheduleTerms terms, DateOnly last)
    {
        var lent = terms.Principal.Minor - Outgoing.Of(terms).Sum(outlay => outlay.Deposit.Minor);
        var days = (lent + terms.DayPrice!.Value.Minor - 1) / terms.DayPrice.Value.Minor;
        if (days > last.DayNumber - terms.StartsOn.DayNumber) throw LendingRefusals.TermTooLong(LoanTerms.MaxYears);
        var end = terms.StartsOn.AddDays((int)days);
        var (dates, periods) = (new DueDates(terms), new List<Period>());
        while (periods.Count < LoanTerms.MaxInstallments)
        {
            var period = Rising(dates.Next(), last);
            periods.Add(period.Due < end ? period : period with { Due = end });
            if (period.Due >= end) return periods;
        }
        throw LendingRefusals.InstallmentsOutOfRange(LoanTerms.MaxInstallments);
    }

    // As many periods as can be are laid out first; where that ends too early is why there is no schedule.
    private static List<Period> ByAmount(ScheduleTerms terms, DateOnly last)
    {
        var (dates, periods, end) = (new DueDates(terms), new List<Period>(), LendingRefusals.NeverPaidOff());
        while (periods.Count < LoanTerms.MaxInstallments && dates.Next() is var period && period.Due <= last)
        {
            if (period.Due <= period.From)
            {
                end = LendingRefusals.DueDatesCollide();
                break;
            }
            periods.Add(period);
        }
        if (periods.Count == 0) throw end;
        var needed = RepaymentPlan.PeriodsNeeded(terms, periods, Outgoing.Draws(Outgoing.Of(terms), periods)) ?? throw end;
        periods.RemoveRange(needed, periods.Count - needed);
        return periods;
    }

    private static Period Rising(in Period period, DateOnly last) =>
        period.Due <= period.From ? throw LendingRefusals.DueDatesCollide()
        : period.Due > last ? throw LendingRefusals.TermTooLong(LoanTerms.MaxYears)
        : period;
}
