using System.Text.Json;
using Paylatch.Application.Identity;
using Paylatch.Application.Lending;
using Paylatch.Domain.Lending;
using Paylatch.Web.Tests.Payments;

namespace Paylatch.Web.Tests.Lending;

/// <summary>The portfolio as a page, as files and for programs.</summary>
public sealed class PortfolioPageTests(StripeBench bench) : IClassFixture<StripeBench>
{
    [Fact]
    public async Task The_page_draws_its_figures_sorts_them_by_the_address_and_leaves_as_files()
    {
        await using var web = await Shop();

        var (_, page, _, _) = await web.Open(Role.Agent).Get("/portfolio?step=week&ageing=principal");

        Assert.Equal("Portfolio", page.QuerySelector("h1")?.TextContent);
        Assert.Equal(7, page.QuerySelectorAll("[data-portfolio=now] .tile").Length);
        Assert.Equal(3, page.QuerySelectorAll(".lines-chart").Length);
        Assert.All(page.QuerySelectorAll(".lines-chart"), chart => Assert.True(chart.QuerySelectorAll(".unseen > table tbody tr").Length > 1));
        var sums = page.QuerySelectorAll(".figures")[0].QuerySelectorAll("tbody tr").Select(row => row.Children[^3].TextContent).ToList();
        Assert.Equal(sums.OrderBy(sum => decimal.Parse(sum, System.Globalization.CultureInfo.InvariantCulture)), sums);
        Assert.Equal("ascending", page.QuerySelector(".figures th[aria-sort]")?.GetAttribute("aria-sort"));
        var file = page.QuerySelector("a[download]")!.GetAttribute("href")!;
        Assert.Contains("table=ageing", file, StringComparison.Ordinal);
        Assert.Contains("sort=principal", file, StringComparison.Ordinal);
        Assert.Contains("step=week", file, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ageing", "day,current,days_1_30,days_31_60,days_61_90,days_91_up,principal,par30,loans,currency")]
    [InlineData("months", "month,due,collected,share,currency")]
    [InlineData("vintages", "booked,lent,m0,m1,m2,")]
    public async Task A_table_leaves_as_a_file_with_its_columns_and_as_it_is_sorted(string table, string columns)
    {
        await using var web = await Shop();

        var lines = (await Text(web.Open(Role.Agent), $"/portfolio/export.csv?table={table}&sort=-day")).TrimStart('\ufeff').Split("\r\n", StringSplitOptions.RemoveEmptyEntries);

        Assert.StartsWith(columns, lines[0], StringComparison.Ordinal);
        Assert.True(lines.Length > 1);
        Assert.All(lines.Skip(1), line => Assert.EndsWith(",KES", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_program_reads_the_same_and_slips_are_refused_with_their_code()
    {
        await using var web = await Shop();
        var program = web.Open(Role.ApiKey);

        using var answer = JsonDocument.Parse(await Text(program, "/api/v1/portfolio"));
        var portfolio = answer.RootElement;

        Assert.Equal(("KES", 2, "5000.00", "1000.00"), (
            portfolio.GetProperty("currency").GetString(), portfolio.GetProperty("activeLoans").GetInt32(), portfolio.GetProperty("principal").GetString(),
            portfolio.GetProperty("months").EnumerateArray().Select(m => m.GetProperty("collected").GetString()).Single(sum => sum != "0.00")));
        Assert.Contains("lending.period_invalid", await Text(program, "/api/v1/portfolio?from=yesterday"), StringComparison.Ordinal);
        Assert.Contains("lending.period_invalid", await Text(program, "/api/v1/portfolio?step=year"), StringComparison.Ordinal);
        Assert.Contains("lending.device_kind_unknown", await Text(program, "/api/v1/portfolio?kind=boat"), StringComparison.Ordinal);
        Assert.Contains("lending.product_not_found", await Text(program, "/api/v1/portfolio?product=none"), StringComparison.Ordinal);
        Assert.Contains("identity.not_allowed", await Text(web.Open(Role.Customer), "/api/v1/portfolio"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Classes_a_merchant_has_chosen_are_the_columns_and_the_page_says_so()
    {
        await using var web = await Shop();
        var (_, before, _, _) = await web.Open(Role.Agent).Get("/portfolio");
        _ = (await web.Run(Role.MerchantAdmin, (ChooseBuckets u) => u.Handle(new([new LoanBucket(0, 14, 1, 100), new LoanBucket(15, null, 3, 5_000)]), default))).Value;

        var (_, after, _, _) = await web.Open(Role.Agent).Get("/portfolio");
        var file = await Text(web.Open(Role.Agent), "/portfolio/export.csv?table=ageing");

        Assert.Null(before.QuerySelector("[data-classes=chosen]"));
        Assert.NotNull(after.QuerySelector("[data-classes=chosen]"));
        Assert.Equal(["0–14 days", "Over 14 days"], after.QuerySelectorAll(".figures")[0].QuerySelectorAll("th").Skip(1).Take(2).Select(th => th.TextContent));
        Assert.StartsWith("day,days_0_14,days_15_up,principal,", file.TrimStart('\ufeff'), StringComparison.Ordinal);
        Assert.Equal(before.QuerySelectorAll(".figures")[0].QuerySelectorAll("tbody tr").Length, after.QuerySelectorAll(".figures")[0].QuerySelectorAll("tbody tr").Length);
    }

    // Two loans, one of which pays once, seen after three months.
    private async Task<PayWeb> Shop()
    {
        var web = await PayWeb.Start(bench, connected: false);
        var (paying, _) = await web.Sell();
        await web.Sell();
        await web.Days(31);
        _ = (await web.Run(Role.Agent, (Application.Payments.RecordCash u) => u.Handle(new(paying, "1000"), default))).Value;
        await web.Days(60);
        while ((await web.Run(Role.System, (CountPortfolioDays u) => u.Handle(50, default))).Value > 0)
        {
            // Until every day is counted.
        }

        return web;
    }

    private static async Task<string> Text(PayWeb.Browser browser, string path) => System.Text.Encoding.UTF8.GetString((await browser.Get(path, "application/json")).Bytes);
}
