using System.Globalization;
using Paylatch.Application.Ledger;
using Paylatch.Domain.Ledger;
using Paylatch.Domain.Shared;
using Paylatch.Infrastructure.Persistence;
using Paylatch.Web.Components;
using Paylatch.Web.Shell;

namespace Paylatch.Web.Ledger;

/// <summary>Exchange rates for programs, <c>/api/v1/rates</c>, and as files; positions as a file.</summary>
internal static class RatesApi
{
    private static readonly string[] PositionColumns = ["currency", "held", "cost", "worth", "own_currency", "rate", "unrealised", "revalued_on", "realised"];

    private static readonly string[] Columns = ["base", "quote", "rate", "source", "valid_from", "recorded_at"];

    /// <summary>What an address says for the oldest rates first.</summary>
    public const string OldestFirst = "from";

    /// <summary>Positions, sorted.</summary>
    public static IReadOnlyList<ShowPositions.Row> Sorted(this IReadOnlyList<ShowPositions.Row> rows, string? sort) => rows.By(sort, key => key switch
    {
        "currency" => row => row.Held.Currency.Code,
        "held" => row => row.Held.Amount,
        "cost" => row => row.Cost.Minor,
        "worth" => row => row.Worth?.Minor,
        "unrealised" => row => row.Unrealised.Minor,
        "realised" => row => row.Realised.Minor,
        _ => null,
    });

    /// <summary>Where a page of rates ended, as a word in an address.</summary>
    public static string? Write(ListRates.Cursor? cursor) => cursor is null ? null : string.Create(CultureInfo.InvariantCulture, $"{cursor.At.UtcTicks}~{cursor.Id:N}");

    /// <summary>The cursor of a word; null when it is none.</summary>
    public static ListRates.Cursor? Read(string? word) =>
        word?.Split('~') is [var ticks, var id] && long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var at)
            && at <= DateTime.MaxValue.Ticks && Guid.TryParseExact(id, "N", out var rate)
            ? new ListRates.Cursor(new DateTimeOffset(at, TimeSpan.Zero), rate)
            : null;

    /// <summary>Maps them.</summary>
    public static void MapRates(this IEndpointRouteBuilder app)
    {
        app.MapGet("/books/rates.csv", Export).ExcludeFromDescription();
        app.MapGet("/books/positions.csv", Positions).ExcludeFromDescription();
        var api = app.MapGroup("/api/v1/rates").WithTags("Ledger").NeedsKey().DisableAntiforgery();
        api.MapGet("", List).Produces<IReadOnlyList<RateAnswer>>()
            .WithSummary("Exchange rates, the newest first.")
            .WithDescription("currency is on either side, source as it was written; before is a moment such as 2026-11-20T09:00:00Z, to go on after the last one; limit is 500 at the most.");
        api.MapPost("", Record).Produces<RatesRecordedAnswer>()
            .WithSummary("Write exchange rates down, all or none.")
            .WithDescription("One unit of base is worth rate units of quote, digits with a point as text, from validFrom on (now when left out). The same rate again does nothing again; another one of the same source for the same moment is refused.");
        api.MapGet("/at", At).Produces<UsedRateAnswer>()
            .WithSummary("The rate that is used at a moment: direct, inverse, or over one common currency.");
    }

    private static async Task<IResult> List(
        HttpContext http, Operations operations, CancellationToken ct, string? currency = null, string? source = null, string? before = null, int limit = 100)
    {
        var moment = RatesFile.Moment(before);
        if (LedgerApi.Unread(before, moment)) return LedgerApi.FilterInvalid(http);
        var outcome = await operations.Run(CallerOf.Http(http), (ListRates u) => u.Handle(new(currency, source, moment, limit), ct), ct);
        return outcome.ToHttp(http, page => Results.Json(page.Rows.Select(RateAnswer.Of)));
    }

    private static async Task<IResult> Record(HttpContext http, Operations operations, RecordRatesRequest? body, CancellationToken ct)
    {
        var said = new List<RecordRates.Said>();
        foreach (var rate in body?.Rates ?? [])
        {
            var moment = RatesFile.Moment(rate.ValidFrom);
            if (LedgerApi.Unread(rate.ValidFrom, moment)) return Problems.Of(ExchangeRefusals.RateMomentInvalid(), http);
            said.Add(new(rate.Base, rate.Quote, rate.Rate, rate.Source, moment));
        }

        var outcome = await operations.Run(CallerOf.Http(http), (RecordRates u) => u.Handle(said, ct), ct);
        return outcome.ToHttp(http, done => Results.Json(new RatesRecordedAnswer(done.Added, done.Known)));
    }

    private static async Task<IResult> At(HttpContext http, Operations operations, CancellationToken ct, string? from = null, string? to = null, string? at = null)
    {
        var moment = RatesFile.Moment(at);
        if (LedgerApi.Unread(at, moment)) return LedgerApi.FilterInvalid(http);
        var outcome = await operations.Run(CallerOf.Http(http), (FindRate u) => u.Handle(from, to, moment, ct), ct);
        return outcome.ToHttp(http, rate => Results.Json(new UsedRateAnswer(
            rate.From.Code, rate.To.Code, RatesFile.Text(rate.Rate), Words.Of(rate.Path), rate.Via?.Code, rate.Source, rate.ValidFrom)));
    }

    private static Task<IResult> Export(HttpContext http, Operations operations, CancellationToken ct, string? currency = null, string? source = null, string? sort = null)
    {
        var (caller, query) = (CallerOf.Http(http), new ListRates.Query(currency, source, Limit: 500, OldestFirst: sort == OldestFirst));
        return CsvPages.Answer<ListRates.Page>(
            http, "rates.csv", Columns,
            before => operations.Run(caller, (ListRates u) => u.Handle(query with { After = before?.Next }, ct), ct),
            page => page.Rows.Select(r => (object?[])[r.Base.Code, r.Quote.Code, RatesFile.Text(r.Rate), r.Source, r.ValidFrom, r.RecordedAt]),
            page => page.Next is not null);
    }

    private static Task<IResult> Positions(HttpContext http, Operations operations, CancellationToken ct, string? sort = null) =>
        CsvPages.Answer<ShowPositions.Page>(
            http, "positions.csv", PositionColumns, _ => operations.Run(CallerOf.Http(http), (ShowPositions u) => u.Handle(ct), ct),
            page => page.Rows.Sorted(sort).Select(row => (object?[])
            [
                row.Held.Currency.Code, LedgerApi.Plain(row.Held), LedgerApi.Plain(row.Cost), row.Worth is { } worth ? LedgerApi.Plain(worth) : null,
                row.Cost.Currency.Code, row.Rate is { } rate ? RatesFile.Text(rate.Rate) : null, LedgerApi.Plain(row.Unrealised), row.RevaluedOn, LedgerApi.Plain(row.Realised),
            ]),
            _ => false);
}

/// <summary>Rates as a file: base, quote, rate, source, valid_from on each line, parted by commas or semicolons; a first line of names is left out.</summary>
public static class RatesFile
{
    /// <summary>Reads a file.</summary>
    /// <exception cref="Refusal"><c>ledger.rates_unreadable</c>, <c>ledger.rates_count</c></exception>
    public static IReadOnlyList<RecordRates.Said> Read(string text)
    {
        var said = new List<RecordRates.Said>();
        var number = 0;
        foreach (var line in text.TrimStart('\ufeff').Split('\n'))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line)) continue;
            var cells = line.Split(line.Contains(';', StringComparison.Ordinal) ? ';' : ',').Select(cell => cell.Trim().Trim('"').Trim()).ToArray();
            if (number == 1 && cells[0].Equals("base", StringComparison.OrdinalIgnoreCase)) continue;
            if (cells.Length < 4) throw ExchangeRefusals.RatesUnreadable(number);
            var moment = cells.Length > 4 ? Moment(cells[4]) : null;
            if (cells.Length > 4 && cells[4].Length > 0 && moment is null) throw ExchangeRefusals.RatesUnreadable(number);
            if (said.Count == RecordRates.Most) throw ExchangeRefusals.RatesCount(RecordRates.Most);
            said.Add(new(cells[0], cells[1], cells[2], cells[3], moment));
        }

        return said;
    }

    /// <summary>A moment with its offset, or a day in UTC; null when it is none.</summary>
    public static DateTimeOffset? Moment(string? text) =>
        DateTimeOffset.TryParseExact(
            text, ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd"],
            CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) && at.Year is > 1900 and < 9000 ? at : null;

    /// <summary>A rate without idle zeros.</summary>
    public static string Text(decimal rate) => rate.ToString("0.############", CultureInfo.InvariantCulture);
}

/// <summary>Rates to be written down.</summary>
/// <param name="Rates">The rates; all or none.</param>
public sealed record RecordRatesRequest(IReadOnlyList<RateRequest>? Rates);

/// <summary>A rate to be written down.</summary>
/// <param name="Base">The currency one unit of which is meant.</param>
/// <param name="Quote">The currency it is worth.</param>
/// <param name="Rate">How much: digits with a point.</param>
/// <param name="Source">Who said so.</param>
/// <param name="ValidFrom">From when it counts; now when left out.</param>
public sealed record RateRequest(string? Base, string? Quote, string? Rate, string? Source, string? ValidFrom = null);

/// <summary>What was written.</summary>
/// <param name="Added">How many were new.</param>
/// <param name="Known">How many were there already.</param>
public sealed record RatesRecordedAnswer(int Added, int Known);

/// <summary>A rate as it was written down.</summary>
public sealed record RateAnswer(string Base, string Quote, string Rate, string Source, DateTimeOffset ValidFrom, DateTimeOffset RecordedAt)
{
    /// <summary>From a row of the list.</summary>
    public static RateAnswer Of(ListRates.Row row) => new(row.Base.Code, row.Quote.Code, RatesFile.Text(row.Rate), row.Source, row.ValidFrom, row.RecordedAt);
}

/// <summary>A rate as it is used.</summary>
/// <param name="From">The currency one unit of which is meant.</param>
/// <param name="To">The currency it is worth.</param>
/// <param name="Rate">How much.</param>
/// <param name="Path"><c>direct</c>, <c>inverse</c>, <c>triangulated</c> or <c>same</c>.</param>
/// <param name="Via">The common currency, where there is one.</param>
/// <param name="Source">Who said so.</param>
/// <param name="ValidFrom">From when it counts.</param>
public sealed record UsedRateAnswer(string From, string To, string Rate, string Path, string? Via, string Source, DateTimeOffset ValidFrom);
