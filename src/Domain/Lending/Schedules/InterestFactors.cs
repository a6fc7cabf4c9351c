namespace Paylatch.Domain.Lending.Schedules;

/// <summary>
/// What a unit of principal costs over a time, by the terms' conventions: rate × months / 12 with months of 30 days in a year
/// of 360, rate × days / 365, or, with actual years, the sum over calendar years of days / 365 or 366. The night into a new
/// year counts in the new one.
/// </summary>
internal sealed class InterestFactors(ScheduleTerms terms)
{
    private readonly decimal _rate = terms.InterestMethod == InterestMethod.None ? 0 : terms.AnnualRatePercent / 100;

    /// <summary>For the whole of a period.</summary>
    public decimal Whole(in Period period) =>
        _rate == 0 ? 0
        : terms.InterestCalculation == InterestCalculation.PerPeriod ? _rate * NominalYears(period)
        : CountsMonths(period) ? _rate * 30 * MonthsOf(period) / YearLength(period.From)
        : _rate * Years(period.From, period.Due);

    /// <summary>For some days of a period: months and nominal periods are split by days.</summary>
    public decimal Part(in Period period, DateOnly from, DateOnly to) =>
        _rate == 0 || to <= from ? 0
        : terms.InterestCalculation == InterestCalculation.Daily && !CountsMonths(period) ? _rate * Years(from, to)
        : Whole(period) * (to.DayNumber - from.DayNumber) / period.Days;

    // Over the turn of an actual year months of 30 days would belong to two years of different length: days are counted.
    private bool CountsMonths(in Period period) =>
        terms.DaysInMonth == DaysInMonth.Days30 && terms.RepayUnit is RepayUnit.Months or RepayUnit.Years
        && !(terms.DaysInYear == DaysInYear.Actual && period.From.Year != period.Due.Year);

    private decimal MonthsOf(in Period period) => period.Steps > 0
        ? period.Steps * terms.RepayEvery * (terms.RepayUnit == RepayUnit.Years ? 12 : 1)
        : Days30(period.From, period.Due) / 30m;

    // The 30E/360 rule (ISDA 2006, 4.16 g): the 31st counts as the 30th.
    private static int Days30(DateOnly from, DateOnly to) =>
        (to.Year - from.Year) * 360 + (to.Month - from.Month) * 30 + Math.Min(to.Day, 30) - Math.Min(from.Day, 30);

    private decimal NominalYears(in Period period) => Math.Max(1, period.Steps) * terms.RepayEvery / terms.RepayUnit switch
    {
        RepayUnit.Days => YearLength(period.From),
        RepayUnit.Weeks => 52,
        RepayUnit.Months => 12,
        _ => 1,
    };

    private decimal Years(DateOnly from, DateOnly to)
    {
        if (terms.DaysInYear != DaysInYear.Actual || from.Year == to.Year)
            return (to.DayNumber - from.DayNumber) / YearLength(from);
        var years = 0m;
        for (var year = from.Year; year <= to.Year; year++)
        {
            var end = year == to.Year ? to : new DateOnly(year, 12, 31);
            years += (end.DayNumber - from.DayNumber) / LengthOf(year);
            from = end;
        }
        return years;
    }

    private decimal YearLength(DateOnly at) => terms.DaysInYear switch
    {
        DaysInYear.Days360 => 360,
        DaysInYear.Days364 => 364,
        DaysInYear.Days365 => 365,
        _ => LengthOf(at.Year),
    };

    private static decimal LengthOf(int year) => DateTime.IsLeapYear(year) ? 366 : 365;
}
