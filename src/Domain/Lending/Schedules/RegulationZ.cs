namespace Paylatch.Domain.Lending.Schedules;

/// <summary>
/// The annual percentage rate of Regulation Z, Appendix J (b): each flow lies a number of whole unit periods and a fraction of
/// one after the first advance; whole ones compound, fractions count simply. The unit period is the interval that is most
/// frequent between flows, and the smallest where several are; months are months, and days in a fraction of one count by 30.
/// </summary>
public static class RegulationZ
{
    /// <summary>The nominal yearly rate as a fraction; 0.12 is 12 percent.</summary>
    /// <exception cref="ArgumentException">There is no flow each way.</exception>
    public static double Rate(IReadOnlyList<CashFlow> flows)
    {
        var ordered = flows.OrderBy(flow => flow.On).ToArray();
        var unit = UnitOf(ordered);
        var places = Array.ConvertAll(ordered, flow => unit.Between(ordered[0].On, flow.On));
        var perUnit = Solve.Rate(rate => ordered.Select((flow, i) =>
            flow.Amount / ((1 + places[i].Fraction * rate) * Math.Pow(1 + rate, places[i].Whole))).Sum());
        return perUnit * unit.AYear;
    }

    private static UnitPeriod UnitOf(CashFlow[] ordered)
    {
        var gaps = ordered.Zip(ordered.Skip(1), (a, b) => UnitPeriod.Of(a.On, b.On)).Where(unit => unit.Length > 0).ToList();
        var (start, end) = (ordered[0].On, ordered[^1].On);
        // A single advance and a single payment: the term is the unit, a year at the most (J (b)(4)(iii)).
        if (gaps.Count == 1) return end > start.AddYears(1) ? new UnitPeriod(true, 12) : UnitPeriod.Of(start, end);
        var commonest = gaps.GroupBy(unit => unit).OrderByDescending(group => group.Count()).ThenBy(group => group.Key.Days).First();
        // No interval happens twice: the average of them, as a whole number of half months or more (J (b)(4)(ii)).
        var unit = commonest.Count() > 1 ? commonest.Key : Average(start, end, gaps.Count);
        return unit.Days > 365 ? new UnitPeriod(true, 12) : unit;
    }

    private static UnitPeriod Average(DateOnly start, DateOnly end, int count)
    {
        var months = (int)Math.Round((end.DayNumber - start.DayNumber) / 365.25 * 12 / count, MidpointRounding.AwayFromZero);
        return months < 1 ? new UnitPeriod(false, 15) : new UnitPeriod(true, Math.Min(12, months));
    }
}

/// <summary>The interval by which Appendix J counts.</summary>
/// <param name="IsMonths">True for months, else days.</param>
/// <param name="Length">How many of them.</param>
internal readonly record struct UnitPeriod(bool IsMonths, int Length)
{
    /// <summary>How many there are in a year (J (b)(5)).</summary>
    public double AYear => IsMonths ? 12.0 / Length : Length % 7 == 0 ? 52.0 / (Length / 7) : Length == 15 ? 24 : 365.0 / Length;

    /// <summary>About how many days it has, to compare with others.</summary>
    public int Days => IsMonths ? Length * 365 / 12 : Length;

    /// <summary>The interval between two dates: whole months where the day is the same or both are the last of their month.</summary>
    public static UnitPeriod Of(DateOnly from, DateOnly to)
    {
        var months = MonthsBetween(from, to);
        return months > 0 && Matches(from, to, months) ? new UnitPeriod(true, months) : new UnitPeriod(false, to.DayNumber - from.DayNumber);
    }

    /// <summary>Whole units between two dates, counted back from the later one, and the fraction that is left at the beginning.</summary>
    public (int Whole, double Fraction) Between(DateOnly from, DateOnly to)
    {
        if (!IsMonths) return Math.DivRem(to.DayNumber - from.DayNumber, Length) is var (units, days) ? (units, days / (double)Length) : default;
        var months = MonthsBetween(from, to);
        if (!Matches(from, to, months) && to.AddMonths(-months) < from) months--;
        var rest = Matches(from, to, months) ? 0 : to.AddMonths(-months).DayNumber - from.DayNumber;
        var (whole, over) = Math.DivRem(months, Length);
        return (whole, (over + rest / 30.0) / Length);
    }

    private static int MonthsBetween(DateOnly from, DateOnly to) => (to.Year - from.Year) * 12 + to.Month - from.Month;

    private static bool Matches(DateOnly from, DateOnly to, int months) =>
        from.AddMonths(months) == to || to.AddMonths(-months) == from || (IsLast(from) && IsLast(to));

    private static bool IsLast(DateOnly date) => date.Day == DateTime.DaysInMonth(date.Year, date.Month);
}
