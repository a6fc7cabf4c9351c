using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Paylatch.Application.Identity;

namespace Paylatch.Web.Tests.Payments;

/// <summary>Money put right by programs, and how pages show it.</summary>
public sealed class MendingApiTests(StripeBench bench) : IClassFixture<StripeBench>
{
    [Fact]
    public async Task A_program_takes_a_payment_back_once_and_every_page_says_so()
    {
        await using var web = await PayWeb.Start(bench, connected: false);
        var (loan, customer) = await web.Sell();
        var paid = Text((await Post(web, "payments", new { loan = loan.Value, amount = "1000.00" }, "k-1")).Body, "id");

        var first = await Post(web, $"payments/{paid}/reversal", new { cause = "bounced", reason = "The notes were false" });
        var again = await Post(web, $"payments/{paid}/reversal", new { cause = "bounced", reason = "The notes were false" });

        Assert.Equal((201, 200), (first.Status, again.Status));
        Assert.Equal(first.Body.GetRawText(), again.Body.GetRawText());
        Assert.Equal(("1000.00", "3000.00", "bounced"), (Text(first.Body, "amount"), Text(first.Body, "balance"), Text(first.Body, "cause")));
        Assert.Equal("The notes were false", Text((await Get(web, $"payments/{paid}")).GetProperty("reversed"), "reason"));
        Assert.Equal("0.00", Text(await Get(web, "payments?method=cash"), "sum"));
        var staff = web.Open(Role.MerchantAdmin);
        Assert.Single((await staff.Get("payments")).Page.QuerySelectorAll("tr.is-reversed"));
        Assert.Contains("The notes were false", (await staff.Get($"loans/{loan}")).Page.QuerySelector("li a.is-reversed")!.TextContent, StringComparison.Ordinal);
        Assert.NotNull((await staff.Get($"payments?payment={paid}")).Page.QuerySelector("[data-reversed]"));
        var me = web.Open(Role.Customer, customer);
        var own = (await me.Get($"me/payments/{paid}")).Page.QuerySelector("[data-reversed]")!.TextContent;
        Assert.Contains("Reversed on", own, StringComparison.Ordinal);
        Assert.DoesNotContain("The notes were false", own, StringComparison.Ordinal);
        Assert.Single((await me.Get("me")).Page.QuerySelectorAll("tr.is-reversed"));
        Assert.Contains("Reversed on", await Testing.PdfText.Of((await staff.Get($"payments/{paid}.pdf")).Bytes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_reversals_waivers_and_refunds_are_problems_with_their_codes()
    {
        await using var web = await PayWeb.Start(bench, connected: false);
        var (loan, _) = await web.Sell();
        var paid = Text((await Post(web, "payments", new { loan = loan.Value, amount = "1000.00" }, "k-1")).Body, "id");
        async Task Refused(string path, object body, int status, string code, string? key = null, Role role = Role.ApiKey)
        {
            var answer = await Post(web, path, body, key, role);
            Assert.Equal((path, status, code), (path, answer.Status, Text(answer.Body, "code")));
        }

        await Refused($"payments/{paid}/reversal", new { cause = "lost", reason = "No idea" }, 422, "payments.cause_unknown");
        await Refused($"payments/{paid}/reversal", new { reason = "No idea" }, 422, "payments.cause_unknown");
        await Refused($"payments/{paid}/reversal", new { cause = "bounced" }, 422, "payments.reason_needed");
        await Refused($"payments/{Guid.NewGuid()}/reversal", new { cause = "bounced", reason = "False" }, 404, "payments.not_found");
        await Refused($"payments/{paid}/reversal", new { cause = "bounced", reason = "False" }, 403, "identity.not_allowed", role: Role.Agent);
        await Refused($"loans/{loan}/penalty-waivers", new { reason = "Kindness" }, 422, "lending.waiver_amount");
        await Refused($"loans/{loan}/penalty-waivers", new { installment = 2 }, 422, "lending.reason_needed");
        await Refused($"loans/{loan}/credit-refunds", new { reason = "Paid twice" }, 422, "payments.idempotency_key_invalid");
        await Refused($"loans/{loan}/credit-refunds", new { reason = "Paid twice" }, 422, "lending.credit_too_small", "r-1");
        await Refused($"loans/{loan}/credit-uses", new { forLoan = loan.Value, reason = "Paid twice" }, 422, "payments.not_same_customer", "u-1");
        await Refused("payments", new { loan = loan.Value, amount = "10", paidOn = "2099-01-01" }, 422, "lending.paid_in_future", "k-2");
        await Refused("payments", new { loan = loan.Value, amount = "10", paidOn = "2020-01-01" }, 422, "lending.paid_before_booking", "k-2");
        await Refused("payments", new { loan = loan.Value, amount = "10", paidOn = "31.12.2026" }, 400, "request.invalid", "k-2");
        Assert.Equal("lending.try_day", Text(await Get(web, $"loans/{loan}/what-if?on=yesterday"), "code"));
        Assert.Equal("1 payments, 100000 paid, ledger 0", await web.Books());
    }

    [Fact]
    public async Task A_program_asks_what_a_payment_would_do_and_staff_take_the_schedule_as_a_file()
    {
        await using var web = await PayWeb.Start(bench, connected: false);
        var (loan, _) = await web.Sell();

        var then = await Get(web, $"loans/{loan}/what-if?amount=1500");
        var all = await Get(web, $"loans/{loan}/what-if");

        Assert.Equal(("1500.00", "1500.00", 1, "500.00"), (Text(then, "amount"), Text(then, "balance"), then.GetProperty("cleared").GetInt32(), Text(then, "nextDueAmount")));
        Assert.Equal(("3000.00", "0.00", null), (Text(all, "amount"), Text(all, "balance"), Text(all, "freeUntil")));
        var file = await web.Open(Role.Agent).Get($"loans/{loan}/schedule.csv");
        var lines = Encoding.UTF8.GetString(file.Bytes).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(4, lines.Length);
        Assert.StartsWith("PL-000001,1,", lines[1], StringComparison.Ordinal);
        Assert.Contains(",1000.00,0.00,0.00,0.00,0.00,0.00,1000.00,0.00,1000.00,KES,upcoming,0", lines[1], StringComparison.Ordinal);
        var page = (await web.Open(Role.Agent).Get($"loans/{loan}")).Page;
        Assert.Equal(3, page.QuerySelectorAll("table.schedule tr[data-row]").Length);
        Assert.EndsWith("3,000.00", page.QuerySelector("table.schedule tfoot [data-total=owed]")!.TextContent, StringComparison.Ordinal);
    }

    private static async Task<(int Status, JsonElement Body)> Post(PayWeb web, string path, object body, string? key = null, Role role = Role.ApiKey)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(web.Address, "api/v1/" + path)) { Content = JsonContent.Create(body) };
        if (key is not null) request.Headers.Add("Idempotency-Key", key);
        var (status, _, _, bytes) = await web.Open(role).Send(request);
        return (status, JsonDocument.Parse(bytes).RootElement);
    }

    private static async Task<JsonElement> Get(PayWeb web, string path) =>
        JsonDocument.Parse((await web.Open(Role.ApiKey).Get("api/v1/" + path, "application/json")).Bytes).RootElement;

    private static string? Text(JsonElement body, string name) => body.TryGetProperty(name, out var value) ? value.GetString() : null;
}
