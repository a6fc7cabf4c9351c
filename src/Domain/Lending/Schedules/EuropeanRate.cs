namespace Paylatch.Domain.Lending.Schedules;

/// <summary>
/// The annual percentage rate of charge of the European directives on consumer credit (2008/48/EC, Annex I, and (EU) 2023/2225,
/// Annex III): the effective yearly rate at which what is lent and what is paid are worth the same. Intervals are whole years,
/// months of a twelfth or weeks of a fifty-second, counted back from each flow, and the days left over before them by the
/// length of the year that ends with the last of these days (remark c of part I, as 2014/17/EU words it).
/// </summary>
public static class EuropeanRate
{
    /// <summary>The rate as a fraction; 0.12 is 12 percent. Dates are counted from the first flow. Infinite where it is beyond reckoning.</summary>
    /// <exception cref="ArgumentException">There is no flow each way.</exception>
    public static double Rate(IReadOnlyList<CashFlow> flows)
    {
        var dates = flows.Select(flow => flow.On).Distinct().Order().ToArray();
        var count = Counting(dates);
        var years = flows.Select(flow => count(dates[0], flow.On)).ToArray();
        return Solve.Rate(flows, rate =>
        {
            var worth = 0.0;
            for (var i = 0; i < years.Length; i++) worth += flows[i].Amount / Math.Pow(1 + rate, years[i]);
            return worth;
        });
    }

    // The longest interval that lies a whole number of times between the flows; the one before the first payment may be odd.
    private static Func<DateOnly, DateOnly, double> Counting(DateOnly[] dates)
    {
        var regular = dates.Length > 2 ? dates[1..] : dates;
        var gaps = regular.Zip(regular.Skip(1)).ToList();
        bool All(Func<DateOnly, DateOnly, bool> whole) => gaps.TrueForAll(gap => whole(gap.First, gap.Second));
        if (All((from, to) => Months.Between(from, to) % 12 == 0 && Months.Match(from, to, Months.Between(from, to)))) return ByYears;
        if (All((from, to) => Months.Match(from, to, Months.Between(from, to)))) return ByMonths;
        return All((from, to) => (to.DayNumber - from.DayNumber) % 7 == 0) ? ByWeeks : ByMonths;
    }

    private static double ByMonths(DateOnly from, DateOnly to) =>
        Months.CountBack(from, to) is var (months, days) ? months / 12.0 + Odd(from, days) : default;

    private static double ByYears(DateOnly from, DateOnly to)
    {
        var (months, days) = Months.CountBack(from, to);
        return months % 12 == 0 ? months / 12 + Odd(from, days) : months / 12 + Odd(from, to.AddMonths(-(months / 12 * 12)).DayNumber - from.DayNumber);
    }

    private static double ByWeeks(DateOnly from, DateOnly to) =>
        Math.DivRem(to.DayNumber - from.DayNumber, 7) is var (weeks, days) ? weeks / 52.0 + Odd(from, days) : default;

    private static double Odd(DateOnly from, int days) =>
        days == 0 ? 0 : days / (double)(from.AddDays(days).DayNumber - from.AddDays(days).AddYears(-1).DayNumber);
}

/// <summary>Finds the rate at which dated flows are worth nothing together.</summary>
internal static class Solve
{
    /// <summary>By halving, which always arrives; 200 times leaves nothing of a double to halve. Infinite above <paramref name="most"/>.</summary>
    /// <exception cref="ArgumentException">The flows go one way only, or no rate above <paramref name="least"/> makes them worth nothing.</exception>
    public static double Rate(IReadOnlyList<CashFlow> flows, Func<double, double> worth, double least = -0.999, double most = 1e6) =>
        flows.Any(flow => flow.Amount < 0) && flows.Any(flow => flow.Amount > 0)
            ? Rate(worth, least, most)
            : throw new ArgumentException("The flows go one way only.", nameof(flows));

    /// <summary>The same for what is not given as flows. A rate above zero is preferred where there are several.</summary>
    /// <exception cref="ArgumentException">No rate above <paramref name="least"/> makes it nothing.</exception>
    public static double Rate(Func<double, double> worth, double least, double most)
    {
        var (now, far) = (Math.Sign(worth(0)), Math.Sign(worth(most)));
        if (now == 0) return 0;
        var (low, high) = now == far ? (least, 0.0) : (0.0, most);
        if (now == far && Math.Sign(worth(least)) == now)
            return worth(most) is var there && Math.Abs(there) < Math.Abs(worth(0)) ? double.PositiveInfinity : throw new ArgumentException("There is no such rate.", nameof(worth));
        var below = Math.Sign(worth(low));
        for (var i = 0; i < 200; i++)
        {
            var middle = low + (high - low) / 2;
            if (Math.Sign(worth(middle)) == below) low = middle;
            else high = middle;
        }
        return low;
    }
}
