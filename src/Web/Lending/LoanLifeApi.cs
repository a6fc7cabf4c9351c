using System.Text.Json;
using System.Text.Json.Serialization;
using Paylatch.Application.Lending;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Shared;
using Paylatch.Infrastructure.Persistence;
using Paylatch.Web.Payments;
using Paylatch.Web.Shell;

namespace Paylatch.Web.Lending;

/// <summary>Payoff quotes and restructuring for programs, beneath <c>/api/v1/loans/{id}</c>.</summary>
internal static class LoanLifeApi
{
    private static readonly JsonSerializerOptions Plain = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    /// <summary>Maps it.</summary>
    public static void MapLoanLife(this IEndpointRouteBuilder api)
    {
        api.MapPost("/{id:guid}/payoff-quotes", Quote).DisableAntiforgery().ReadsOfKnown<PayoffQuoteRequest>().Produces<PayoffQuoteAnswer>(StatusCodes.Status201Created)
            .WithSummary("What paying the loan off on a day takes.")
            .WithDescription("The quote is kept. A payment of at least its amount by its day, before it expires, pays the loan off. Example: {\"on\":\"2026-03-31\"}; without a body it is for today.");
        api.MapGet("/{id:guid}/payoff-quotes", Quotes).Produces<IReadOnlyList<PayoffQuoteAnswer>>().WithSummary("The latest payoff quotes of a loan, newest first.");
        api.MapPost("/{id:guid}/restructures/preview", Preview).DisableAntiforgery().ReadsOfKnown<RestructureRequestBody>().Produces<RestructureAnswer>()
            .WithSummary("What a restructuring would do, old and new side by side; nothing is stored.")
            .WithDescription(
                "kind is reschedule, reAge, reAmortize, holiday, rateChange, topUp or extension. Example: {\"kind\":\"holiday\",\"periods\":2,\"interestRuns\":false}. "
                + "Applying the same with the version of the answer gives the same rows.");
        api.MapPost("/{id:guid}/restructures", Apply).DisableAntiforgery().ReadsOfKnown<RestructureRequestBody>().Produces<RestructureAnswer>().Produces<RestructureAnswer>(StatusCodes.Status202Accepted)
            .WithSummary("Restructure a loan as it was previewed.")
            .WithDescription(
                "Needs reason and version besides. Answers 202 with a request where a second person must approve it. "
                + "Example: {\"kind\":\"extension\",\"installments\":12,\"reason\":\"Lost a month's wages\",\"version\":7}.");
    }

    private static async Task<IResult> Quote(HttpContext http, Operations operations, Guid id, CancellationToken ct)
    {
        if (await Read<PayoffQuoteRequest>(http.Request, ct) is not { } body) return Problems.Of(Unreadable(), http);
        var outcome = await operations.Run(CallerOf.Http(http), (QuotePayoff u) => u.Handle(new(new LoanId(id), body.On, body.ExpiresAt), ct), ct);
        return outcome.ToHttp(http, quote => Results.Json(PayoffQuoteAnswer.Of(quote), statusCode: StatusCodes.Status201Created));
    }

    private static async Task<IResult> Quotes(HttpContext http, Operations operations, Guid id, CancellationToken ct)
    {
        var outcome = await operations.Run(CallerOf.Http(http), (ListPayoffQuotes u) => u.Handle(new LoanId(id), ct), ct);
        return outcome.ToHttp(http, quotes => Results.Json(quotes.Select(PayoffQuoteAnswer.Of)));
    }

    private static async Task<IResult> Preview(HttpContext http, Operations operations, Guid id, CancellationToken ct)
    {
        if (await Read<RestructureRequestBody>(http.Request, ct) is not { } body) return Problems.Of(Unreadable(), http);
        var outcome = await operations.Run(CallerOf.Http(http), (PreviewRestructure u) => u.Handle(new LoanId(id), body.Plan, body.TopUp, ct), ct);
        return outcome.ToHttp(http, answer => Results.Json(RestructureAnswer.Of(answer.Preview, answer.NeedsSecond, null)));
    }

    private static async Task<IResult> Apply(HttpContext http, Operations operations, Guid id, CancellationToken ct)
    {
        if (await Read<RestructureRequestBody>(http.Request, ct) is not { } body) return Problems.Of(Unreadable(), http);
        var command = new RestructureLoan.Command(new LoanId(id), body.Plan, body.Reason, body.Version, body.TopUp);
        var outcome = await operations.Run(CallerOf.Http(http), (RestructureLoan u) => u.Handle(command, ct), ct);
        return outcome.ToHttp(http, done => Results.Json(
            RestructureAnswer.Of(done.Preview, done.Request is not null, done.Request?.Value),
            statusCode: done.Request is null ? StatusCodes.Status200OK : StatusCodes.Status202Accepted));
    }

    // Null when it cannot be read; an empty body is one without fields.
    private static async Task<TBody?> Read<TBody>(HttpRequest request, CancellationToken ct)
        where TBody : class, new()
    {
        // Whether there is a body shows only when it is read: it may come in chunks, without a length.
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, ct);
        if (body.Length == 0) return new TBody();
        try
        {
            return JsonSerializer.Deserialize<TBody>(body.GetBuffer().AsSpan(0, (int)body.Length), Plain);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static Refusal Unreadable() =>
        new("lending.terms_unreadable", "Send a JSON object with the fields of /api/docs. Dates are written 2026-03-31, amounts as text such as \"1200.50\".");
}

/// <summary>For when a payoff is asked.</summary>
public sealed record PayoffQuoteRequest
{
    /// <summary>The day; today when left out.</summary>
    public DateOnly? On { get; init; }

    /// <summary>Until when it holds; the end of that day when left out.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}

/// <summary>A payoff quote with its parts; rebate is what will not be asked.</summary>
public sealed record PayoffQuoteAnswer(
    Guid Id, string Number, DateOnly On, DateTimeOffset ExpiresAt, string Amount, string Currency, string Principal, string Interest, string Fees, string Tax,
    string Penalties, string Credit, string Rebate, bool Paid)
{
    /// <summary>From the quote.</summary>
    public static PayoffQuoteAnswer Of(PayoffQuoteRow quote) => new(
        quote.Id.Value, quote.Number, quote.On, quote.ExpiresAt, PaymentsApi.Plain(quote.Amount), quote.Amount.Currency.Code, PaymentsApi.Plain(quote.Parts.Principal),
        PaymentsApi.Plain(quote.Parts.Interest), PaymentsApi.Plain(quote.Parts.Fees), PaymentsApi.Plain(quote.Parts.Tax), PaymentsApi.Plain(quote.Parts.Penalties),
        PaymentsApi.Plain(quote.Parts.Credit), PaymentsApi.Plain(quote.Parts.Rebate), quote.Paid);
}

/// <summary>How a loan is to be restructured.</summary>
public sealed record RestructureRequestBody
{
    /// <summary>In what way.</summary>
    public RestructureKind Kind { get; init; }

    /// <summary>The first due date of what is left.</summary>
    public DateOnly? FirstDueOn { get; init; }

    /// <summary>Units between installments.</summary>
    public int? RepayEvery { get; init; }

    /// <summary>The unit.</summary>
    public RepayUnit? RepayUnit { get; init; }

    /// <summary>How many installments are to come.</summary>
    public int? Installments { get; init; }

    /// <summary>How many are pushed out.</summary>
    public int? Periods { get; init; }

    /// <summary>Whether interest runs on meanwhile; true when left out.</summary>
    public bool InterestRuns { get; init; } = true;

    /// <summary>The new yearly rate.</summary>
    public decimal? AnnualRatePercent { get; init; }

    /// <summary>From which day.</summary>
    public DateOnly? From { get; init; }

    /// <summary>How much more is lent, such as "1200.50".</summary>
    public string? TopUp { get; init; }

    /// <summary>Where it goes: cash or sale.</summary>
    public TopUpTo TopUpTo { get; init; }

    /// <summary>Whether unpaid interest becomes principal.</summary>
    public bool Capitalise { get; init; }

    /// <summary>Why; to apply.</summary>
    public string? Reason { get; init; }

    /// <summary>The version the preview answered; to apply.</summary>
    public int Version { get; init; }

    internal RestructurePlan Plan => new()
    {
        Kind = Kind, FirstDueOn = FirstDueOn, RepayEvery = RepayEvery, RepayUnit = RepayUnit, Installments = Installments, Periods = Periods, InterestRuns = InterestRuns,
        AnnualRatePercent = AnnualRatePercent, From = From, TopUpTo = TopUpTo, Capitalise = Capitalise,
    };
}

/// <summary>Old and new side by side.</summary>
public sealed record RestructureAnswer(
    IReadOnlyList<RestructureRow> Before, IReadOnlyList<RestructureRow> After, string Difference, string TopUp, string Capitalised, string Installment, DateOnly FinalBefore,
    DateOnly FinalAfter, string Currency, int Version, bool NeedsSecondPerson, Guid? Request)
{
    /// <summary>From the preview.</summary>
    public static RestructureAnswer Of(RestructurePreview preview, bool needsSecond, Guid? request) => new(
        [.. preview.Before.Select(RestructureRow.Of)], [.. preview.After.Select(RestructureRow.Of)], PaymentsApi.Plain(preview.Difference), PaymentsApi.Plain(preview.TopUp),
        PaymentsApi.Plain(preview.Capitalised), PaymentsApi.Plain(preview.Installment), preview.FinalBefore, preview.FinalAfter, preview.Outstanding.Currency.Code,
        preview.Version, needsSecond, request);
}

/// <summary>An installment in a preview.</summary>
public sealed record RestructureRow(int Number, DateOnly Due, string Principal, string Interest, string Fees, string Penalties, string Total, string Paid)
{
    /// <summary>From a row.</summary>
    public static RestructureRow Of(PreviewedRow row) => new(
        row.Number, row.DueOn, PaymentsApi.Plain(row.Principal), PaymentsApi.Plain(row.Interest), PaymentsApi.Plain(row.Fees), PaymentsApi.Plain(row.Penalties),
        PaymentsApi.Plain(row.Total), PaymentsApi.Plain(row.Paid));
}
