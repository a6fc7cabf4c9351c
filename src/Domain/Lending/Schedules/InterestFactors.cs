namespace Paylatch.Domain.Lending.Schedules;

/// <summary>
/// What a unit of principal costs over a time, by the terms' conventions: rate × months / 12 with months of 30 days in a year
/// of 360, rate × days / 365, or, with actual years, the sum over calendar years of days / 365 or 366. The night into a new
/// year counts in the new one.
/// </summary>
internal sealed class InterestFactors(ScheduleTerms terms)
{
    private const int LongestKept = 32;

    private readonly decimal _rate = terms.InterestMethod == InterestMethod.None ? 0 : terms.AnnualRatePercent / 100;
    private readonly bool _nominal = terms.InterestCalculation == InterestCalculation.PerPeriod;
    private readonly bool _months30 = terms.DaysInMonth == DaysInMonth.Days30 && terms.RepayUnit is RepayUnit.Months or RepayUnit.Years;
    private readonly bool _actualYears = terms.DaysInYear == DaysInYear.Actual;
    private readonly int _stepMonths = terms.RepayEvery * (terms.RepayUnit == RepayUnit.Years ? 12 : 1);

    // Periods repeat: what was reckoned for so many days of such a year, or for so many steps, is kept.
    private Factor?[]? _byDays;
    private (int Steps, int Year, Factor Factor)? _bySteps;

    /// <summary>For the whole of a period.</summary>
    public Factor Whole(in Period period)
    {
        if (_rate == 0) return default;
        if (_nominal || (CountsMonths(period) && period.Steps > 0)) return BySteps(period);
        return CountsMonths(period) ? new Factor(_rate * Days30(period.From, period.Due) / YearLength(period.From)) : ByDays(period.From, period.Due);
    }

    /// <summary>For some days of a period: months and nominal periods are split by days.</summary>
    public decimal Part(in Period period, DateOnly from, DateOnly to) =>
        _rate == 0 || to <= from ? 0
        : !_nominal && !CountsMonths(period) ? ByDays(from, to).Value
        : Whole(period).Value * (to.DayNumber - from.DayNumber) / period.Days;

    // Over the turn of an actual year months of 30 days would belong to two years of different length: days are counted.
    private bool CountsMonths(in Period period) => _months30 && !(_actualYears && period.From.Year != period.Due.Year);

    private Factor BySteps(in Period period)
    {
        var year = YearLength(period.From);
        if (_bySteps is { } kept && kept.Steps == period.Steps && kept.Year == year) return kept.Factor;
        var factor = new Factor(_nominal ? Nominal(period.Steps, year) : _rate * 30 * period.Steps * _stepMonths / year);
        _bySteps = (period.Steps, year, factor);
        return factor;
    }

    private decimal Nominal(int steps, int year) => _rate * (Math.Max(1, steps) * terms.RepayEvery) / terms.RepayUnit switch
    {
        RepayUnit.Days => year,
        RepayUnit.Weeks => 52,
        RepayUnit.Months => 12,
        _ => 1,
    };

    // The 30E/360 rule (ISDA 2006, 4.16 g): the 31st counts as the 30th.
    private static int Days30(DateOnly from, DateOnly to) =>
        (to.Year - from.Year) * 360 + (to.Month - from.Month) * 30 + Math.Min(to.Day, 30) - Math.Min(from.Day, 30);

    private Factor ByDays(DateOnly from, DateOnly to)
    {
        if (_actualYears && from.Year != to.Year) return new Factor(OverYears(from, to));
        var (days, year) = (to.DayNumber - from.DayNumber, YearLength(from));
        if (days >= LongestKept) return new Factor(_rate * days / year);
        return (_byDays ??= new Factor?[2 * LongestKept])[2 * days + (year == 366 ? 1 : 0)] ??= new Factor(_rate * days / year);
    }

    private decimal OverYears(DateOnly from, DateOnly to)
    {
        var factor = 0m;
        for (var year = from.Year; year <= to.Year; year++)
        {
            var end = year == to.Year ? to : new DateOnly(year, 12, 31);
            factor += _rate * (end.DayNumber - from.DayNumber) / LengthOf(year);
            from = end;
        }
        return factor;
    }

    private int YearLength(DateOnly at) => terms.DaysInYear switch
    {
        DaysInYear.Days360 => 360,
        DaysInYear.Days364 => 364,
        DaysInYear.Days365 => 365,
        _ => LengthOf(at.Year),
    };

    private static int LengthOf(int year) => DateTime.IsLeapYear(year) ? 366 : 365;
}
