using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Paylatch.Application.Identity;
using Paylatch.Domain.Lending.Schedules;
using Paylatch.Web.Tests.Payments;

namespace Paylatch.Web.Tests.Lending;

/// <summary>Schedules for programs: every field by its plain name, every "no" with the field it is about.</summary>
public sealed class LoanPreviewApiTests(StripeBench bench) : IClassFixture<StripeBench>
{
    private static readonly string[] Fields = [.. typeof(ProposedTerms).GetProperties().Select(field => JsonNamingPolicy.CamelCase.ConvertName(field.Name))];

    private const string Plain = """
        {"principal":"1200.00","currency":"USD","annualRatePercent":"12","interestMethod":"declining","amortization":"equalInstallments",
        "interestCalculation":"perPeriod","daysInYear":"360","daysInMonth":"30","disbursementDate":"2026-01-31","repayEvery":1,"repayUnit":"months",
        "installments":12,"rounding":"halfEven","monthEnd":"roll"}
        """;

    [Fact]
    public async Task The_textbook_loan_is_answered_with_rows_totals_and_apr_as_text_and_dates()
    {
        await using var web = await PayWeb.Start(bench, connected: false);

        var (status, body) = await Ask(web, Plain);

        Assert.Equal(200, status);
        var rows = body.GetProperty("rows").EnumerateArray().ToList();
        Assert.Equal(13, rows.Count);
        Assert.Equal(
            """{"number":0,"from":"2026-01-31","due":"2026-01-31","days":0,"principal":"0.00","interest":"0.00","fees":"0.00","tax":"0.00","total":"0.00","balance":"1200.00","disbursed":"1200.00"}""",
            rows[0].GetRawText());
        Assert.Equal(
            """{"number":1,"from":"2026-01-31","due":"2026-02-28","days":28,"principal":"94.62","interest":"12.00","fees":"0.00","tax":"0.00","total":"106.62","balance":"1105.38"}""",
            rows[1].GetRawText());
        Assert.Equal("0.00", Text(rows[12], "balance"));
        Assert.Equal(("1200.00", "79.42", "1279.42"), (Text(body.GetProperty("totals"), "principal"), Text(body.GetProperty("totals"), "interest"), Text(body.GetProperty("totals"), "total")));
        // 12.00 % nominal; effective 1.01^12 − 1.
        Assert.Equal((12.00m, 12.68m), (body.GetProperty("apr").GetProperty("regulationZ").GetDecimal(), body.GetProperty("apr").GetProperty("euConsumerCredit").GetDecimal()));
        Assert.Equal(("USD", 2), (Text(body, "currency"), body.GetProperty("engineVersion").GetInt32()));
    }

    [Fact]
    public async Task Every_field_is_known_by_its_plain_name_and_changes_what_it_should()
    {
        await using var web = await PayWeb.Start(bench, connected: false);
        (string Change, string What, string Expected)[] changes =
        [
            ("""{"principal":2400}""", "1.interest", "24.00"),
            ("""{"principal":"1200","currency":"JPY"}""", "1.total", "107"),
            ("""{"principal":"1200.500","currency":"KWD"}""", "1.interest", "12.005"),
            ("""{"annualRatePercent":24}""", "1.interest", "24.00"),
            ("""{"interestMethod":"flat"}""", "12.interest", "12.00"),
            ("""{"interestMethod":"none","annualRatePercent":0}""", "1.total", "100.00"),
            ("""{"amortization":"equalPrincipal"}""", "2.total", "111.00"),
            ("""{"amortization":"bullet"}""", "12.total", "1212.00"),
            ("""{"amortization":"balloon","balloonAmount":"600.00"}""", "1.total", "59.31"),
            ("""{"amortization":"fixedAmount","installmentAmount":"400.00","installments":null}""", "4.balance", "0.00"),
            ("""{"amortization":"perDay","dayPrice":"10.00","interestMethod":"none","annualRatePercent":0,"installments":null}""", "1.total", "280.00"),
            ("""{"interestCalculation":"daily","daysInMonth":"actual","daysInYear":"365"}""", "1.interest", "11.05"),
            ("""{"interestCalculation":"daily","daysInMonth":"actual","daysInYear":360}""", "1.interest", "11.20"),
            ("""{"interestCalculation":"daily","daysInMonth":"actual","daysInYear":"364"}""", "1.interest", "11.08"),
            ("""{"interestCalculation":"daily","daysInMonth":30,"daysInYear":"actual"}""", "1.interest", "11.84"),
            ("""{"disbursementDate":null,"disbursements":[{"date":"2026-01-31","amount":"600.00"},{"date":"2026-02-14","amount":600}]}""", "1.interest", "9.00"),
            ("""{"disbursementDate":null,"partialPeriodInterest":false,"disbursements":[{"date":"2026-01-31","amount":"600.00"},{"date":"2026-02-14","amount":"600.00"}]}""", "1.interest", "12.00"),
            ("""{"disbursementDate":"2026-03-01"}""", "1.due", "2026-04-01"),
            ("""{"repayEvery":2}""", "1.interest", "24.00"),
            ("""{"repayUnit":"weeks"}""", "2.due", "2026-02-14"),
            ("""{"repayUnit":"days","repayEvery":10}""", "2.due", "2026-02-20"),
            ("""{"repayUnit":"years","installments":2}""", "2.due", "2028-01-31"),
            ("""{"installments":6}""", "6.balance", "0.00"),
            ("""{"firstDueDate":"2026-02-15"}""", "2.due", "2026-03-15"),
            ("""{"graceOnPrincipal":2}""", "2.principal", "0.00"),
            ("""{"graceOnInterestPayment":2,"amortization":"equalPrincipal"}""", "3.interest", "33.00"),
            ("""{"interestFreePeriods":2}""", "2.interest", "0.00"),
            ("""{"downPaymentPercent":25}""", "1.interest", "9.00"),
            ("""{"installmentMultipleOf":"10.00"}""", "1.total", "110.00"),
            ("""{"rounding":"down"}""", "1.total", "106.61"),
            ("""{"rounding":"up"}""", "1.total", "106.62"),
            ("""{"rounding":"halfUp"}""", "1.total", "106.62"),
            ("""{"interestPauses":[{"from":"2026-02-01","to":"2026-02-14"}]}""", "1.interest", "6.00"),
            ("""{"feePerInstallment":"2.00"}""", "1.total", "108.62"),
            ("""{"feePerInstallment":"2.00","taxOnFeesPercent":16}""", "1.tax", "0.32"),
            ("""{"taxOnInterestPercent":"5"}""", "1.tax", "0.60"),
            ("""{"nonWorkingDays":"next","weekend":["saturday","sunday"]}""", "1.due", "2026-03-02"),
            ("""{"nonWorkingDays":"previous","weekend":["saturday","sunday"]}""", "1.due", "2026-02-27"),
            ("""{"nonWorkingDays":"nextInMonth","weekend":["saturday","sunday"]}""", "1.due", "2026-02-27"),
            ("""{"nonWorkingDays":"next","holidays":["2026-02-28"]}""", "1.due", "2026-03-01"),
            ("""{"seasonMonths":[6,7]}""", "1.due", "2026-06-30"),
            ("""{"monthEnd":"roll"}""", "2.due", "2026-03-31"),
            ("""{"monthEnd":"clamp"}""", "2.due", "2026-03-28"),
            ("""{"monthEnd":"firstOfNext"}""", "1.due", "2026-03-01"),
            ("""{"monthEnd":"firstOfNext"}""", "2.due", "2026-03-31"),
            ("""{"monthEnd":"lastOfMonth","disbursementDate":"2026-01-15"}""", "2.due", "2026-03-31"),
        ];
        var troubles = new List<string>();
        foreach (var (change, what, expected) in changes)
        {
            var (status, body) = await Ask(web, With(change));
            var (number, field) = (int.Parse(what.Split('.')[0], CultureInfo.InvariantCulture), what.Split('.')[1]);
            var got = status == 200 ? Text(body.GetProperty("rows").EnumerateArray().First(row => row.GetProperty("number").GetInt32() == number), field) : body.GetRawText();
            if (got != expected) troubles.Add($"{change}: {what} is {got}, not {expected}");
        }

        Assert.True(troubles.Count == 0, string.Join(Environment.NewLine, troubles));
        Assert.Empty(Fields.Except(changes.SelectMany(change => JsonNode.Parse(change.Change)!.AsObject().Select(field => field.Key))));
    }

    [Fact]
    public async Task A_deposit_and_later_disbursements_are_rows_with_number_0_in_the_order_of_the_days()
    {
        await using var web = await PayWeb.Start(bench, connected: false);

        var (_, body) = await Ask(web, With("""
            {"disbursementDate":null,"downPaymentPercent":25,"installments":3,"disbursements":[{"date":"2026-01-31","amount":"800.00"},{"date":"2026-02-28","amount":"400.00"}]}
            """));

        Assert.Equal(
            ["0 2026-01-31 0.00 800.00 800.00", "0 2026-01-31 200.00 - 600.00", "1 2026-02-28", "0 2026-02-28 0.00 400.00", "0 2026-02-28 100.00 -", "2 2026-03-31", "3 2026-04-30"],
            body.GetProperty("rows").EnumerateArray().Select((row, i) => row.GetProperty("number").GetInt32() > 0
                ? $"{row.GetProperty("number")} {Text(row, "due")}"
                : $"0 {Text(row, "due")} {Text(row, "principal")} {Text(row, "disbursed") ?? "-"}" + (i < 2 ? " " + Text(row, "balance") : "")));
        Assert.Equal("1200.00", Text(body.GetProperty("totals"), "principal"));
    }

    [Fact]
    public async Task What_is_left_out_has_its_usual_value_the_day_is_the_merchants_own_and_the_currency_too()
    {
        await using var web = await PayWeb.Start(bench, connected: false);
        await web.Days(40);

        var (status, body) = await Ask(web, """{"principal":"1200","installments":3}""");

        Assert.Equal((200, "KES"), (status, Text(body, "currency")));
        // The sandbox clock stands forty days ahead; the merchant's zone is Nairobi.
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(DateTimeOffset.UtcNow.AddDays(40), TimeZoneInfo.FindSystemTimeZoneById("Africa/Nairobi")).Date);
        var lent = DateOnly.Parse(Text(body.GetProperty("rows")[0], "due")!, CultureInfo.InvariantCulture);
        Assert.InRange(lent, today.AddDays(-1), today);
        Assert.Equal("400.00", Text(body.GetProperty("rows")[1], "total"));
    }

    [Fact]
    public async Task What_cannot_be_is_refused_with_its_code_and_field()
    {
        await using var web = await PayWeb.Start(bench, connected: false);
        (string Change, string Code, string Field)[] refused =
        [
            ("""{"principle":"1"}""", "lending.term_unknown", "principle"),
            ("""{"disbursementDate":"31.01.2026"}""", "lending.terms_unreadable", "disbursementDate"),
            ("""{"installments":"many"}""", "lending.terms_unreadable", "installments"),
            ("""{"interestPauses":[{"from":"soon"}]}""", "lending.terms_unreadable", "interestPauses"),
            ("""{"interestPauses":[null]}""", "lending.term_needed", "interestPauses"),
            ("""{"disbursementDate":null,"disbursements":[null]}""", "lending.term_needed", "disbursements"),
            ("""{"disbursementDate":null,"disbursements":[]}""", "lending.term_out_of_range", "disbursements"),
            ("""{"disbursements":[{"date":"2026-01-31","amount":"1"}]}""", "lending.term_not_allowed", "disbursementDate"),
            ("""{"disbursementDate":null,"disbursements":[{"date":"2026-01-31","amount":"1201"}]}""", "lending.term_not_allowed", "disbursements"),
            ("""{"disbursementDate":null,"disbursements":[{"date":"2026-02-28","amount":"600"},{"date":"2026-01-31","amount":"600"}]}""", "lending.dates_invalid", "disbursements"),
            ("""{"disbursementDate":"1999-12-31"}""", "lending.disbursed_on_out_of_range", "disbursementDate"),
            ("""{"principal":null}""", "lending.term_needed", "principal"),
            ("""{"principal":"0"}""", "lending.term_not_allowed", "principal"),
            ("""{"principal":"0.001"}""", "money.amount_invalid", "principal"),
            ("""{"principal":"1.5","currency":"JPY"}""", "money.amount_invalid", "principal"),
            ("""{"currency":"SHL"}""", "money.currency_unknown", "currency"),
            ("""{"interestMethod":"compound"}""", "lending.term_not_allowed", "interestMethod"),
            ("""{"interestMethod":"none"}""", "lending.rate_without_interest", "annualRatePercent"),
            ("""{"annualRatePercent":-1}""", "lending.rate_out_of_range", "annualRatePercent"),
            ("""{"annualRatePercent":1.0000001}""", "lending.rate_too_fine", "annualRatePercent"),
            ("""{"daysInYear":"361"}""", "lending.term_not_allowed", "daysInYear"),
            ("""{"repayUnit":"moons"}""", "lending.term_not_allowed", "repayUnit"),
            ("""{"repayEvery":0}""", "lending.repay_every_out_of_range", "repayEvery"),
            ("""{"installments":null}""", "lending.term_needed", "installments"),
            ("""{"installments":521}""", "lending.installments_out_of_range", "installments"),
            ("""{"principal":"0.05"}""", "lending.installments_too_small", "installments"),
            ("""{"firstDueDate":"2026-01-31"}""", "lending.first_due_out_of_range", "firstDueDate"),
            ("""{"repayUnit":"years","repayEvery":10}""", "lending.term_too_long", "installments"),
            ("""{"graceOnPrincipal":12}""", "lending.term_out_of_range", "graceOnPrincipal"),
            ("""{"downPaymentPercent":100}""", "lending.term_out_of_range", "downPaymentPercent"),
            ("""{"installmentMultipleOf":"150","rounding":"up"}""", "lending.plan_uneven", "installmentMultipleOf"),
            ("""{"amortization":"balloon"}""", "lending.term_needed", "balloonAmount"),
            ("""{"balloonAmount":"5"}""", "lending.term_not_allowed", "balloonAmount"),
            ("""{"amortization":"fixedAmount","installmentAmount":"5","installments":null}""", "lending.never_paid_off", "installmentAmount"),
            ("""{"repayUnit":"days","nonWorkingDays":"next","weekend":["saturday","sunday"]}""", "lending.due_dates_collide", "nonWorkingDays"),
            ("""{"interestPauses":[{"from":"2026-02-14","to":"2026-02-01"}]}""", "lending.dates_invalid", "interestPauses"),
            ("""{"seasonMonths":[13]}""", "lending.term_out_of_range", "seasonMonths"),
            ("""{"weekend":["someday"]}""", "lending.term_not_allowed", "weekend"),
            ("""{"taxOnFeesPercent":101}""", "lending.term_out_of_range", "taxOnFeesPercent"),
        ];
        var troubles = new List<string>();
        foreach (var (change, code, field) in refused)
        {
            var (status, body) = await Ask(web, With(change));
            if ((status, Text(body, "code"), Text(body, "field")) != (422, code, field) || string.IsNullOrEmpty(Text(body, "detail"))) troubles.Add($"{change}: {body.GetRawText()}");
        }

        Assert.True(troubles.Count == 0, string.Join(Environment.NewLine, troubles));
    }

    [Fact]
    public async Task What_is_no_object_or_nobodys_is_refused()
    {
        await using var web = await PayWeb.Start(bench, connected: false);

        Assert.Equal((422, "lending.terms_unreadable"), await Code(web, "[]"));
        Assert.Equal((422, "lending.terms_unreadable"), await Code(web, "{"));
        Assert.Equal((422, "lending.terms_unreadable"), await Code(web, "null"));
        Assert.Equal((401, "identity.sign_in_required"), await Code(web, Plain, Role.Visitor));
        Assert.Equal((403, "identity.not_allowed"), await Code(web, Plain, Role.Customer));
        var disbursements = string.Join(',', Enumerable.Range(0, 1_000).Select(_ => """{"date":"2026-01-31","amount":"1000000000000"}"""));
        Assert.Equal((422, "lending.term_out_of_range"), await Code(web, With($$"""{"disbursementDate":null,"disbursements":[{{disbursements}}]}""")));
    }

    [Fact]
    public async Task What_is_too_large_is_refused_by_its_length_before_it_is_sent()
    {
        await using var web = await PayWeb.Start(bench, connected: false);
        using var line = new TcpClient();
        await line.ConnectAsync("127.0.0.1", web.Address.Port);
        await using var stream = line.GetStream();

        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"POST /api/v1/loans/preview HTTP/1.1\r\nHost: {web.Address.Authority}\r\nContent-Type: application/json\r\nContent-Length: 1000001\r\n\r\n{{"));
        using var answer = new StreamReader(stream);

        Assert.StartsWith("HTTP/1.1 413", await answer.ReadLineAsync(), StringComparison.Ordinal);
        Assert.Contains("request.too_large", await answer.ReadToEndAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_document_describes_each_field_with_an_example_that_can_be_sent()
    {
        await using var web = await PayWeb.Start(bench, connected: false);

        var document = JsonDocument.Parse((await web.Open(Role.Visitor).Get("api/openapi.json", "application/json")).Bytes).RootElement;
        var request = document.GetProperty("paths").GetProperty("/api/v1/loans/preview").GetProperty("post").GetProperty("requestBody").GetProperty("content").GetProperty("application/json");
        var schema = Resolve(document, request.GetProperty("schema"));

        var fields = schema.GetProperty("properties").EnumerateObject().ToList();
        Assert.Equal(Fields.Order(StringComparer.Ordinal), fields.Select(field => field.Name).Order(StringComparer.Ordinal));
        Assert.All(fields, field =>
        {
            Assert.False(string.IsNullOrEmpty(Text(field.Value, "description")), field.Name);
            Assert.True(field.Value.TryGetProperty("examples", out var examples) || field.Value.TryGetProperty("example", out examples), field.Name);
        });
        var (status, answer) = await Ask(web, schema.GetProperty("examples")[0].GetRawText());
        Assert.True(status == 200, answer.GetRawText());
    }

    private static JsonElement Resolve(JsonElement document, JsonElement schema) => schema.TryGetProperty("$ref", out var reference)
        ? document.GetProperty("components").GetProperty("schemas").GetProperty(reference.GetString()!.Split('/')[^1])
        : schema;

    // The plain request with some fields changed; null takes a field away.
    private static string With(string change)
    {
        var request = JsonNode.Parse(Plain)!.AsObject();
        foreach (var (name, value) in JsonNode.Parse(change)!.AsObject().ToList())
        {
            if (value is null) request.Remove(name);
            else request[name] = value.DeepClone();
        }
        return request.ToJsonString();
    }

    private static async Task<(int Status, JsonElement Body)> Ask(PayWeb web, string body, Role role = Role.ApiKey)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(web.Address, "api/v1/loans/preview")) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        var (status, _, _, bytes) = await web.Open(role, role == Role.Customer ? new(Guid.NewGuid()) : null).Send(request);
        return (status, JsonDocument.Parse(bytes).RootElement);
    }

    private static async Task<(int, string?)> Code(PayWeb web, string body, Role role = Role.ApiKey)
    {
        var (status, answer) = await Ask(web, body, role);
        return (status, Text(answer, "code"));
    }

    private static string? Text(JsonElement body, string name) => body.TryGetProperty(name, out var value) ? value.ToString() : null;
}
