using System.Text.Json;
using System.Text.Json.Serialization;
using Paylatch.Application.Lending;
using Paylatch.Domain.Lending.Schedules;
using Paylatch.Domain.Shared;
using Paylatch.Infrastructure.Persistence;
using Paylatch.Web.Payments;
using Paylatch.Web.Shell;

namespace Paylatch.Web.Lending;

/// <summary>Schedules for programs, <c>POST /api/v1/loans/preview</c>: the engine that books, with nothing stored.</summary>
internal static class LoanPreviewApi
{
    // Amounts may be written as text or as numbers: a number's own digits are kept, so nothing is lost to binary fractions.
    private static readonly JsonSerializerOptions Plain = new(JsonSerializerDefaults.Web) { Converters = { new TextOrNumber() } };

    private static readonly HashSet<string> Fields =
        [.. typeof(ProposedTerms).GetProperties().Select(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name))];

    /// <summary>Maps it.</summary>
    public static void MapLoanPreview(this IEndpointRouteBuilder api) => api.MapPost("/preview", Preview)
        .DisableAntiforgery().Reads<ProposedTerms>().Produces<PreviewAnswer>()
        .WithSummary("The schedule of proposed terms; nothing is stored.")
        .WithDescription(
            "The engine that books loans: the same terms booked give the same rows. Rows with number 0 are disbursements and what is paid back the same day; "
            + "balance is the principal owed after a row. What cannot be is refused with the name of its field.");

    private static async Task<IResult> Preview(HttpContext http, Operations operations, CancellationToken ct)
    {
        if (await Read(http.Request, ct) is var (proposed, refusal) && proposed is null) return Problems.Of(refusal!, http);
        var outcome = await operations.Run(CallerOf.Http(http), (PreviewLoan u) => u.Handle(proposed, ct), ct);
        return outcome.ToHttp(http, answer => Results.Json(PreviewAnswer.Of(answer)));
    }

    private static async Task<(ProposedTerms? Terms, Refusal? Refusal)> Read(HttpRequest request, CancellationToken ct)
    {
        try
        {
            using var body = await JsonDocument.ParseAsync(request.Body, default, ct);
            if (body.RootElement.ValueKind != JsonValueKind.Object) return (null, Unreadable(null));
            foreach (var field in body.RootElement.EnumerateObject())
                if (!Fields.Contains(field.Name)) return (null, Unknown(field.Name));
            return (body.RootElement.Deserialize<ProposedTerms>(Plain), null);
        }
        catch (JsonException unreadable)
        {
            return (null, Unreadable(unreadable.Path?.TrimStart('$', '.').Split('[', '.')[0]));
        }
    }

    private static Refusal Unknown(string field) =>
        new("lending.term_unknown", $"There is no field '{(field.Length > 60 ? field[..60] : field)}'. See /api/docs for those there are.", field: field.Length > 60 ? null : field);

    private static Refusal Unreadable(string? field) => string.IsNullOrEmpty(field)
        ? new("lending.terms_unreadable", "Send a JSON object with the terms.")
        : new("lending.terms_unreadable", $"{field} cannot be read. Dates are written 2026-03-31, amounts as text such as \"1200.50\".", field: field);

    private sealed class TextOrNumber : JsonConverter<string>
    {
        public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
        {
            JsonTokenType.String => reader.GetString(),
            JsonTokenType.Number => System.Text.Encoding.UTF8.GetString(reader.ValueSpan),
            _ => throw new JsonException(),
        };

        public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
    }
}

/// <summary>A schedule for programs. All amounts are in its one currency.</summary>
/// <param name="Currency">The currency.</param>
/// <param name="EngineVersion">Which rules reckoned it.</param>
/// <param name="Rows">Disbursements, deposits and installments in the order of their dates.</param>
/// <param name="Totals">The sums of the rows.</param>
/// <param name="Apr">What borrowing costs in percent a year.</param>
public sealed record PreviewAnswer(string Currency, int EngineVersion, IReadOnlyList<PreviewRow> Rows, PreviewTotals Totals, PreviewApr Apr)
{
    /// <summary>From a schedule.</summary>
    public static PreviewAnswer Of(PreviewLoan.Answer answer)
    {
        var schedule = answer.Schedule;
        return new PreviewAnswer(
            schedule.Terms.Currency.Code, Schedule.EngineVersion, [.. InOrder(schedule)],
            new PreviewTotals(
                PaymentsApi.Plain(schedule.Principal), PaymentsApi.Plain(schedule.Interest), PaymentsApi.Plain(schedule.Fees),
                PaymentsApi.Plain(schedule.Tax), PaymentsApi.Plain(schedule.Total + schedule.Deposit), PaymentsApi.Plain(schedule.Cost)),
            new PreviewApr(answer.Yearly.RegulationZ, answer.Yearly.EuConsumerCredit));
    }

    // What is lent on a due date comes after the installment of that date.
    private static IEnumerable<PreviewRow> InOrder(Schedule schedule)
    {
        var next = 0;
        foreach (var row in schedule.Rows)
        {
            while (next < schedule.Outlays.Count && schedule.Outlays[next].On < row.Due) yield return PreviewRow.Of(schedule.Outlays[next++]);
            yield return PreviewRow.Of(row);
        }
    }
}

/// <summary>A row of a schedule.</summary>
/// <param name="Number">1 is the first installment; 0 a disbursement or what is paid back the same day.</param>
/// <param name="From">The day its period begins.</param>
/// <param name="Due">The last day on which it is paid in time.</param>
/// <param name="Days">How many days its period has.</param>
/// <param name="Principal">What repays principal.</param>
/// <param name="Interest">Interest.</param>
/// <param name="Fees">Fees.</param>
/// <param name="Tax">Tax.</param>
/// <param name="Total">All of it.</param>
/// <param name="Balance">The principal owed after it.</param>
/// <param name="Disbursed">What is paid out, on the row of a disbursement.</param>
public sealed record PreviewRow(
    int Number, DateOnly From, DateOnly Due, int Days, string Principal, string Interest, string Fees, string Tax, string Total, string Balance,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Disbursed = null)
{
    /// <summary>From an installment.</summary>
    public static PreviewRow Of(ScheduleRow row) => new(
        row.Number, row.From, row.Due, row.Days, PaymentsApi.Plain(row.Principal), PaymentsApi.Plain(row.Interest), PaymentsApi.Plain(row.Fees),
        PaymentsApi.Plain(row.Tax), PaymentsApi.Plain(row.Total), PaymentsApi.Plain(row.Balance));

    /// <summary>From a disbursement or what is paid back the same day.</summary>
    public static PreviewRow Of(ScheduleOutlay outlay)
    {
        var (nothing, deposit) = (PaymentsApi.Plain(Money.Zero(outlay.Lent.Currency)), PaymentsApi.Plain(outlay.Deposit));
        return new PreviewRow(
            0, outlay.On, outlay.On, 0, deposit, nothing, nothing, nothing, deposit, PaymentsApi.Plain(outlay.Balance),
            outlay.Lent.IsZero ? null : PaymentsApi.Plain(outlay.Lent));
    }
}

/// <summary>The sums of a schedule's rows.</summary>
/// <param name="Principal">All principal.</param>
/// <param name="Interest">All interest.</param>
/// <param name="Fees">All fees.</param>
/// <param name="Tax">All tax.</param>
/// <param name="Total">All that is paid, deposits included.</param>
/// <param name="Cost">What borrowing costs: interest, fees and tax.</param>
public sealed record PreviewTotals(string Principal, string Interest, string Fees, string Tax, string Total, string Cost);

/// <summary>What borrowing costs in percent a year, rounded to two decimals.</summary>
/// <param name="RegulationZ">By the United States' Regulation Z, Appendix J: nominal, actuarial.</param>
/// <param name="EuConsumerCredit">By the European Union's Consumer Credit Directive: effective.</param>
public sealed record PreviewApr(decimal RegulationZ, decimal EuConsumerCredit);
