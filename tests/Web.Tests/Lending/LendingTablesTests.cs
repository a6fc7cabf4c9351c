using Paylatch.Application.Identity;
using Paylatch.Application.Lending;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Lending.Products;
using Paylatch.Domain.Lending.Schedules;
using Paylatch.Domain.Shared;
using Paylatch.Web.Tests.Payments;

namespace Paylatch.Web.Tests.Lending;

/// <summary>Tables of products, returned devices and closes of days: narrowed, sorted and taken away as they are seen.</summary>
public sealed class LendingTablesTests(StripeBench bench) : IClassFixture<StripeBench>
{
    [Fact]
    public async Task Products_are_searched_filtered_sorted_and_leave_as_they_are_seen()
    {
        await using var web = await PayWeb.Start(bench, connected: false);
        await Create(web, "Phones", "Monthly");
        await Create(web, "Laptops", "For students");
        var gone = await Create(web, "Anything", "Monthly, by hand");
        _ = (await web.Run(Role.MerchantAdmin, (ArchiveProduct u) => u.Handle(new(gone), default))).Value;
        var admin = web.Open(Role.MerchantAdmin);

        Assert.Equal(["Laptops", "Phones", "Anything"], await Names(""));
        Assert.Equal(["Phones", "Laptops", "Anything"], await Names("?sort=-name"));
        Assert.Equal(["Phones", "Anything"], await Names("?q=MONTHLY"));
        Assert.Equal(["Anything"], await Names("?state=archived&q=monthly"));
        Assert.Empty(await Names("?q=boats"));
        var file = (await Text(admin, "settings/products/export.csv?q=monthly&sort=name")).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["name", "Anything", "Phones"], file.Select(line => line.TrimStart('\ufeff').Split(',')[0]));

        async Task<List<string>> Names(string query)
        {
            var (_, page, _, _) = await admin.Get("settings/products" + query);
            return [.. page.QuerySelectorAll("tr[data-product]").Select(row => row.GetAttribute("data-product")!)];
        }
    }

    [Fact]
    public async Task Returned_devices_are_searched_sorted_and_leave_as_they_are_seen_and_that_is_in_the_log()
    {
        await using var web = await PayWeb.Start(bench, connected: false);
        foreach (var value in new[] { "700", "900", "800" })
        {
            var (loan, _) = await web.Sell();
            _ = (await web.Run(Role.MerchantAdmin, (RecordReturn u) => u.Handle(new(loan, "Scratched", true), default))).Value;
            _ = (await web.Run(Role.MerchantAdmin, (ValueReturn u) => u.Handle(new(loan, value, false, null), default))).Value;
        }

        var admin = web.Open(Role.MerchantAdmin);
        var (_, page, _, _) = await admin.Get("returns?sort=-value");

        Assert.Equal(["900.00", "800.00", "700.00"], page.QuerySelectorAll("tr[data-return]").Select(row => row.Children[5].TextContent.Trim()[^6..]));
        Assert.Equal("descending", page.QuerySelectorAll("th[aria-sort]").Single().GetAttribute("aria-sort"));
        var export = page.QuerySelector("a[download]")!.GetAttribute("href")!;
        Assert.Contains("sort=-value", export, StringComparison.Ordinal);
        var number = page.QuerySelectorAll("tr[data-return]")[1].GetAttribute("data-return")!;
        var (_, found, _, _) = await admin.Get("returns?q=" + number);
        Assert.Equal(number, Assert.Single(found.QuerySelectorAll("tr[data-return]")).GetAttribute("data-return"));
        var file = (await Text(admin, new Uri(new Uri("http://x"), export).PathAndQuery.TrimStart('/'))).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["900.00", "800.00", "700.00"], file.Skip(1).Select(line => line.Split(',')[7]));
        Assert.Equal(1L, await web.Read<long>("select count(*) from events where type = 'ReturnsExported'"));
    }

    [Fact]
    public async Task Closes_of_days_leave_as_a_file_that_is_sorted_as_asked()
    {
        await using var web = await PayWeb.Start(bench, connected: false);
        foreach (var (day, loans) in new[] { ("2026-03-01", 5), ("2026-03-02", 9) })
            await web.Sql($"""
                insert into day_closes (day, started_at, finished_at, expected, lanes, loans, reminded, overdue, grace_ended, penalties, failed)
                values ('{day}', now(), now(), {loans}, 1, {loans}, 0, 0, 0, 0, 0)
                """);
        var admin = web.Open(Role.MerchantAdmin);

        var days = (await Text(admin, "settings/day-close/export.csv?table=days&sort=loans")).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var none = (await Text(admin, "settings/day-close/export.csv?table=failures")).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var (_, page, _, _) = await admin.Get("settings/day-close?days=loans");

        Assert.Equal(["2026-03-01", "2026-03-02"], days.Skip(1).Select(line => line.Split(',')[0]));
        Assert.Equal("contract,day,reason,attempts,failed_at,next_at", Assert.Single(none).TrimStart('\ufeff'));
        Assert.Equal(["2026-03-01", "2026-03-02"], page.QuerySelectorAll("tr[data-day]").Select(row => row.GetAttribute("data-day")));
    }

    private static async Task<ProductId> Create(PayWeb web, string name, string description) => (await web.Run(Role.MerchantAdmin, (CreateProduct u) => u.Handle(
        new(name, description, new ProductTerms { Template = new() { InterestMethod = "none", Installments = 3 }, LeastInstallments = 1, MostInstallments = 6, ExamplePrice = "6000" }, new LoanPolicy()), default))).Value;

    private static async Task<string> Text(PayWeb.Browser browser, string path) => System.Text.Encoding.UTF8.GetString((await browser.Get(path, "text/csv")).Bytes);
}
