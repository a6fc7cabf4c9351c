using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Paylatch.Application.Payments;
using Paylatch.Application.Shared;
using Paylatch.Domain.Shared;
using Paylatch.Infrastructure.Persistence;
using Paylatch.Web.Shell;

namespace Paylatch.Web.Payments;

/// <summary>Pay-outs of card money for programs, <c>/api/v1/payouts</c>, and as a file.</summary>
internal static class PayoutsApi
{
    /// <summary>Said as <c>sort</c>: the latest day first.</summary>
    internal const string Newest = "-paidOn";

    private static readonly string[] Columns =
        ["reference", "provider", "paid_on", "gross", "fee", "net", "currency", "recorded_at", "recorded_by", "transfer"];

    /// <summary>Maps both.</summary>
    public static void MapPayouts(this IEndpointRouteBuilder app)
    {
        app.MapGet("/books/card-money/export.csv", Export).ExcludeFromDescription();
        var api = app.MapGroup("/api/v1/payouts").WithTags("Payments").NeedsKey().DisableAntiforgery();
        api.MapGet("", List).Produces<PayoutListAnswer>()
            .WithSummary("Pay-outs of card money to the bank, and what is unsettled.")
            .WithDescription("sort is paidOn or gross, with a minus before it for the largest first (-paidOn when left out); from and to are days such as 2026-03-31; q is a part of the reference; after is what an answer gave as next. "
                + "unsettled says for each provider and currency what it holds and since which day.");
        api.MapPost("", Record).Produces<PayoutAnswer>(StatusCodes.Status201Created).Produces<PayoutAnswer>().ProducesProblem(StatusCodes.Status409Conflict)
            .WithSummary("Record that a provider paid out to the bank.")
            .WithDescription("The provider's reference is the key: the same again answers the same, with 200 instead of 201; another pay-out under it is refused. "
                + "gross is what left the provider, fee what it kept of it; what came to the bank is the rest. A fee that became known later is recorded with fee equal to gross under a reference of its own. "
                + "Example: {\"reference\":\"po_1PqX\",\"gross\":\"1000.00\",\"fee\":\"29.00\",\"currency\":\"KES\",\"paidOn\":\"2026-03-31\"}.");
    }

    /// <summary>The order of a word; null when it is none. Nothing said is the newest first.</summary>
    internal static ListPayouts.Order? OrderOf(string? word) => word switch
    {
        null or "" or Newest => ListPayouts.Order.Newest,
        "paidOn" => ListPayouts.Order.Oldest,
        "-gross" => ListPayouts.Order.Largest,
        "gross" => ListPayouts.Order.Smallest,
        _ => null,
    };

    private static async Task<IResult> List(HttpContext http, Operations operations, [AsParameters] PayoutFilter filter, CancellationToken ct, string? after = null, int limit = 50)
    {
        if (filter.Query(after, limit) is not { } query) return Problems.Of(FilterInvalid(), http);
        var caller = CallerOf.Http(http);
        var money = await operations.Run(caller, (ShowCardMoney u) => u.Handle(ct), ct);
        if (money.Refusal is { } no) return Problems.Of(no, http);
        var outcome = await operations.Run(caller, (ListPayouts u) => u.Handle(query, ct), ct);
        return outcome.ToHttp(http, page => Results.Json(new PayoutListAnswer(
            [.. page.Rows.Select(PayoutAnswer.Of)], PayoutCursor.Write(page.Next), page.Count, [.. money.Value.Holdings.Select(UnsettledAnswer.Of)])));
    }

    private static async Task<IResult> Record(HttpContext http, Operations operations, RecordPayoutRequest? body, CancellationToken ct)
    {
        var command = new RecordPayout.Command(body?.Provider, body?.Reference, body?.Gross, body?.Fee, body?.Currency, body?.PaidOn);
        var outcome = await operations.Run(CallerOf.Http(http), (RecordPayout u) => u.Handle(command, ct), ct);
        return outcome.ToHttp(http, done =>
        {
            var said = done.Said;
            var answer = new PayoutAnswer(
                done.Id.Value, said.Provider, said.Reference, PaymentsApi.Plain(said.Gross), PaymentsApi.Plain(said.Fee), PaymentsApi.Plain(done.Net),
                said.Gross.Currency.Code, said.PaidOn);
            return done.Again ? Results.Ok(answer) : Results.Created($"/api/v1/payouts?q={Uri.EscapeDataString(said.Reference)}", answer);
        });
    }

    private static async Task<IResult> Export(HttpContext http, Operations operations, [AsParameters] PayoutFilter filter, CancellationToken ct)
    {
        if (filter.Query(null, 0) is not { } query) return Problems.Of(FilterInvalid(), http);
        var caller = CallerOf.Http(http);
        return await CsvPages.Answer<ExportPayouts.Page>(
            http, "payouts.csv", Columns,
            before => operations.Run(caller, (ExportPayouts u) => u.Handle(query with { After = before?.Next }, ct), ct),
            page => page.Rows.Select(Cells), page => page.Next is not null);
    }

    private static object?[] Cells(ListPayouts.Row row) =>
    [
        row.Reference, row.Provider, row.PaidOn, PaymentsApi.Plain(row.Gross), PaymentsApi.Plain(row.Fee), PaymentsApi.Plain(row.Net), row.Gross.Currency.Code,
        row.RecordedAt, row.RecordedBy ?? row.Provider, row.Transfer.Value,
    ];

    private static Refusal FilterInvalid() =>
        new("payments.filter_invalid", "The filter cannot be read: sort is paidOn or gross, with or without a minus, days are written 2026-03-31, after is what an answer gave as next.");
}

/// <summary>Which pay-outs, as an address says it.</summary>
/// <param name="Provider">Only those of a provider.</param>
/// <param name="Currency">Only those in a currency.</param>
/// <param name="From">The first day.</param>
/// <param name="To">The last day.</param>
/// <param name="Q">A part of the reference.</param>
/// <param name="Sort"><c>paidOn</c> or <c>gross</c>, a minus before it for the largest first.</param>
internal sealed record PayoutFilter(string? Provider = null, string? Currency = null, string? From = null, string? To = null, string? Q = null, string? Sort = null)
{
    /// <summary>The query; null when a part of it cannot be read. A part left empty, as a form sends it, filters nothing.</summary>
    public ListPayouts.Query? Query(string? after, int limit)
    {
        var (first, last, order, cursor) = (PaymentsApi.DayOf(From), PaymentsApi.DayOf(To), PayoutsApi.OrderOf(Sort), PayoutCursor.Read(after));
        if (order is not { } sort || (Given(From) && first is null) || (Given(To) && last is null) || (Given(after) && cursor is null)) return null;
        return new ListPayouts.Query(Provider, Currency, first, last, Q, sort, cursor, limit);

        static bool Given(string? part) => !string.IsNullOrEmpty(part);
    }
}

/// <summary>Where a page of pay-outs ended, as one opaque word in an address.</summary>
internal static class PayoutCursor
{
    /// <summary>The word; null on the last page.</summary>
    public static string? Write(ListPayouts.Cursor? cursor) =>
        cursor is null ? null : Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{cursor.Value}~{cursor.Provider}~{cursor.Reference}")));

    /// <summary>The cursor of a word; null when it is none.</summary>
    public static ListPayouts.Cursor? Read(string? word)
    {
        if (word is not { Length: > 0 and < 800 } || !Base64Url.IsValid(word)) return null;
        var parts = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(word)).Split('~', 3);
        return parts is [var value, var provider, var reference] && !parts.Any(p => p.Contains('\0', StringComparison.Ordinal))
            && long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var at)
            ? new ListPayouts.Cursor(at, reference, provider)
            : null;
    }
}

/// <summary>A pay-out to be recorded.</summary>
/// <param name="Reference">The provider's name for it.</param>
/// <param name="Gross">What left the money it holds.</param>
/// <param name="Fee">What of it the provider kept; nothing when left out.</param>
/// <param name="Currency">The merchant's own when left out.</param>
/// <param name="PaidOn">Today when left out.</param>
/// <param name="Provider"><c>stripe</c> when left out.</param>
public sealed record RecordPayoutRequest(string? Reference, string? Gross, string? Fee = null, string? Currency = null, DateOnly? PaidOn = null, string? Provider = null);

/// <summary>A pay-out.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Provider">The provider.</param>
/// <param name="Reference">Its reference.</param>
/// <param name="Gross">What left the money it holds.</param>
/// <param name="Fee">What of it the provider kept.</param>
/// <param name="Net">What came to the bank.</param>
/// <param name="Currency">The currency of all three.</param>
/// <param name="PaidOn">The day.</param>
public sealed record PayoutAnswer(Guid Id, string Provider, string Reference, string Gross, string Fee, string Net, string Currency, DateOnly PaidOn)
{
    /// <summary>From a row of the list.</summary>
    public static PayoutAnswer Of(ListPayouts.Row row) => new(
        row.Id.Value, row.Provider, row.Reference, PaymentsApi.Plain(row.Gross), PaymentsApi.Plain(row.Fee), PaymentsApi.Plain(row.Net), row.Gross.Currency.Code, row.PaidOn);
}

/// <summary>What a provider holds.</summary>
/// <param name="Provider">The provider.</param>
/// <param name="Account">Its account in the chart.</param>
/// <param name="Amount">How much.</param>
/// <param name="Currency">The currency.</param>
/// <param name="Since">The day the oldest of it came; null when there is nothing.</param>
public sealed record UnsettledAnswer(string Provider, string Account, string Amount, string Currency, DateOnly? Since)
{
    /// <summary>From what is held.</summary>
    public static UnsettledAnswer Of(ShowCardMoney.Holding held) =>
        new(held.Provider, held.Account, PaymentsApi.Plain(held.Unsettled), held.Unsettled.Currency.Code, held.Oldest);
}

/// <summary>A page of pay-outs.</summary>
/// <param name="Payouts">The pay-outs.</param>
/// <param name="Next">To be given as <c>after</c>; null on the last page.</param>
/// <param name="Count">How many the filter chooses.</param>
/// <param name="Unsettled">What is held, by provider and currency.</param>
public sealed record PayoutListAnswer(IReadOnlyList<PayoutAnswer> Payouts, string? Next, int Count, IReadOnlyList<UnsettledAnswer> Unsettled);
