using System.Globalization;
using Paylatch.Application.Tenancy;

namespace Paylatch.Application.Lending;

/// <summary>At which days the past of the portfolio is shown.</summary>
public enum PortfolioStep
{
    /// <summary>At the ends of months.</summary>
    Month,

    /// <summary>At the ends of weeks, as the tenant's culture counts them.</summary>
    Week,
}

/// <summary>The days whose ends are kept and shown.</summary>
internal static class PortfolioDays
{
    /// <summary>The ends of the months or weeks of a span, the oldest first.</summary>
    public static List<DateOnly> Ends(this TenantInfo tenant, PortfolioStep step, DateOnly from, DateOnly to)
    {
        var days = new List<DateOnly>();
        for (var end = step == PortfolioStep.Month ? EndOfMonth(from) : EndOfWeek(from, tenant.Culture); end <= to;)
        {
            days.Add(end);
            end = step == PortfolioStep.Month ? EndOfMonth(end.AddDays(1)) : end.AddDays(7);
        }

        return days;
    }

    /// <summary>The first day of its month.</summary>
    public static DateOnly StartOfMonth(DateOnly day) => new(day.Year, day.Month, 1);

    private static DateOnly EndOfMonth(DateOnly day) => StartOfMonth(day).AddMonths(1).AddDays(-1);

    private static DateOnly EndOfWeek(DateOnly day, string culture)
    {
        var first = CultureInfo.GetCultureInfo(culture).DateTimeFormat.FirstDayOfWeek;
        return day.AddDays(6 - (((int)day.DayOfWeek - (int)first + 7) % 7));
    }
}
