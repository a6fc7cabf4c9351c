using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Paylatch.E2E.Pages;

namespace Paylatch.E2E.Stories;

/// <summary>Every panel, at a desk and on a phone, light, dark and in Arabic: drawn without an error, nothing wider than the screen.</summary>
public sealed partial class Panels(Stage stage)
{
    private static readonly string[] Merchant =
    [
        "/today", "/devices", "/loans", "/sell", "/payments", "/payments/unmatched", "/books", "/books/journal", "/books/accounts", "/books/accounts/1200",
        "/books/proofs", "/books/currencies", "/books/card-money", "/portfolio", "/returns", "/settings/day-close", "/messages", "/audit", "/settings",
        "/settings/products", "/settings/products/new", "/password", "/search?q=pa",
    ];

    private static readonly string[] Platform = ["/tenants", "/tenants/new", "/tenants/jua", "/region", "/health", "/audit", "/audit?tenant=jua"];

    private static Task<(Sold Sold, string Cookies)>? _buyer;

    [Theory]
    [InlineData(1280, false, "en")]
    [InlineData(390, false, "en")]
    [InlineData(1280, true, "en")]
    [InlineData(1280, false, "ar")]
    [InlineData(390, true, "ar")]
    [InlineData(390, false, "sw")]
    [InlineData(390, true, "en")]
    [InlineData(390, false, "ar")]
    [InlineData(1280, true, "ar")]
    public async Task Every_panel_is_drawn_and_fits(int width, bool dark, string language)
    {
        var jua = stage.Host.AddressOf("jua");
        var merchant = await stage.Person(width, dark: dark);
        await merchant.SignIn(jua, "admin@jua.test");
        await Visit(merchant, jua, Merchant, width, dark, language);
        var super = await stage.Person(width, dark: dark);
        await super.SignIn(stage.Host.Platform, "super@paylatch.test");
        await Visit(super, stage.Host.Platform, Platform, width, dark, language);
        var regional = await stage.Person(width, dark: dark);
        await regional.SignIn(stage.Host.Platform, "region@paylatch.test");
        await Visit(regional, stage.Host.Platform, ["/region"], width, dark, language, "regional-");

        var (sold, cookies) = await (_buyer ??= Buy());
        await Visit(merchant, jua, [$"/loans/{sold.Loan}", $"/devices/{sold.Phone.Id}", $"/devices?device={sold.Phone.Id}"], width, dark, language);
        var customer = await stage.Person(width, scripts: false, dark, cookies);
        await Visit(customer, jua, ["/me", $"/me/loans/{sold.Loan}", $"/me/pay/{sold.Loan}", "/me/payments"], width, dark, language);
    }

    // Somebody who bought a phone, and the cookies they are signed in with; once for all.
    private async Task<(Sold Sold, string Cookies)> Buy()
    {
        var jua = stage.Host.AddressOf("jua");
        var (admin, customer) = (await stage.Person(), await stage.Person(390, scripts: false));
        await admin.SignIn(jua, "admin@jua.test");
        var sold = await Sold.To(stage, admin, "Wanjiku Gathoni");
        await new CustomerPages(customer, jua).SignInByCode(sold.Buyer.Phone, admin);
        return (sold, await customer.Context.StorageStateAsync());
    }

    private static async Task Visit(IPage page, Uri host, string[] paths, int width, bool dark, string language, string who = "")
    {
        await page.GotoAsync(new Uri(host, $"/culture?to={language}&back=/").ToString());
        foreach (var path in paths)
        {
            await page.GotoAsync(new Uri(host, path).ToString());
            await page.Locator("main").WaitForAsync();
            await Assertions.Expect(page.Locator(".bone")).ToHaveCountAsync(0);
            var place = Ids().Replace(path, "one").Trim('/').Replace('/', '-').Replace('?', '-');
            var name = $"{who}{host.Host.Split('.')[0]}-{place}-{width}-{(dark ? "dark" : "light")}-{language}.png";
            await page.ScreenshotAsync(new() { Path = Path.Combine(Stage.Pictures, name) });
            Assert.Equal((path, 0), (path, await page.EvaluateAsync<int>("Math.max(0, document.documentElement.scrollWidth - innerWidth)")));
            await Assertions.Expect(page.Locator("#blazor-error-ui")).Not.ToBeVisibleAsync();
        }
    }

    [GeneratedRegex("[0-9a-f-]{36}")]
    private static partial Regex Ids();
}
