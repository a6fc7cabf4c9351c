namespace Paylatch.Domain.Lending.Schedules;

/// <summary>
/// The annual percentage rate of Regulation Z, Appendix J (b): each flow lies a number of whole unit periods and a fraction of
/// one after the first advance; whole ones compound, fractions count simply. The unit period is the interval that is most
/// frequent between flows, and the smallest where several are; months are months, and days in a fraction of one count by 30.
/// </summary>
public static class RegulationZ
{
    /// <summary>The nominal yearly rate as a fraction; 0.12 is 12 percent. Infinite where it is beyond reckoning.</summary>
    /// <exception cref="ArgumentException">There is no flow each way.</exception>
    public static double Rate(IReadOnlyList<CashFlow> flows)
    {
        var ordered = flows.OrderBy(flow => flow.On).ToArray();
        var unit = UnitOf([.. ordered.Select(flow => flow.On).Distinct()]);
        var places = Array.ConvertAll(ordered, flow => unit.Between(ordered[0].On, flow.On));
        return unit.AYear * Solve.Rate(flows, rate =>
        {
            var worth = 0.0;
            for (var i = 0; i < ordered.Length; i++) worth += ordered[i].Amount / ((1 + places[i].Fraction * rate) * Math.Pow(1 + rate, places[i].Whole));
            return worth;
        });
    }

    private static UnitPeriod UnitOf(DateOnly[] dates)
    {
        var (start, end) = (dates[0], dates[^1]);
        // A single advance and a single payment: the term is the unit, a year at the most (J (b)(4)(iii)).
        if (dates.Length <= 2) return end > start.AddYears(1) ? UnitPeriod.OfMonths(12) : UnitPeriod.Of(start, end);
        if (AreHalfMonths(dates)) return new UnitPeriod(true, 1);
        var gaps = dates.Zip(dates.Skip(1), UnitPeriod.Of).ToList();
        var commonest = gaps.GroupBy(unit => unit).OrderByDescending(group => group.Count()).ThenBy(group => group.Key.Days).First();
        // No interval happens twice: the average of them, as the nearest standard interval (J (b)(4)(ii)).
        var unit = commonest.Count() > 1 ? commonest.Key : UnitPeriod.Nearest((end.DayNumber - start.DayNumber) / (double)gaps.Count);
        return unit.Days > 365 ? UnitPeriod.OfMonths(12) : unit;
    }

    // Payments on two days of each month: every second one lies a month after, and those between are about half a month off.
    private static bool AreHalfMonths(DateOnly[] dates)
    {
        for (var i = 1; i + 1 < dates.Length; i++)
        {
            if (dates[i + 1].DayNumber - dates[i].DayNumber is < 13 or > 17) return false;
            if (i + 2 < dates.Length && UnitPeriod.Of(dates[i], dates[i + 2]) != UnitPeriod.OfMonths(1)) return false;
        }
        return dates.Length > 4;
    }
}

/// <summary>The interval by which Appendix J counts.</summary>
/// <param name="IsMonths">Whether it is counted in months, by halves of one; else in days.</param>
/// <param name="Length">How many half months or days.</param>
internal readonly record struct UnitPeriod(bool IsMonths, int Length)
{
    /// <summary>How many there are in a year (J (b)(5)).</summary>
    public double AYear => IsMonths ? 24.0 / Length : Length % 7 == 0 ? 52.0 / (Length / 7) : 365.0 / Length;

    /// <summary>About how many days it has, to compare with others.</summary>
    public double Days => IsMonths ? Length * 365 / 24.0 : Length;

    /// <summary>Whole months.</summary>
    public static UnitPeriod OfMonths(int months) => new(true, 2 * months);

    /// <summary>The interval between two dates: whole months where the day is the same or both are the last of their month.</summary>
    public static UnitPeriod Of(DateOnly from, DateOnly to)
    {
        var months = Months.Between(from, to);
        return months > 0 && Months.Match(from, to, months) ? OfMonths(months) : new UnitPeriod(false, Math.Max(1, to.DayNumber - from.DayNumber));
    }

    /// <summary>The standard interval nearest to a number of days, the lower where two are: days, weeks, half a month, months (J (b)(3)).</summary>
    public static UnitPeriod Nearest(double days)
    {
        UnitPeriod[] standard = [new(false, 1), new(true, 1), .. Enumerable.Range(1, 52).Select(weeks => new UnitPeriod(false, 7 * weeks)), .. Enumerable.Range(1, 12).Select(OfMonths)];
        return standard.OrderBy(unit => Math.Abs(unit.Days - days)).ThenBy(unit => unit.Days).First();
    }

    /// <summary>Whole units between two dates, counted back from the later one, and the fraction that is left at the beginning.</summary>
    public (int Whole, double Fraction) Between(DateOnly from, DateOnly to)
    {
        if (!IsMonths) return Math.DivRem(to.DayNumber - from.DayNumber, Length) is var (units, days) ? (units, days / (double)Length) : default;
        var (months, rest) = Months.CountBack(from, to);
        var (whole, over) = Math.DivRem((2 * months) + (rest / 15), Length);
        return (whole, ((over * 15) + (rest % 15)) / (15.0 * Length));
    }
}

/// <summary>Months between dates.</summary>
internal static class Months
{
    /// <summary>By the calendar's names only.</summary>
    public static int Between(DateOnly from, DateOnly to) => (to.Year - from.Year) * 12 + to.Month - from.Month;

    /// <summary>True where it is exactly so many months: the same day, or a month's last where that day is missing or both are the last.</summary>
    public static bool Match(DateOnly from, DateOnly to, int months) =>
        months == Between(from, to) && (from.AddMonths(months) == to || to.AddMonths(-months) == from || (IsLast(from) && IsLast(to)));

    /// <summary>Whole months counted back from the later date, and the days left before them.</summary>
    public static (int Months, int Days) CountBack(DateOnly from, DateOnly to)
    {
        var months = Between(from, to);
        if (Match(from, to, months)) return (months, 0);
        if (to.AddMonths(-months) < from) months--;
        return (months, to.AddMonths(-months).DayNumber - from.DayNumber);
    }

    private static bool IsLast(DateOnly date) => date.Day == DateTime.DaysInMonth(date.Year, date.Month);
}
