using System.Text;
using System.Text.Json;
using Paylatch.Application.Identity;
using Paylatch.Application.Ledger;
using Paylatch.Testing;

namespace Paylatch.Web.Tests.Payments;

/// <summary>Card money on its way to the bank: by the provider's own protocol, as a page, as a file and for programs.</summary>
public sealed class CardMoneyTests(StripeBench bench) : IClassFixture<StripeBench>
{
    [Fact]
    public async Task A_pay_out_at_the_provider_is_in_the_books_by_its_message_and_its_fee_is_recorded_by_a_person()
    {
        await using var web = await PayWeb.Start(bench);
        await Held(web);

        var paid = await bench.Control("payout", new { account = web.Account.SecretKey, amount = 97_100 });
        await Eventually.True(() => web.Read<bool>("select exists (select from provider_payouts)"), "the pay-out's message");

        var payout = paid.GetProperty("id").GetString()!;
        Assert.Equal(
            $"{payout} 97100 0 stripe",
            await web.Read<string>("select concat_ws(' ', reference, gross_minor, fee_minor, recorded_by) from provider_payouts"));
        Assert.Equal((201, "0.00"), await Post(web, $$"""{"reference":"{{payout}} fee","gross":"29.00","fee":"29.00"}""") is var fee ? (fee.Status, Field(fee.Body, "net")) : default);
        Assert.Equal(0, (await web.Run(Role.MerchantAdmin, (ProveBooksNow u) => u.Handle(default))).Value.Differences);
    }

    [Fact]
    public async Task The_page_shows_what_is_not_paid_out_what_was_and_what_waits_and_an_agent_sees_nothing_of_it()
    {
        await using var web = await PayWeb.Start(bench);
        var (_, empty, _, _) = await web.Open(Role.MerchantAdmin).Get("books/card-money");
        Assert.Contains("No card money yet", empty.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Null(empty.QuerySelector("#record-payout"));
        await Held(web);
        foreach (var (reference, gross) in new[] { ("po_b", "300.00"), ("po_a", "200.00"), ("po_c", "100.00") })
            Assert.Equal(201, (await Post(web, $$"""{"reference":"{{reference}}","gross":"{{gross}}","fee":"5"}""")).Status);
        Assert.Equal(200, (await web.Post(PayoutMessage("po_shared", 90_000))).Status);

        var (_, page, _, _) = await web.Open(Role.MerchantAdmin).Get("books/card-money");
        var (_, swahili, _, _) = await web.Open(Role.MerchantAdmin, culture: "sw").Get("books/card-money?sort=-gross&q=PO");
        var (_, found, _, _) = await web.Open(Role.MerchantAdmin).Get("books/card-money?q=po_a&currency=KES&sort=paidOn");

        Assert.Equal(["po_c", "po_b", "po_a"], Payouts(page));
        Assert.Contains("400.00", page.QuerySelector(".tile .value")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("po_shared", page.QuerySelector("ul.work")!.TextContent, StringComparison.Ordinal);
        Assert.NotNull(page.QuerySelector("#record-payout"));
        Assert.Equal(("Pesa za kadi", "po_b po_a po_c"), (swahili.QuerySelector("h1")!.TextContent, string.Join(' ', Payouts(swahili))));
        Assert.Equal(["po_a"], Payouts(found));
        var (_, agent, _, _) = await web.Open(Role.Agent).Get("books/card-money");
        Assert.Contains("identity.not_allowed", agent.Body!.TextContent, StringComparison.Ordinal);
        Assert.Empty(Payouts(agent));
    }

    [Fact]
    public async Task A_program_records_a_pay_out_once_by_its_reference_and_reads_page_by_page_and_the_file_has_all()
    {
        await using var web = await PayWeb.Start(bench);
        await Held(web);
        const string Body = """{"reference":"po_1","gross":"600.00","fee":"17.40","currency":"KES"}""";

        var (first, again) = (await Post(web, Body), await Post(web, Body));
        Assert.Equal((201, 200, first.Body), (first.Status, again.Status, again.Body));
        Assert.Equal("582.60", Field(first.Body, "net"));
        Assert.Equal((409, "payments.payout_differs"), await Refused(web, Body.Replace("17.40", "17.41", StringComparison.Ordinal)));
        Assert.Equal((409, "payments.payout_exceeds_unsettled"), await Refused(web, """{"reference":"po_2","gross":"400.01"}"""));
        Assert.Equal((422, "payments.payout_fee_invalid"), await Refused(web, """{"reference":"po_2","gross":"1","fee":"2"}"""));
        Assert.Equal((422, "payments.payout_reference_invalid"), await Refused(web, """{"gross":"1"}"""));
        Assert.Equal((404, "payments.provider_unknown"), await Refused(web, """{"reference":"x","gross":"1","provider":"other"}"""));
        Assert.Equal("identity.not_allowed", (await Refused(web, Body, Role.Agent)).Code);
        for (var n = 2; n <= 4; n++) Assert.Equal(201, (await Post(web, $$"""{"reference":"po_{{n}}","gross":"{{n}}0"}""")).Status);

        foreach (var (sort, all) in new[] { ("-paidOn", "po_4 po_3 po_2 po_1"), ("paidOn", "po_1 po_2 po_3 po_4"), ("-gross", "po_1 po_4 po_3 po_2"), ("gross", "po_2 po_3 po_4 po_1") })
        {
            var seen = new List<string>();
            for (var (after, pages) = ("", 0); pages < 4; pages++)
            {
                using var page = JsonDocument.Parse(await Text(web, $"api/v1/payouts?limit=1&sort={sort}&after={after}"));
                Assert.Equal((4, 1), (page.RootElement.GetProperty("count").GetInt32(), page.RootElement.GetProperty("payouts").GetArrayLength()));
                seen.Add(page.RootElement.GetProperty("payouts")[0].GetProperty("reference").GetString()!);
                after = page.RootElement.GetProperty("next").GetString() ?? "";
                Assert.Equal("310.00", page.RootElement.GetProperty("unsettled")[0].GetProperty("amount").GetString());
            }

            Assert.Equal(all, string.Join(' ', seen));
        }

        Assert.Contains("payments.filter_invalid", await Text(web, "api/v1/payouts?sort=best"), StringComparison.Ordinal);
        Assert.Contains("payments.filter_invalid", await Text(web, "api/v1/payouts?after=nonsense"), StringComparison.Ordinal);
        var file = (await Text(web, "books/card-money/export.csv?sort=paidOn")).TrimStart('\ufeff').Split("\r\n");
        Assert.Equal("reference,provider,paid_on,gross,fee,net,currency,recorded_at,recorded_by,transfer", file[0]);
        Assert.StartsWith("po_1,stripe,", file[1], StringComparison.Ordinal);
        Assert.Contains(",600.00,17.40,582.60,KES,", file[1], StringComparison.Ordinal);
        Assert.Equal(1L, await web.Read<long>("select count(*) from events where type = 'PayoutsExported'"));
    }

    private static async Task Held(PayWeb web)
    {
        var (loan, customer) = await web.Sell();
        Assert.Equal(200, (await web.Post(PayWeb.Paid(await web.Wish(loan, customer, "1000"), 100_000))).Status);
    }

    private static string PayoutMessage(string payout, long minor) => $$$"""
        {"id":"evt_{{{payout}}}","object":"event","type":"payout.paid","livemode":false,"created":1700000000,
         "data":{"object":{"id":"{{{payout}}}","object":"payout","amount":{{{minor}}},"arrival_date":1700006400,"currency":"kes","status":"paid"} } }
        """;

    private static IEnumerable<string?> Payouts(AngleSharp.Dom.IDocument page) => page.QuerySelectorAll("tr[data-payout]").Select(row => row.GetAttribute("data-payout"));

    private static string? Field(string body, string name)
    {
        using var json = JsonDocument.Parse(body);
        return json.RootElement.GetProperty(name).GetString();
    }

    private static async Task<(int Status, string? Code)> Refused(PayWeb web, string body, Role role = Role.ApiKey) =>
        await Post(web, body, role) is var answer ? (answer.Status, Field(answer.Body, "code")) : default;

    private static async Task<string> Text(PayWeb web, string path) =>
        Encoding.UTF8.GetString((await web.Open(path.StartsWith("api", StringComparison.Ordinal) ? Role.ApiKey : Role.MerchantAdmin).Get(path, "application/json")).Bytes);

    private static async Task<(int Status, string Body)> Post(PayWeb web, string body, Role role = Role.ApiKey)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(web.Address, "api/v1/payouts"));
        request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        request.Headers.TryAddWithoutValidation("Cookie", $"test-caller={role}.{web.Tenant.Id}.");
        using var answer = await web.Client.SendAsync(request);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
