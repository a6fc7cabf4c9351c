using System.Text;
using System.Text.Json;
using Paylatch.Application.Identity;
using Paylatch.Application.Ledger;
using Paylatch.Domain.Ledger;
using Paylatch.Domain.Shared;
using Paylatch.Web.Ledger;
using Paylatch.Web.Tests.Payments;

namespace Paylatch.Web.Tests.Ledger;

/// <summary>Rates and positions as a page, as a file and for programs.</summary>
public sealed class CurrenciesPageTests(StripeBench bench) : IClassFixture<StripeBench>
{
    [Fact]
    public async Task The_page_shows_what_is_held_and_the_rates_and_an_agent_sees_neither()
    {
        await using var web = await PayWeb.Start(bench, connected: false);
        await Rates(web, new("USD", "KES", "129.35", "CBK", null), new("EUR", "USD", "1.1", "ECB", null));
        _ = (await web.Run(Role.MerchantAdmin, (ExchangeMoney u) => u.Handle(new("12900", "KES", "100", "USD", Chart.Cash, "KCB 4711", new TransferId(Guid.NewGuid())), default))).Value;

        var (_, page, _, _) = await web.Open(Role.MerchantAdmin).Get("books/currencies");
        var (_, euros, _, _) = await web.Open(Role.MerchantAdmin, culture: "sw").Get("books/currencies?currency=eur");

        var held = page.QuerySelector("tr[data-position=USD]")!.QuerySelectorAll("td").Select(cell => cell.TextContent.Trim()).ToList();
        Assert.Equal(["USD", "100.00", "12,900.00", "12,935.00"], held[..4]);
        Assert.Equal(2, page.QuerySelectorAll("tr[data-rate]").Length);
        Assert.Equal("EURUSD", Assert.Single(euros.QuerySelectorAll("tr[data-rate]")).GetAttribute("data-rate"));
        Assert.Equal("Sarafu", euros.QuerySelector("h1")?.TextContent);
        var (_, agent, _, _) = await web.Open(Role.Agent).Get("books/currencies");
        Assert.Contains("identity.not_allowed", agent.Body!.TextContent, StringComparison.Ordinal);
        Assert.Empty(agent.QuerySelectorAll("tr[data-rate], tr[data-position]"));
    }

    [Fact]
    public async Task Positions_and_accounts_leave_as_they_are_seen_and_rates_are_sorted_by_their_day()
    {
        await using var web = await PayWeb.Start(bench, connected: false);
        await Rates(web, new("USD", "KES", "129.35", "CBK", null), new("EUR", "KES", "140", "CBK", null), new("EUR", "KES", "139", "CBK", DateTimeOffset.UtcNow.AddDays(-3)));
        foreach (var (given, got, currency) in new[] { ("12900", "100", "USD"), ("28000", "200", "EUR") })
            _ = (await web.Run(Role.MerchantAdmin, (ExchangeMoney u) => u.Handle(new(given, "KES", got, currency, Chart.Cash, "KCB 4711", new TransferId(Guid.NewGuid())), default))).Value;
        var admin = web.Open(Role.MerchantAdmin);

        var positions = (await Text(web, "books/positions.csv?sort=-cost")).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var accounts = (await Text(web, "books/accounts.csv?q=cash&sort=balance")).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var (_, oldest, _, _) = await admin.Get("books/currencies?sort=from&positions=cost");
        var (_, found, _, _) = await admin.Get("books/accounts?q=12&sort=-code");

        Assert.Equal(["EUR,200.00,28000.00", "USD,100.00,12900.00"], positions.Skip(1).Select(line => string.Join(',', line.Split(',')[..3])));
        Assert.Equal(["1000"], accounts.Skip(1).Select(line => line.Split(',')[0]).Distinct());
        Assert.Equal(accounts.Skip(1).Select(line => decimal.Parse(line.Split(',')[4], System.Globalization.CultureInfo.InvariantCulture)).Order(), accounts.Skip(1).Select(line => decimal.Parse(line.Split(',')[4], System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Contains("139", oldest.QuerySelectorAll("tr[data-rate]")[0].TextContent, StringComparison.Ordinal);
        Assert.Equal(["USD", "EUR"], oldest.QuerySelectorAll("tr[data-position]").Select(row => row.GetAttribute("data-position")));
        var codes = found.QuerySelectorAll("tr[data-account]").Select(row => row.GetAttribute("data-account")!).ToList();
        Assert.Equal("1290", codes[0]);
        Assert.All(codes, code => Assert.StartsWith("12", code, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_program_writes_rates_and_reads_what_would_be_used()
    {
        await using var web = await PayWeb.Start(bench, connected: false);
        const string Two = """{"rates":[{"base":"USD","quote":"KES","rate":"129.35","source":"CBK","validFrom":"2026-01-02T09:00:00Z"},{"base":"EUR","quote":"USD","rate":"1.1","source":"ECB"}]}""";

        Assert.Equal((200, """{"added":2,"known":0}"""), await Post(web, Two));
        Assert.Contains("\"added\":1", (await Post(web, """{"rates":[{"base":"USD","quote":"KES","rate":"130","source":"CBK"}]}""")).Body, StringComparison.Ordinal);
        Assert.Contains("ledger.rate_differs", (await Post(web, Two.Replace("129.35", "129.36", StringComparison.Ordinal))).Body, StringComparison.Ordinal);
        Assert.Contains("ledger.rate_moment_invalid", (await Post(web, """{"rates":[{"base":"USD","quote":"KES","rate":"1","source":"CBK","validFrom":"soon"}]}""")).Body, StringComparison.Ordinal);
        Assert.Contains("ledger.rates_count", (await Post(web, "{}")).Body, StringComparison.Ordinal);
        Assert.Contains("identity.not_allowed", (await Post(web, Two, Role.Agent)).Body, StringComparison.Ordinal);

        using var used = JsonDocument.Parse(await Text(web, "api/v1/rates/at?from=EUR&to=KES"));
        Assert.Equal(("143", "triangulated", "USD", "ECB, CBK"), (Of("rate"), Of("path"), Of("via"), Of("source")));
        Assert.Contains("ledger.rate_missing", await Text(web, "api/v1/rates/at?from=JPY&to=KES"), StringComparison.Ordinal);
        Assert.Contains("money.currency_unknown", await Text(web, "api/v1/rates/at?from=XXQ&to=KES"), StringComparison.Ordinal);
        var file = await Text(web, "books/rates.csv?currency=EUR");
        Assert.Equal(["base,quote,rate,source,valid_from,recorded_at", "EUR,USD,1.1,ECB"], file.TrimStart('\ufeff').Split("\r\n")[..2].Select((line, n) => n == 0 ? line : line[..15]));

        string? Of(string name) => used.RootElement.GetProperty(name).GetString();
    }

    [Fact]
    public void A_file_is_read_with_commas_or_semicolons_and_a_bad_line_is_named()
    {
        var read = RatesFile.Read("\ufeffbase,quote,rate,source,valid_from\r\nUSD,KES,129.35,\"CBK\",2026-11-20T09:00:00+03:00\r\n\r\nEUR;KES;140;Desk\n");

        Assert.Equal(
            [new RecordRates.Said("USD", "KES", "129.35", "CBK", new DateTimeOffset(2026, 11, 20, 9, 0, 0, TimeSpan.FromHours(3))), new("EUR", "KES", "140", "Desk", null)],
            read);
        Assert.Equal("ledger.rates_unreadable", Assert.Throws<Refusal>(() => RatesFile.Read("USD,KES,1,CBK\nUSD,KES")).Code);
        Assert.Contains("Line 2", Assert.Throws<Refusal>(() => RatesFile.Read("USD,KES,1,CBK\nUSD,KES,1,CBK,then")).Message, StringComparison.Ordinal);
    }

    private static async Task Rates(PayWeb web, params RecordRates.Said[] said) => _ = (await web.Run(Role.MerchantAdmin, (RecordRates u) => u.Handle(said, default))).Value;

    private static async Task<string> Text(PayWeb web, string path) => Encoding.UTF8.GetString((await web.Open(Role.ApiKey).Get(path, "application/json")).Bytes);

    private static async Task<(int Status, string Body)> Post(PayWeb web, string body, Role role = Role.ApiKey)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(web.Address, "api/v1/rates"));
        request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        request.Headers.TryAddWithoutValidation("Cookie", $"test-caller={role}.{web.Tenant.Id}.");
        using var answer = await web.Client.SendAsync(request);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
