using System.Globalization;
using Microsoft.AspNetCore.Components;
using Paylatch.Application.Lending;
using Paylatch.Domain.Shared;
using Paylatch.Infrastructure.Outbox;
using Paylatch.Web.Components;

namespace Paylatch.Web.Lending;

/// <content>What is drawn of the portfolio, and where the address keeps what was chosen.</content>
public sealed partial class PortfolioView
{
    private const int MostVintages = 8;

    private PortfolioPage? _page;
    private Refusal? _refusal;

    /// <summary>The first day.</summary>
    [SupplyParameterFromQuery] public string? From { get; set; }

    /// <summary>The last day.</summary>
    [SupplyParameterFromQuery] public string? To { get; set; }

    /// <summary><c>month</c> or <c>week</c>.</summary>
    [SupplyParameterFromQuery] public string? Step { get; set; }

    /// <summary>The kind of device.</summary>
    [SupplyParameterFromQuery] public string? Kind { get; set; }

    /// <summary>The product's id.</summary>
    [SupplyParameterFromQuery] public string? Product { get; set; }

    /// <summary><c>late</c> or <c>repaid</c>.</summary>
    [SupplyParameterFromQuery] public string? Measure { get; set; }

    /// <summary>What the table of ageing is sorted by.</summary>
    [SupplyParameterFromQuery(Name = "ageing")] public string? SortAgeing { get; set; }

    /// <summary>What the table of months is sorted by.</summary>
    [SupplyParameterFromQuery(Name = "months")] public string? SortMonths { get; set; }

    /// <summary>What the table of vintages is sorted by.</summary>
    [SupplyParameterFromQuery(Name = "vintages")] public string? SortVintages { get; set; }

    private VintageMeasure Measured => PortfolioApi.MeasureOf(Measure);

    private bool IsFiltered => new[] { From, To, Step, Kind, Product, Measure }.Any(part => !string.IsNullOrEmpty(part));

    private List<DateOnly> AgeingDays => [.. _page!.Ageing.Select(a => a.Day).Distinct().Order()];

    private IReadOnlyList<string> AgeingAxis => AgeingDays.ConvertAll(Formats.Date);

    // What is current would press all others to the ground; the table has it.
    private IReadOnlyList<ChartLine> AgeingLines
    {
        get
        {
            var (late, days) = (_page!.Classes.All.Where(bucket => bucket.From > 0).ToList(), AgeingDays);
            var sums = _page.Ageing.ToLookup(a => (a.Day, a.DaysFrom), a => a.PrincipalMinor);
            return late.ConvertAll(bucket => new ChartLine(
                PortfolioFigures.Bucket(bucket, T), ToneOf(late.IndexOf(bucket), late.Count),
                days.ConvertAll(day => (double?)Major(sums[(day, bucket.From)].Sum()))));
        }
    }

    private IReadOnlyList<ChartLine> MonthLines =>
    [
        new(T["DueHeading"], Tone.Unknown, [.. _page!.Months.Select(m => (double?)Major(m.DueMinor))]),
        new(T["CollectedHeading"], Tone.Accent, [.. _page.Months.Select(m => (double?)Major(m.CollectedMinor))]),
    ];

    private int VintageMonths => Math.Min(PortfolioFigures.MostMonths, _page!.Vintages.Max(PortfolioFigures.OnBook) + 1);

    private IReadOnlyList<string> VintageAxis => [.. Enumerable.Range(0, VintageMonths).Select(month => T["MonthsOnBook", month].Value)];

    // The newest are the strongest: they tell how lending goes now.
    private IReadOnlyList<ChartLine> VintageLines
    {
        get
        {
            var cohorts = _page!.Vintages.GroupBy(v => v.BookedIn).OrderBy(cohort => cohort.Key).TakeLast(MostVintages).ToList();
            return cohorts.ConvertAll(cohort => new ChartLine(
                Formats.Month(cohort.Key), Tone.Accent,
                [.. Enumerable.Range(0, VintageMonths).Select(month => (double?)(cohort.FirstOrDefault(v => PortfolioFigures.OnBook(v) == month) is { } v ? PortfolioFigures.Of(v, Measured) : null))],
                cohorts.Count == 1 ? 1 : 0.35 + 0.65 * cohorts.IndexOf(cohort) / (cohorts.Count - 1)));
        }
    }

    // Its figures are of days, and reading them goes through every loan: it is read when it is asked for, not with every payment.
    /// <inheritdoc/>
    protected override bool Concerns(Signal signal) => false;

    /// <inheritdoc/>
    protected override async Task Read()
    {
        if (PortfolioApi.Query(From, To, Step, Kind, Product) is not { } query)
        {
            _refusal = Domain.Lending.LendingRefusals.PeriodInvalid(36);
            return;
        }

        var outcome = await Door.Run((ShowPortfolio u) => u.Handle(query, Gone), Gone);
        (_page, _refusal) = (outcome.Done ? outcome.Value : _page, outcome.Refusal);
    }

    private static Tone ToneOf(int index, int count) => index == count - 1 ? Tone.Locked : index == 0 ? Tone.Reminded : index == 1 ? Tone.Restricted : Tone.Unknown;

    private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    // Large sums beside a line: three figures are enough, the table has them all.
    private static string Compact(double value) => value switch
    {
        >= 1_000_000 => (value / 1_000_000).ToString("0.##", CultureInfo.InvariantCulture) + "M",
        >= 10_000 => (value / 1_000).ToString("0.#", CultureInfo.InvariantCulture) + "k",
        _ => value.ToString("#,0", CultureInfo.InvariantCulture),
    };

    private double Major(long minor) => (double)new Money(minor, _page!.Currency).Amount;

    private string Words(string kind) => T["Kind_" + string.Concat(kind.Split('_').Select(part => char.ToUpperInvariant(part[0]) + part[1..]))];

    private string With(string name, string? value) => Navigation.GetUriWithQueryParameters(Address("/portfolio"), new Dictionary<string, object?> { [name] = value });

    private string Address(string path) => Navigation.GetUriWithQueryParameters(path, new Dictionary<string, object?>
    {
        ["from"] = Kept(From), ["to"] = Kept(To), ["step"] = Kept(Step), ["kind"] = Kept(Kind), ["product"] = Kept(Product), ["measure"] = Kept(Measure),
        ["ageing"] = Kept(SortAgeing), ["months"] = Kept(SortMonths), ["vintages"] = Kept(SortVintages),
    });

    private static string? Kept(string? part) => string.IsNullOrEmpty(part) ? null : part;

    private string FileOf(string table, string? sort) => Navigation.GetUriWithQueryParameters("/portfolio/export.csv", new Dictionary<string, object?>
    {
        ["table"] = table, ["sort"] = Kept(sort), ["from"] = Kept(From), ["to"] = Kept(To), ["step"] = Kept(Step), ["kind"] = Kept(Kind), ["product"] = Kept(Product), ["measure"] = Kept(Measure),
    });

    private RenderFragment Export(string table, string? sort) => builder =>
    {
        builder.OpenElement(0, "a");
        builder.AddAttribute(1, "class", "button button-s");
        builder.AddAttribute(2, "href", FileOf(table, sort));
        builder.AddAttribute(3, "download", true);
        builder.OpenComponent<Icon>(4);
        builder.AddComponentParameter(5, "Name", "download");
        builder.AddComponentParameter(6, "Small", true);
        builder.CloseComponent();
        builder.AddContent(7, S["Export"].Value);
        builder.CloseElement();
    };
}
