using Microsoft.Extensions.Localization;
using Paylatch.Application.Lending;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Shared;
using Paylatch.Web.Components;

namespace Paylatch.Web.Lending;

/// <summary>What a vintage is followed by.</summary>
public enum VintageMeasure
{
    /// <summary>The share of the principal lent that is on loans more than thirty days late.</summary>
    Late,

    /// <summary>The share of the principal lent that was repaid.</summary>
    Repaid,
}

/// <summary>The tables of the portfolio, the same on the page and in its files.</summary>
internal static class PortfolioFigures
{
    /// <summary>Its name in addresses.</summary>
    public const string Ageing = "ageing", Months = "months", Vintages = "vintages";

    /// <summary>How many months of a vintage are columns.</summary>
    public const int MostMonths = 24;

    /// <summary>A table by its name; null when there is none of that name.</summary>
    public static Figures? Of(string? name, PortfolioPage page, VintageMeasure measure, IStringLocalizer<LendingTexts> texts) => name switch
    {
        Ageing => OfAgeing(page, texts),
        Months => OfMonths(page, texts),
        Vintages => OfVintages(page, measure, texts),
        _ => null,
    };

    /// <summary>Principal by class at the ends of days, the newest first.</summary>
    public static Figures OfAgeing(PortfolioPage page, IStringLocalizer<LendingTexts> texts)
    {
        var classes = page.Classes.All;
        return new Figures(
            Ageing,
            [
                new("day", texts["Day"]), .. classes.Select(bucket => new FigureColumn(Key(bucket), Bucket(bucket, texts))),
                new("principal", texts["PrincipalOwed"]), new("par30", texts["Par30"]), new("loans", texts["LoansHeading"]),
            ],
            [
                .. page.Ageing.GroupBy(a => a.Day).OrderByDescending(day => day.Key).Select(day => (object?[])
                [
                    day.Key, .. classes.Select(bucket => (object)Of(page, day.Where(a => a.DaysFrom == bucket.From).Sum(a => a.PrincipalMinor))),
                    Of(page, day.Sum(a => a.PrincipalMinor)), Share(day.Sum(a => a.RiskMinor), day.Sum(a => a.PrincipalMinor)), day.Sum(a => a.Loans),
                ]),
            ]);
    }

    /// <summary>Asked and collected by month, the newest first.</summary>
    public static Figures OfMonths(PortfolioPage page, IStringLocalizer<LendingTexts> texts) => new(
        Months,
        [new("month", texts["Month"]), new("due", texts["DueHeading"]), new("collected", texts["CollectedHeading"]), new("share", texts["CollectedShare"])],
        [.. page.Months.OrderByDescending(m => m.Month).Select(m => (object?[])[m.Month, Of(page, m.DueMinor), Of(page, m.CollectedMinor), Share(m.CollectedMinor, m.DueMinor)])]);

    /// <summary>Each month's loans by months on book, the newest first.</summary>
    public static Figures OfVintages(PortfolioPage page, VintageMeasure measure, IStringLocalizer<LendingTexts> texts)
    {
        var cohorts = page.Vintages.GroupBy(v => v.BookedIn).OrderByDescending(cohort => cohort.Key).ToList();
        var months = Math.Min(MostMonths, page.Vintages.Select(OnBook).DefaultIfEmpty(0).Max() + 1);
        return new Figures(
            Vintages,
            [
                new("booked", texts["BookedIn"]), new("lent", texts["Lent"]),
                .. Enumerable.Range(0, months).Select(month => new FigureColumn($"m{month}", texts["MonthsOnBook", month])),
            ],
            [
                .. cohorts.Select(cohort => (object?[])
                [
                    cohort.Key, Of(page, cohort.Max(v => v.BookedMinor)),
                    .. Enumerable.Range(0, months).Select(month => cohort.FirstOrDefault(v => OnBook(v) == month) is { } v ? (object?)Of(v, measure) : null),
                ]),
            ]);
    }

    /// <summary>Months between the month of booking and the month that ended.</summary>
    public static int OnBook(VintageStand v) => (v.Day.Year - v.BookedIn.Year) * 12 + v.Day.Month - v.BookedIn.Month;

    /// <summary>What a vintage is measured by.</summary>
    public static decimal? Of(VintageStand v, VintageMeasure measure) =>
        Share(measure == VintageMeasure.Late ? v.RiskMinor : v.BookedMinor - v.PrincipalMinor, v.BookedMinor);

    /// <summary>A class's name: current, 1–30 days, over 90 days.</summary>
    public static string Bucket(LoanBucket bucket, IStringLocalizer<LendingTexts> texts) =>
        bucket.To == 0 ? texts["AgeCurrent"]
        : bucket.To is { } end ? texts["AgeDays", bucket.From, end]
        : texts["BucketOver", Math.Max(0, bucket.From - 1)];

    private static string Key(LoanBucket bucket) => bucket.To == 0 ? "current" : bucket.To is { } end ? $"days_{bucket.From}_{end}" : $"days_{bucket.From}_up";

    private static Money Of(PortfolioPage page, long minor) => new(minor, page.Currency);

    private static decimal? Share(long part, long whole) => whole == 0 ? null : (decimal)part / whole;
}
