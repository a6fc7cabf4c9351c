using Microsoft.Extensions.Localization;
using Paylatch.Application.Lending;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Lending.Products;
using Paylatch.Infrastructure.Persistence;
using Paylatch.Web.Components;
using Paylatch.Web.Payments;
using Paylatch.Web.Shell;

namespace Paylatch.Web.Lending;

/// <summary>Returned devices, products and closes of days: what of them is chosen and how it is sorted, the same on the page and in the file.</summary>
internal static class LendingFiles
{
    private static readonly string[] ReturnColumns =
        ["step", "received_on", "contract", "customer", "device", "condition", "to_stock", "value", "price", "surplus", "owed", "currency"];

    private static readonly string[] ProductColumns = ["name", "description", "state", "version", "currency", "terms", "changed_at"];

    private static readonly string[] FailureColumns = ["contract", "day", "reason", "attempts", "failed_at", "next_at"];

    private static readonly string[] DayColumns =
        ["day", "started_at", "finished_at", "loans", "reminded", "overdue", "locks_decided", "penalties", "set_aside", "currency", "interest", "fees", "penalties_charged"];

    /// <summary>Maps them.</summary>
    public static void MapLendingFiles(this IEndpointRouteBuilder app)
    {
        app.MapGet("/returns/export.csv", ReturnsCsv).ExcludeFromDescription();
        app.MapGet("/settings/products/export.csv", ProductsCsv).ExcludeFromDescription();
        app.MapGet("/settings/day-close/export.csv", DayCloseCsv).ExcludeFromDescription();
    }

    /// <summary>The returned devices an address asks for; what cannot be read of it asks nothing.</summary>
    public static ListReturns.Query Returns(string? step, string? q, string? sort) => new(
        Enum.TryParse<ReturnStep>(step, ignoreCase: true, out var come) && Enum.IsDefined(come) ? come : null, Text: q,
        Sort: sort?.TrimStart('-') switch { "value" => ReturnSort.Value, "price" => ReturnSort.Price, "owed" => ReturnSort.Owed, _ => ReturnSort.Received },
        SmallestFirst: sort is "received" or "value" or "price" or "owed");

    /// <summary>The products of a state whose name or description says so, sorted.</summary>
    public static IReadOnlyList<ProductRow> Chosen(this IReadOnlyList<ProductRow> products, string? state, string? q, string? sort)
    {
        var (only, text) = (StateOf(state), q?.Trim() ?? "");
        IReadOnlyList<ProductRow> chosen = [.. products.Where(p => (only is null || p.State == only)
            && (p.Name.Contains(text, StringComparison.CurrentCultureIgnoreCase) || p.Description.Contains(text, StringComparison.CurrentCultureIgnoreCase)))];
        return chosen.By(sort, key => key switch
        {
            "name" => p => p.Name,
            "state" => p => p.State,
            "version" => p => p.Version,
            "changed" => p => p.ChangedAt,
            _ => null,
        });
    }

    /// <summary>The state an address asks for; null for all.</summary>
    public static ProductState? StateOf(string? state) => Enum.GetValues<ProductState>().Select(s => (ProductState?)s).FirstOrDefault(s => Words.Of(s!.Value) == state);

    /// <summary>Loans that are set aside, sorted.</summary>
    public static IReadOnlyList<SetAsideLoan> Sorted(this IReadOnlyList<SetAsideLoan> loans, string? sort) => loans.By(sort, key => key switch
    {
        "loan" => l => l.Number,
        "since" => l => l.Day,
        "why" => l => l.Reason,
        "attempts" => l => l.Attempts,
        "next" => l => l.NextAt,
        _ => null,
    });

    /// <summary>Closes of days, sorted.</summary>
    public static IReadOnlyList<DayCloseRun> Sorted(this IReadOnlyList<DayCloseRun> runs, string? sort) => runs.By(sort, key => key switch
    {
        "day" => r => r.Day,
        "loans" => r => r.Progress.Counts.Loans,
        "interest" => r => r.Sums.Sum(s => s.InterestMinor),
        "reminded" => r => r.Progress.Counts.Reminded,
        "overdue" => r => r.Progress.Counts.Overdue,
        "locks" => r => r.Progress.Counts.GraceEnded,
        "penalties" => r => r.Progress.Counts.Penalties,
        "failed" => r => r.Progress.Counts.Failed,
        "took" => r => r.FinishedAt - r.StartedAt,
        _ => null,
    });

    private static Task<IResult> ReturnsCsv(HttpContext http, Operations operations, CancellationToken ct, string? step = null, string? q = null, string? sort = null)
    {
        var (caller, query) = (CallerOf.Http(http), Returns(step, q, sort));
        return CsvPages.Answer<ListReturns.Page>(
            http, "returns.csv", ReturnColumns,
            before => operations.Run(caller, (ExportReturns u) => u.Handle(query with { After = before?.Next }, ct), ct),
            page => page.Rows.Select(Cells), page => page.Next is not null);
    }

    private static object?[] Cells(ListReturns.Row row)
    {
        string? Text(Domain.Shared.Money? money) => money is { } some ? PaymentsApi.Plain(some) : null;
        return
        [
            Words.Of(row.Step), row.ReceivedOn, row.Number, row.Customer, row.Model, row.Condition, row.ToStock, Text(row.Value), Text(row.Price),
            Text(row.Surplus), Text(row.Owed), row.Owed.Currency.Code,
        ];
    }

    private static Task<IResult> ProductsCsv(
        HttpContext http, Operations operations, IStringLocalizer<LendingTexts> texts, CancellationToken ct, string? state = null, string? q = null, string? sort = null) =>
        CsvPages.Answer<IReadOnlyList<ProductRow>>(
            http, "products.csv", ProductColumns, _ => operations.Run(CallerOf.Http(http), (ListProducts u) => u.Handle(ct), ct),
            all => all.Chosen(state, q, sort).Select(p => (object?[])[p.Name, p.Description, Words.Of(p.State), p.Version, p.Currency.Code, texts.InWords(p), p.ChangedAt]),
            _ => false);

    private static Task<IResult> DayCloseCsv(
        HttpContext http, Operations operations, CancellationToken ct, string? table = null, string? q = null, string? sort = null)
    {
        var failures = table != "days";
        return CsvPages.Answer<ShowDayClose.Page>(
            http, failures ? "set-aside.csv" : "day-closes.csv", failures ? FailureColumns : DayColumns,
            _ => operations.Run(CallerOf.Http(http), (ShowDayClose u) => u.Handle(ct, q, ShowDayClose.MostExported), ct),
            page => failures
                ? page.SetAside.Sorted(sort).Select(l => (object?[])[l.Number, l.Day, l.Reason, l.Attempts, l.FailedAt, l.NextAt])
                : page.Runs.Sorted(sort).SelectMany(Cells),
            _ => false);
    }

    // A day that brought something in two currencies has two lines; one that brought nothing has one without sums.
    private static IEnumerable<object?[]> Cells(DayCloseRun run)
    {
        var did = run.Progress.Counts;
        object?[] day = [run.Day, run.StartedAt, run.FinishedAt, did.Loans, did.Reminded, did.Overdue, did.GraceEnded, did.Penalties, did.Failed];
        if (run.Sums.Count == 0) return [[.. day, null, null, null, null]];
        return run.Sums.Select(s => (object?[])[.. day, s.Currency.Code, Text(s.InterestMinor, s), Text(s.FeesMinor, s), Text(s.PenaltiesMinor, s)]);

        static string Text(long minor, DayCloseSum sum) => PaymentsApi.Plain(new Domain.Shared.Money(minor, sum.Currency));
    }
}
