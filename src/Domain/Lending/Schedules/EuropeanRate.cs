namespace Paylatch.Domain.Lending.Schedules;

/// <summary>
/// The annual percentage rate of charge of Directive 2008/48/EC, Annex I, part I: the effective yearly rate at which what is
/// lent and what is paid are worth the same. Intervals are years, months of a twelfth and weeks of a fifty-second where all of
/// them are whole, else days over 365, and over 366 in a leap year (part I, remark c).
/// </summary>
public static class EuropeanRate
{
    /// <summary>The rate as a fraction; 0.12 is 12 percent. Dates are counted from the first flow.</summary>
    /// <exception cref="ArgumentException">There is no flow each way.</exception>
    public static double Rate(IReadOnlyList<CashFlow> flows)
    {
        var start = flows.Min(flow => flow.On);
        var years = Years(start, [.. flows.Select(flow => flow.On)]);
        return Solve.Rate(rate => flows.Select((flow, i) => flow.Amount / Math.Pow(1 + rate, years[i])).Sum());
    }

    private static double[] Years(DateOnly start, DateOnly[] dates)
    {
        if (dates.All(date => Months(start, date) is not null)) return [.. dates.Select(date => Months(start, date)!.Value / 12.0)];
        if (dates.All(date => (date.DayNumber - start.DayNumber) % 7 == 0)) return [.. dates.Select(date => (date.DayNumber - start.DayNumber) / 7 / 52.0)];
        return [.. dates.Select(date => Days(start, date))];
    }

    private static int? Months(DateOnly from, DateOnly to)
    {
        var months = (to.Year - from.Year) * 12 + to.Month - from.Month;
        return from.AddMonths(months) == to ? months : null;
    }

    // Whole years first, the rest by the length of the year it lies in.
    private static double Days(DateOnly from, DateOnly to)
    {
        var years = to.Year - from.Year;
        if (from.AddYears(years) > to) years--;
        var rest = from.AddYears(years);
        return years + (to.DayNumber - rest.DayNumber) / (double)(rest.AddYears(1).DayNumber - rest.DayNumber);
    }
}

/// <summary>Finds the rate at which a worth that moves one way with it is nothing.</summary>
internal static class Solve
{
    /// <summary>By halving, which always arrives; 200 times leaves nothing of a double to halve.</summary>
    /// <exception cref="ArgumentException">The worth is nothing at no rate between the two.</exception>
    public static double Rate(Func<double, double> worth, double least = -0.5, double most = 1e6)
    {
        var (low, high) = (least, most);
        var rising = worth(low) < worth(high);
        if (worth(low) * worth(high) > 0) throw new ArgumentException("The flows go one way only.", nameof(worth));
        for (var i = 0; i < 200; i++)
        {
            var middle = low + (high - low) / 2;
            if (worth(middle) < 0 == rising) low = middle;
            else high = middle;
        }
        return low;
    }
}
