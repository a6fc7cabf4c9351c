using Microsoft.Playwright;
using Paylatch.E2E.Pages;

namespace Paylatch.E2E.Stories;

/// <summary>The promise: money of another currency costs what it cost, and what it brought is told to the cent.</summary>
public sealed class ForeignMoney(Stage stage)
{
    [Fact]
    public async Task Dollars_are_bought_counted_at_a_rate_and_sold_with_the_gain_shown()
    {
        var duka = await Merchant.Open(stage, "sarafu", "Sarafu Phones");
        var admin = await stage.Person();
        await admin.SignIn(duka.Host, duka.Admin);
        await admin.Open(duka.Host, "/books/currencies");

        await admin.ClickAsync(".page-head .button-main");
        await admin.FillAsync("#rate-base", "USD");
        await admin.FillAsync("#rate-rate", "129.35");
        await admin.FillAsync("#rate-source", "CBK");
        await admin.Picture("rate-dialog");
        await admin.Decide();
        await Assertions.Expect(admin.Locator("tr[data-rate=USDKES]")).ToContainTextAsync("129.35");

        await Exchange(admin, ("12900", "KES"), ("100", "USD"), "KCB 4711");
        var position = admin.Locator("tr[data-position=USD] td");
        await Assertions.Expect(position.Nth(1)).ToHaveTextAsync("100.00");
        Assert.Equal(["12,900.00", "12,935.00"], [await Said(position.Nth(2)), await Said(position.Nth(3))]);

        await admin.Locator(".page-head .button").First.ClickAsync();
        await admin.Decide();
        await Assertions.Expect(position.Nth(5)).ToContainTextAsync("35.00");

        await Exchange(admin, ("40", "USD"), ("5400", "KES"), "KCB 4712");
        await Assertions.Expect(position.Nth(1)).ToHaveTextAsync("60.00");
        await Assertions.Expect(admin.Locator(".toast").Last).ToContainTextAsync("KES 240");
        await Assertions.Expect(position.Nth(6)).ToContainTextAsync("240.00");
        await admin.Picture("currencies-1280");

        var file = await admin.RunAndWaitForDownloadAsync(() => admin.Locator("a[href^='/books/positions.csv']").ClickAsync());
        Assert.Contains("USD,60.00,7740.00,", await File.ReadAllTextAsync(await file.PathAsync()), StringComparison.Ordinal);
        var phone = await stage.Person(390, dark: true);
        await phone.SignIn(duka.Host, duka.Admin);
        await phone.OpenIn("ar", duka.Host, "/books/currencies");
        await phone.Picture("currencies-390-ar-dark", whole: true);
        await admin.Open(duka.Host, "/books/proofs");
        await admin.ClickAsync(".page-head .button-main");
        await admin.Locator("tr[data-proof='0']").First.WaitForAsync();
    }

    private static async Task Exchange(IPage page, (string Amount, string Currency) given, (string Amount, string Currency) got, string reason)
    {
        await page.Locator(".page-head .button").Nth(1).ClickAsync();
        await page.FillAsync("#given", given.Amount);
        await page.FillAsync("#given-currency", given.Currency);
        await page.FillAsync("#got", got.Amount);
        await page.FillAsync("#got-currency", got.Currency);
        await page.SelectOptionAsync("#exchange-account", "1000");
        await page.Decide(reason);
    }

    private static async Task<string> Said(ILocator cell) => (await cell.InnerTextAsync()).Trim();
}
