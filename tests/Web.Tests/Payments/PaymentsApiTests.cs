using System.Net.Http.Json;
using System.Text.Json;
using Paylatch.Application.Identity;

namespace Paylatch.Web.Tests.Payments;

/// <summary>Payments for programs, and the staff's pages as they are first drawn.</summary>
public sealed class PaymentsApiTests(StripeBench bench) : IClassFixture<StripeBench>
{
    [Fact]
    public async Task A_program_records_cash_once_per_key_and_lists_it()
    {
        await using var web = await PayWeb.Start(bench, connected: false);
        var (loan, _) = await web.Sell();

        var first = await Post(web, new { loan = loan.Value, amount = "1000.00", currency = "KES" }, "k-1");
        var again = await Post(web, new { loan = loan.Value, amount = "1000.00", currency = "KES" }, "k-1");

        Assert.Equal((201, 200), (first.Status, again.Status));
        Assert.Equal(first.Body.GetRawText(), again.Body.GetRawText());
        Assert.Equal(("R-000001", "1000.00", "2000.00"), (Text(first.Body, "receipt"), Text(first.Body, "amount"), Text(first.Body, "balance")));
        var list = await Get(web, "api/v1/payments?method=cash&limit=1");
        Assert.Equal(("1000.00", 1), (Text(list.Body, "sum"), list.Body.GetProperty("payments").GetArrayLength()));
        var one = await Get(web, "api/v1/payments/" + Text(first.Body, "id"));
        Assert.Equal(1, one.Body.GetProperty("allocations")[0].GetProperty("installment").GetInt32());
    }

    [Fact]
    public async Task Wrong_input_is_answered_with_a_problem_and_its_code_and_changes_nothing()
    {
        await using var web = await PayWeb.Start(bench, connected: false);
        var (loan, _) = await web.Sell();
        async Task Refused(object body, string? key, int status, string code, Role role = Role.ApiKey)
        {
            var answer = await Post(web, body, key, role);
            Assert.Equal((status, code), (answer.Status, Text(answer.Body, "code")));
        }

        await Refused(new { loan = loan.Value, amount = "10" }, null, 422, "payments.idempotency_key_invalid");
        await Refused(new { loan = loan.Value, amount = "10" }, new string('k', 101), 422, "payments.idempotency_key_invalid");
        await Refused(new { loan = loan.Value, amount = "3000.01" }, "k", 422, "payments.exceeds_balance");
        await Refused(new { loan = loan.Value, amount = "-1" }, "k", 422, "payments.amount_not_positive");
        await Refused(new { loan = loan.Value, amount = "0.001" }, "k", 422, "money.amount_invalid");
        await Refused(new { loan = loan.Value, amount = "10", currency = "USD" }, "k", 422, "payments.wrong_currency");
        await Refused(new { loan = Guid.NewGuid(), amount = "10" }, "k", 404, "lending.loan_not_found");
        await Refused(new { }, "k", 404, "lending.loan_not_found");
        await Refused(new { loan = loan.Value, amount = 10 }, "k", 400, "request.invalid");
        await Refused(new { loan = loan.Value, amount = "10" }, "k", 403, "identity.not_allowed", Role.Customer);
        Assert.Equal(401, (await Post(web, new { loan = loan.Value, amount = "10" }, "k", Role.Visitor)).Status);
        Assert.Equal((422, "payments.filter_invalid"), await Code(web, "api/v1/payments?method=gold"));
        Assert.Equal((422, "payments.filter_invalid"), await Code(web, "api/v1/payments?from=31.12.2026"));
        Assert.Equal((422, "payments.filter_invalid"), await Code(web, "api/v1/payments?after=hello"));
        Assert.Equal((404, "payments.not_found"), await Code(web, $"api/v1/payments/{Guid.NewGuid()}"));
        Assert.Equal("0 payments, 0 paid, ledger 0", await web.Books());
    }

    [Fact]
    public async Task The_staffs_list_shows_payments_their_sum_and_the_receipt_of_the_chosen_one()
    {
        await using var web = await PayWeb.Start(bench);
        var (loan, _) = await web.Sell();
        var first = await Post(web, new { loan = loan.Value, amount = "1000" }, "k-1");
        await Post(web, new { loan = loan.Value, amount = "250.50" }, "k-2");
        var agent = web.Open(Role.Agent);

        var page = (await agent.Get($"payments?payment={Text(first.Body, "id")}")).Page;

        Assert.Equal("125050", page.QuerySelector("[data-sum]")!.GetAttribute("data-sum"));
        Assert.Equal(["R-000002", "R-000001"], page.QuerySelectorAll("tr[data-payment]").Select(row => row.GetAttribute("data-payment")));
        Assert.Equal("R-000001", page.QuerySelector(".drawer [data-receipt]")!.GetAttribute("data-receipt"));
        Assert.Empty((await agent.Get("payments?method=card")).Page.QuerySelectorAll("tr[data-payment]"));
        var pdf = await agent.Get($"payments/{Text(first.Body, "id")}.pdf");
        Assert.Equal("%PDF", System.Text.Encoding.ASCII.GetString(pdf.Bytes, 0, 4));
    }

    [Fact]
    public async Task Stripes_keys_are_set_by_the_admin_and_never_shown()
    {
        await using var web = await PayWeb.Start(bench);

        var page = await web.Open(Role.MerchantAdmin).Get("settings");

        var html = System.Text.Encoding.UTF8.GetString(page.Bytes);
        Assert.Contains("webhooks/stripe", html, StringComparison.Ordinal);
        Assert.DoesNotContain(web.Account.SecretKey, html, StringComparison.Ordinal);
        Assert.DoesNotContain(web.Account.WebhookSecret, html, StringComparison.Ordinal);
        Assert.DoesNotContain("stripe-key", System.Text.Encoding.UTF8.GetString((await web.Open(Role.Agent).Get("settings")).Bytes), StringComparison.Ordinal);
    }

    private static async Task<(int Status, JsonElement Body)> Post(PayWeb web, object body, string? key, Role role = Role.ApiKey)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(web.Address, "api/v1/payments")) { Content = JsonContent.Create(body) };
        if (key is not null) request.Headers.Add("Idempotency-Key", key);
        var (status, _, _, bytes) = await web.Open(role, role == Role.Customer ? new(Guid.NewGuid()) : null).Send(request);
        return (status, JsonDocument.Parse(bytes).RootElement);
    }

    private static async Task<(int Status, JsonElement Body)> Get(PayWeb web, string path)
    {
        var (status, _, _, bytes) = await web.Open(Role.ApiKey).Get(path, "application/json");
        return (status, JsonDocument.Parse(bytes).RootElement);
    }

    private static async Task<(int, string?)> Code(PayWeb web, string path)
    {
        var (status, body) = await Get(web, path);
        return (status, Text(body, "code"));
    }

    private static string? Text(JsonElement body, string name) => body.TryGetProperty(name, out var value) ? value.GetString() : null;
}
