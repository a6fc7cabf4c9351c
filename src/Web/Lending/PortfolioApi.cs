using Microsoft.Extensions.Localization;
using Paylatch.Application.Lending;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Shared;
using Paylatch.Infrastructure.Persistence;
using Paylatch.Web.Components;
using Paylatch.Web.Payments;
using Paylatch.Web.Shell;

namespace Paylatch.Web.Lending;

/// <summary>The portfolio for programs, <c>GET /api/v1/portfolio</c>, and its tables as files.</summary>
internal static class PortfolioApi
{
    /// <summary>Maps both.</summary>
    public static void MapPortfolio(this IEndpointRouteBuilder app)
    {
        app.MapGet("/portfolio/export.csv", Export).ExcludeFromDescription();
        app.MapGroup("/api/v1/portfolio").WithTags("Loans").NeedsKey().MapGet("", Show).Produces<PortfolioAnswer>()
            .WithSummary("The portfolio: owed now, by days past due over time, collected against due, and how each month's loans go.")
            .WithDescription(
                "from and to are days such as 2026-03-31, a year when left out, 36 months at the most; step is month or week; kind is a kind of device, product the id of a product. "
                + "Shares are parts of one.");
    }

    /// <summary>What an address asks for; null when a part of it cannot be read. A part left empty, as a form sends it, asks nothing.</summary>
    public static ShowPortfolio.Query? Query(string? from, string? to, string? step, string? kind, string? product)
    {
        var (first, last) = (PaymentsApi.DayOf(from), PaymentsApi.DayOf(to));
        if ((!string.IsNullOrEmpty(from) && first is null) || (!string.IsNullOrEmpty(to) && last is null)) return null;
        // An id that is none names no product; the use case says so.
        ProductId? sold = string.IsNullOrEmpty(product) ? null : new ProductId(Guid.TryParse(product, out var id) ? id : Guid.Empty);
        return string.IsNullOrEmpty(step) || step == "month" ? new(first, last, PortfolioStep.Month, kind, sold)
            : step == "week" ? new(first, last, PortfolioStep.Week, kind, sold)
            : null;
    }

    private static async Task<IResult> Show(
        HttpContext http, Operations operations, CancellationToken ct, string? from = null, string? to = null, string? step = null, string? kind = null,
        string? product = null)
    {
        if (Query(from, to, step, kind, product) is not { } query) return Problems.Of(LendingRefusals.PeriodInvalid(36), http);
        var outcome = await operations.Run(CallerOf.Http(http), (ShowPortfolio u) => u.Handle(query, ct), ct);
        return outcome.ToHttp(http, page => Results.Json(PortfolioAnswer.Of(page)));
    }

    private static async Task<IResult> Export(
        HttpContext http, Operations operations, IStringLocalizer<LendingTexts> texts, CancellationToken ct, string? table = null, string? sort = null,
        string? measure = null, string? from = null, string? to = null, string? step = null, string? kind = null,
        string? product = null)
    {
        if (Query(from, to, step, kind, product) is not { } query) return Problems.Of(LendingRefusals.PeriodInvalid(36), http);
        var outcome = await operations.Run(CallerOf.Http(http), (ShowPortfolio u) => u.Handle(query, ct), ct);
        if (!outcome.Done) return Problems.Of(outcome.Refusal!, http);
        if (PortfolioFigures.Of(table, outcome.Value, MeasureOf(measure), texts)?.By(sort) is not { } figures) return Results.NotFound();
        return await CsvPages.Answer<Figures>(
            http, $"portfolio-{figures.Name}.csv", [.. figures.Columns.Select(c => c.Key), "currency"],
            _ => Task.FromResult<Application.Shared.Outcome<Figures>>(figures),
            page => page.Rows.Select(row => (object?[])[.. row.Select(Cell), outcome.Value.Currency.Code]), _ => false);
    }

    /// <summary>What vintages are measured by: how much is late, unless the address says repaid.</summary>
    public static VintageMeasure MeasureOf(string? word) => word == "repaid" ? VintageMeasure.Repaid : VintageMeasure.Late;

    private static object? Cell(object? cell) => cell switch
    {
        Money money => PaymentsApi.Plain(money),
        decimal share => decimal.Round(share, 6),
        _ => cell,
    };
}

/// <summary>The portfolio; amounts are decimal texts.</summary>
public sealed record PortfolioAnswer(
    DateOnly Today, DateOnly From, DateOnly To, string Currency, string? Kind, Guid? Product, int ActiveLoans, int LateLoans, int LockedDevices, string Principal,
    string Interest, string Fees, string Penalties, string PastDue, decimal? Par30, IReadOnlyList<PortfolioAnswer.BucketNow> Buckets,
    IReadOnlyList<PortfolioAnswer.BucketThen> Ageing, IReadOnlyList<PortfolioAnswer.MonthAnswer> Months, IReadOnlyList<PortfolioAnswer.VintageAnswer> Vintages)
{
    /// <summary>From what the page shows.</summary>
    public static PortfolioAnswer Of(PortfolioPage page)
    {
        string Text(long minor) => PaymentsApi.Plain(new Money(minor, page.Currency));
        var ends = page.Classes.All.ToDictionary(bucket => bucket.From, bucket => bucket.To);
        return new(
            page.Today, page.From, page.To, page.Currency.Code, page.Part.Kind, page.Part.Product?.Value, page.ActiveLoans, page.LateLoans, page.LockedDevices,
            PaymentsApi.Plain(page.Principal), PaymentsApi.Plain(page.Interest), PaymentsApi.Plain(page.Fees), PaymentsApi.Plain(page.Penalties),
            PaymentsApi.Plain(page.Late), page.Par30,
            [.. page.Now.Select(n => new BucketNow(n.DaysFrom, ends[n.DaysFrom], n.Loans, Text(n.PrincipalMinor), Text(n.LateMinor)))],
            [.. page.Ageing.Select(a => new BucketThen(a.Day, a.DaysFrom, ends[a.DaysFrom], a.Loans, Text(a.PrincipalMinor), Text(a.LateMinor)))],
            [.. page.Months.Select(m => new MonthAnswer(m.Month, Text(m.DueMinor), Text(m.CollectedMinor)))],
            [.. page.Vintages.Select(v => new VintageAnswer(
                v.BookedIn, PortfolioFigures.OnBook(v), Text(v.BookedMinor), PortfolioFigures.Of(v, VintageMeasure.Late), PortfolioFigures.Of(v, VintageMeasure.Repaid)))]);
    }

    /// <summary>Loans of a class now; no last day means no end.</summary>
    public sealed record BucketNow(int DaysFrom, int? DaysTo, int Loans, string Principal, string PastDue);

    /// <summary>Loans of a class when a day ended, by the classes that are chosen now.</summary>
    public sealed record BucketThen(DateOnly Day, int DaysFrom, int? DaysTo, int Loans, string Principal, string PastDue);

    /// <summary>A month's money.</summary>
    public sealed record MonthAnswer(DateOnly Month, string Due, string Collected);

    /// <summary>The loans booked in a month after some months.</summary>
    public sealed record VintageAnswer(DateOnly BookedIn, int MonthsOnBook, string Lent, decimal? Late30, decimal? Repaid);
}
