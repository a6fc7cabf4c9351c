using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Paylatch.Application.Payments;
using Paylatch.Application.Shared;
using Paylatch.Domain.Payments;
using Paylatch.Domain.Shared;
using Paylatch.Infrastructure.Persistence;
using Paylatch.Web.Shell;

namespace Paylatch.Web.Payments;

/// <summary>Payments for programs, <c>/api/v1/payments</c>: list them, and record cash that was taken elsewhere.</summary>
internal static class PaymentsApi
{
    /// <summary>Said as <c>method</c>: all but deposits.</summary>
    internal const string Installments = "installments";

    private static readonly string[] Columns =
        ["receipt", "received_at", "method", "customer", "phone", "contract", "amount", "credited", "currency", "provider_reference", "paid_on", "reversed_at"];

    /// <summary>Maps it.</summary>
    public static void MapPaymentsApi(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/api/v1/payments").WithTags("Payments").NeedsKey().DisableAntiforgery();
        api.MapGet("", List).Produces<PaymentListAnswer>()
            .WithSummary("Payments received, newest first.")
            .WithDescription("method is cash, card, deposit, credit, or installments for money collected on loans; from and to are days such as 2026-03-31; after is what an answer gave as next. Payments that were taken back are listed with reversedAt and are not in the sum.");
        api.MapPost("", Record).Produces<RecordedAnswer>(StatusCodes.Status201Created).Produces<RecordedAnswer>()
            .WithSummary("Record cash.")
            .WithDescription("Needs an Idempotency-Key header: the same key again answers the first recording, with 200 instead of 201. paidOn is the day the cash was handed over, when that was earlier: the loan is reckoned as if it had been recorded then.");
        api.MapReversal();
        app.MapGet("/payments/export.csv", Export).ExcludeFromDescription();
        api.MapGet("/{id:guid}", Show).Produces<PaymentDetailAnswer>().ProducesProblem(StatusCodes.Status404NotFound).WithSummary("One payment with what it went to.");
    }

    private static async Task<IResult> List(
        HttpContext http, Operations operations, CancellationToken ct, string? method = null, string? from = null, string? to = null,
        Guid? loan = null, string? q = null, string? after = null, int limit = 50)
    {
        if (Query(method, from, to, loan, q, after, limit) is not { } query) return Problems.Of(FilterInvalid(), http);
        var outcome = await operations.Run(CallerOf.Http(http), (ListPayments u) => u.Handle(query, ct), ct);
        return outcome.ToHttp(http, page => Results.Json(new PaymentListAnswer(
            [.. page.Rows.Select(PaymentAnswer.Of)], PaymentCursor.Write(page.Next), page.Count, Plain(page.Sum), page.Sum.Currency.Code)));
    }

    private static async Task<IResult> Export(
        HttpContext http, Operations operations, CancellationToken ct, string? method = null, string? from = null, string? to = null, string? q = null)
    {
        if (Query(method, from, to, null, q, null, 0) is not { } query) return Problems.Of(FilterInvalid(), http);
        var caller = CallerOf.Http(http);
        return await CsvPages.Answer<ExportPayments.Page>(
            http, "payments.csv", Columns,
            before => operations.Run(caller, (ExportPayments u) => u.Handle(query with { After = before?.Next }, ct), ct),
            page => page.Rows.Select(Cells), page => page.Next is not null);
    }

    private static object?[] Cells(ListPayments.Row row) =>
        [row.Receipt, row.At, Words.Of(row.Method), row.Customer, row.Phone, row.LoanNumber, Plain(row.Amount), Plain(row.Credited), row.Amount.Currency.Code, row.ProviderRef, row.PaidOn, row.ReversedAt];

    // Null when a part of it cannot be read. A part left empty, as a form sends it, filters nothing.
    private static ListPayments.Query? Query(string? method, string? from, string? to, Guid? loan, string? q, string? after, int limit)
    {
        var (how, first, last, cursor) = (MethodOf(method), DayOf(from), DayOf(to), PaymentCursor.Read(after));
        var unread = (Given(method) && how is null && method != Installments) || (Given(from) && first is null) || (Given(to) && last is null) || (Given(after) && cursor is null);
        return unread ? null : new ListPayments.Query(how, first, last, loan is { } id ? new LoanId(id) : null, q, cursor, limit, method == Installments);

        static bool Given(string? part) => !string.IsNullOrEmpty(part);
    }

    private static async Task<IResult> Record(HttpContext http, Operations operations, RecordPaymentRequest? body, CancellationToken ct)
    {
        var key = http.Request.Headers["Idempotency-Key"].ToString();
        if (key.Length is 0 or > 100) return Problems.Of(PaymentsRefusals.IdempotencyKeyInvalid(), http);
        var command = new RecordCash.Command(new LoanId(body?.Loan ?? default), body?.Amount, body?.Currency, key, body?.PaidOn);
        var outcome = await operations.Run(CallerOf.Http(http), (RecordCash u) => u.Handle(command, ct), ct);
        return outcome.ToHttp(http, done =>
        {
            var answer = new RecordedAnswer(done.Payment.Value, done.Receipt, Plain(done.Amount), done.Amount.Currency.Code, Plain(done.Balance));
            return done.Again ? Results.Ok(answer) : Results.Created($"/api/v1/payments/{done.Payment}", answer);
        });
    }

    private static async Task<IResult> Show(HttpContext http, Operations operations, Guid id, CancellationToken ct)
    {
        var outcome = await operations.Run(CallerOf.Http(http), (ShowReceipt u) => u.Handle(new PaymentId(id), ct), ct);
        return outcome.ToHttp(http, receipt => Results.Json(new PaymentDetailAnswer(
            receipt.Id.Value, receipt.Number, receipt.At, Words.Of(receipt.Method), Plain(receipt.Amount), Plain(receipt.Credited),
            receipt.Amount.Currency.Code, receipt.Loan.Value, receipt.LoanNumber, Plain(receipt.BalanceAfter),
            [.. receipt.Lines.Select(line => new AllocationAnswer(
                line.Installment, line.DueOn, Plain(line.Principal), Plain(line.Interest), Plain(line.Fees), Plain(line.Penalties)))],
            receipt.PaidOn, receipt.Reversed is { } back ? new ReversalNote(back.At, Words.Of(back.Cause), back.By, back.Why) : null)));
    }

    internal static string Plain(Money money) => money.Amount.ToString("F" + money.Currency.Decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    internal static PaymentMethod? MethodOf(string? word)
    {
        foreach (var method in Enum.GetValues<PaymentMethod>())
        {
            if (Words.Of(method) == word) return method;
        }

        return null;
    }

    internal static DateOnly? DayOf(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is > 1900 and < 9000 ? day : null;

    private static Refusal FilterInvalid() =>
        new("payments.filter_invalid", "The filter cannot be read: method is cash, card, deposit, credit or installments, days are written 2026-03-31, after is what an answer gave as next.");
}

/// <summary>Where a page of payments ended, as one opaque word in an address.</summary>
internal static class PaymentCursor
{
    /// <summary>The word; null on the last page.</summary>
    public static string? Write(ListPayments.Cursor? cursor) =>
        cursor is null ? null : Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{cursor.At.UtcTicks}~{cursor.Receipt}")));

    /// <summary>The cursor of a word; null when it is none.</summary>
    public static ListPayments.Cursor? Read(string? word)
    {
        if (word is not { Length: > 0 and < 200 } || !Base64Url.IsValid(word)) return null;
        var parts = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(word)).Split('~');
        return parts is [var ticks, { Length: > 0 } receipt] && !receipt.Contains('\0', StringComparison.Ordinal)
            && long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at <= DateTime.MaxValue.Ticks
            ? new ListPayments.Cursor(new DateTimeOffset(at, TimeSpan.Zero), receipt)
            : null;
    }
}

/// <summary>Cash to be recorded.</summary>
/// <param name="Loan">For which loan.</param>
/// <param name="Amount">How much, as text: <c>"1200.50"</c>.</param>
/// <param name="Currency">Its currency; the loan's when left out.</param>
/// <param name="PaidOn">The day it was handed over, when that was earlier; today when left out.</param>
public sealed record RecordPaymentRequest(Guid Loan, string? Amount, string? Currency, DateOnly? PaidOn = null);

/// <summary>Recorded cash.</summary>
/// <param name="Id">The payment.</param>
/// <param name="Receipt">Its receipt number.</param>
/// <param name="Amount">How much.</param>
/// <param name="Currency">The currency of both amounts.</param>
/// <param name="Balance">What is still owed.</param>
public sealed record RecordedAnswer(Guid Id, string Receipt, string Amount, string Currency, string Balance);

/// <summary>A page of payments.</summary>
/// <param name="Payments">The payments, newest first.</param>
/// <param name="Next">Give it as <c>after</c> to go on; null at the end.</param>
/// <param name="Count">How many the filter chooses.</param>
/// <param name="Sum">What they are together.</param>
/// <param name="Currency">The sum's currency.</param>
public sealed record PaymentListAnswer(IReadOnlyList<PaymentAnswer> Payments, string? Next, int Count, string Sum, string Currency);

/// <summary>A payment for programs.</summary>
public sealed record PaymentAnswer(
    Guid Id, string Receipt, DateTimeOffset ReceivedAt, string Method, string Amount, string Credited, string Currency, Guid Loan, string Contract,
    string? ProviderRef, DateOnly? PaidOn, DateTimeOffset? ReversedAt)
{
    /// <summary>From a row of the list.</summary>
    public static PaymentAnswer Of(ListPayments.Row row) => new(
        row.Id.Value, row.Receipt, row.At, Words.Of(row.Method), PaymentsApi.Plain(row.Amount), PaymentsApi.Plain(row.Credited),
        row.Amount.Currency.Code, row.Loan.Value, row.LoanNumber, row.ProviderRef, row.PaidOn, row.ReversedAt);
}

/// <summary>A payment with what it went to.</summary>
public sealed record PaymentDetailAnswer(
    Guid Id, string Receipt, DateTimeOffset ReceivedAt, string Method, string Amount, string Credited, string Currency, Guid Loan, string Contract,
    string BalanceAfter, IReadOnlyList<AllocationAnswer> Allocations, DateOnly? PaidOn, ReversalNote? Reversed);

/// <summary>What a payment did to one installment when it was taken; fees with their tax.</summary>
public sealed record AllocationAnswer(int Installment, DateOnly? DueOn, string Principal, string Interest, string Fees, string Penalties);
