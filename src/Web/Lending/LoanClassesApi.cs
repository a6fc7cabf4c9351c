using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Paylatch.Application.Lending;
using Paylatch.Application.Shared;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Shared;
using Paylatch.Infrastructure.Persistence;
using Paylatch.Web.Payments;
using Paylatch.Web.Shell;

namespace Paylatch.Web.Lending;

/// <summary>Loans that go badly, for programs: how late, which class, and the decisions about them; devices that came back.</summary>
internal static class LoanClassesApi
{
    /// <summary>Maps it.</summary>
    public static void MapLoanClassesApi(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/api/v1").WithTags("Risk").NeedsKey().DisableAntiforgery();
        api.MapGet("/loans/{id:guid}/class", Show).Produces<LoanClassAnswer>().WithSummary("How late a loan is, its class and what is set aside for it.");
        api.MapGet("/loan-buckets", Buckets).Produces<IReadOnlyList<LoanBucketAnswer>>().WithSummary("The classes by days past due.");
        api.MapGet("/returns", Returns).Produces<ReturnListAnswer>()
            .WithSummary("Devices that came back, the latest first.").WithDescription("step is received, valued or sold; after is what an answer gave as next.");
        api.MapPost("/loans/{id:guid}/pause", (HttpContext http, Operations operations, Guid id, PauseRequest? body, CancellationToken ct) =>
                Do(http, operations, id, (PauseLoan u) => u.Handle(new(new(id), body?.From, body?.Until ?? default, body?.Reason), ct), ct))
            .Produces<LoanClassAnswer>().WithSummary("Let being late stand still after one day and through another.");
        Decision(api, "resume", "End a pause.", (ResumeLoan u, LoanId id, string? why, CancellationToken ct) => u.Handle(new(id, why), ct));
        Decision(api, "default", "Say that a loan will not be paid in full.", (DefaultLoan u, LoanId id, string? why, CancellationToken ct) => u.Handle(new(id, why), ct));
        Decision(api, "lift-default", "Take a loan out of default.", (LiftDefault u, LoanId id, string? why, CancellationToken ct) => u.Handle(new(id, why), ct));
        Decision(api, "charge-off", "Give a loan up as lost.", (ChargeOffLoan u, LoanId id, string? why, CancellationToken ct) => u.Handle(new(id, why), ct));
        Decision(api, "write-back", "Take a loan given up back into the books.", (WriteBackLoan u, LoanId id, string? why, CancellationToken ct) => u.Handle(new(id, why), ct));
        api.MapPost("/loans/{id:guid}/return", (HttpContext http, Operations operations, Guid id, ReturnRequest? body, CancellationToken ct) =>
                Do(http, operations, id, (RecordReturn u) => u.Handle(new(new(id), body?.Condition, body?.ToStock ?? false), ct), ct))
            .Produces<LoanClassAnswer>().WithSummary("Record that the device came back.");
        api.MapPost("/loans/{id:guid}/return/value", (HttpContext http, Operations operations, Guid id, ReturnValueRequest? body, CancellationToken ct) =>
                Do(http, operations, id, (ValueReturn u) => u.Handle(new(new(id), body?.Value, body?.ChargeOffRest ?? false, body?.Reason), ct), ct))
            .Produces<LoanClassAnswer>().WithSummary("Value the device: its value pays what is owed.");
        api.MapPost("/loans/{id:guid}/return/sale", (HttpContext http, Operations operations, Guid id, ReturnSaleRequest? body, CancellationToken ct) =>
                Do(http, operations, id, (SellReturned u) => u.Handle(new(new(id), body?.Price), ct), ct))
            .Produces<LoanClassAnswer>().WithSummary("Record the sale of the device for cash.");
    }

    private static void Decision<TUse>(RouteGroupBuilder api, string verb, string summary, Func<TUse, LoanId, string?, CancellationToken, Task<Nothing>> use)
        where TUse : notnull => api.MapPost(
            $"/loans/{{id:guid}}/{verb}", (HttpContext http, Operations operations, Guid id, ReasonRequest? body, CancellationToken ct) =>
                Do(http, operations, id, (TUse u) => use(u, new LoanId(id), body?.Reason, ct), ct))
        .Produces<LoanClassAnswer>().ProducesProblem(StatusCodes.Status409Conflict).WithSummary(summary);

    // What was decided is answered with how the loan stands then.
    private static async Task<IResult> Do<TUse, T>(HttpContext http, Operations operations, Guid id, Func<TUse, Task<T>> use, CancellationToken ct)
        where TUse : notnull
    {
        var done = await operations.Run(CallerOf.Http(http), use, ct);
        return done.Done ? await Show(http, operations, id, ct) : Problems.Of(done.Refusal!, http);
    }

    private static async Task<IResult> Show(HttpContext http, Operations operations, Guid id, CancellationToken ct)
    {
        var shown = await operations.Run(CallerOf.Http(http), (ShowLoanClass u) => u.Handle(new LoanId(id), ct), ct);
        return shown.ToHttp(http, loan => Results.Json(LoanClassAnswer.Of(loan)));
    }

    private static async Task<IResult> Buckets(HttpContext http, Operations operations, CancellationToken ct)
    {
        var shown = await operations.Run(CallerOf.Http(http), (ShowBuckets u) => u.Handle(ct), ct);
        return shown.ToHttp(http, buckets => Results.Json(buckets.All.Select(LoanBucketAnswer.Of)));
    }

    private static async Task<IResult> Returns(
        HttpContext http, Operations operations, CancellationToken ct, string? step = null, string? after = null, int limit = 50)
    {
        var chosen = Enum.GetValues<ReturnStep>().Select(one => (ReturnStep?)one).FirstOrDefault(one => Words.Of(one!.Value) == step);
        var cursor = ReturnCursor.Read(after);
        if ((!string.IsNullOrEmpty(step) && chosen is null) || (!string.IsNullOrEmpty(after) && cursor is null)) return Problems.Of(FilterInvalid(), http);
        var listed = await operations.Run(CallerOf.Http(http), (ListReturns u) => u.Handle(new(chosen, cursor, limit), ct), ct);
        return listed.ToHttp(http, page => Results.Json(new ReturnListAnswer([.. page.Rows.Select(ReturnAnswer.Of)], ReturnCursor.Write(page.Next))));
    }

    private static Refusal FilterInvalid() =>
        new("lending.filter_invalid", "The filter cannot be read: step is received, valued or sold, after is what an answer gave as next.");
}

/// <summary>Where a page of returned devices ended, as one opaque word in an address.</summary>
internal static class ReturnCursor
{
    /// <summary>The word; null on the last page.</summary>
    public static string? Write(ListReturns.Cursor? cursor) => cursor is null
        ? null
        : Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{cursor.Key}~{cursor.Number}")));

    /// <summary>The cursor of a word; null when it is none.</summary>
    public static ListReturns.Cursor? Read(string? word) =>
        word is { Length: > 0 and < 200 } && Base64Url.IsValid(word)
            && Encoding.UTF8.GetString(Base64Url.DecodeFromChars(word)).Split('~') is [var key, { Length: > 0 } number]
            && !number.Contains('\0', StringComparison.Ordinal)
            && long.TryParse(key, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var of)
            ? new ListReturns.Cursor(of, number)
            : null;
}

/// <summary>Why something is decided.</summary>
/// <param name="Reason">3 to 300 characters; kept.</param>
public sealed record ReasonRequest(string? Reason);

/// <summary>A pause.</summary>
/// <param name="From">The last day that counts; today when left out.</param>
/// <param name="Until">The last day that does not.</param>
/// <param name="Reason">Why, 3 to 300 characters; kept.</param>
public sealed record PauseRequest(DateOnly? From, DateOnly? Until, string? Reason);

/// <summary>A device that came back.</summary>
/// <param name="Condition">What it looks like, 3 to 300 characters.</param>
/// <param name="ToStock">True when it is to be sold again; otherwise it is released.</param>
public sealed record ReturnRequest(string? Condition, bool ToStock);

/// <summary>What it is worth.</summary>
/// <param name="Value">As text: <c>"1200.50"</c>.</param>
/// <param name="ChargeOffRest">True when what is missing is given up as lost.</param>
/// <param name="Reason">Why, if so.</param>
public sealed record ReturnValueRequest(string? Value, bool ChargeOffRest, string? Reason);

/// <summary>What it was sold for.</summary>
/// <param name="Price">As text: <c>"1200.50"</c>.</param>
public sealed record ReturnSaleRequest(string? Price);

/// <summary>A class by days past due.</summary>
/// <param name="Label">Its name: <c>0</c>, <c>1-30</c>, <c>91+</c>.</param>
/// <param name="From">The fewest days.</param>
/// <param name="To">The most days; null for no end.</param>
/// <param name="Stage">The stage of IFRS 9.</param>
/// <param name="RatePercent">What of the outstanding is set aside.</param>
public sealed record LoanBucketAnswer(string Label, int From, int? To, int Stage, decimal RatePercent)
{
    /// <summary>From a class.</summary>
    public static LoanBucketAnswer Of(LoanBucket bucket) => new(bucket.Label, bucket.From, bucket.To, bucket.Stage, bucket.RatePercent);
}

/// <summary>How late a loan is and what follows.</summary>
public sealed record LoanClassAnswer(
    Guid Loan, string Contract, string State, string Class, int DaysPastDue, LoanBucketAnswer Bucket, string Outstanding, string Owed, string Provision,
    string Currency, DateOnly? PausedUntil, DateOnly? ChargedOffOn, string? ChargedOff, string? Recovered, string? ReturnStep)
{
    /// <summary>From the loan as it stands.</summary>
    public static LoanClassAnswer Of(ShowLoanClass.Standing loan) => new(
        loan.Loan.Value, loan.Number, Words.Of(loan.State), Words.Of(loan.Class), loan.DaysPastDue, LoanBucketAnswer.Of(loan.Bucket),
        PaymentsApi.Plain(loan.Outstanding), PaymentsApi.Plain(loan.Owed), PaymentsApi.Plain(loan.Provision), loan.Owed.Currency.Code, loan.Pause?.Until,
        loan.ChargedOffOn, loan.Lost is { } lost ? PaymentsApi.Plain(lost) : null, loan.Recovered is { } back ? PaymentsApi.Plain(back) : null,
        loan.Returned is { } returned ? Words.Of(returned.Step) : null);
}

/// <summary>A page of returned devices.</summary>
/// <param name="Returns">The devices.</param>
/// <param name="Next">Give it as <c>after</c> to go on; null at the end.</param>
public sealed record ReturnListAnswer(IReadOnlyList<ReturnAnswer> Returns, string? Next);

/// <summary>A device that came back.</summary>
public sealed record ReturnAnswer(
    Guid Loan, string Contract, string Customer, string? Model, string Condition, string Step, bool ToStock, DateOnly ReceivedOn, string? Value,
    string? Price, string? Surplus, string Owed, string Currency)
{
    /// <summary>From a row of the list.</summary>
    public static ReturnAnswer Of(ListReturns.Row row)
    {
        static string? Plain(Money? money) => money is { } some ? PaymentsApi.Plain(some) : null;
        return new(
            row.Loan.Value, row.Number, row.Customer, row.Model, row.Condition, Words.Of(row.Step), row.ToStock, row.ReceivedOn, Plain(row.Value),
            Plain(row.Price), Plain(row.Surplus), PaymentsApi.Plain(row.Owed), row.Owed.Currency.Code);
    }
}
