using Microsoft.Playwright;
using Paylatch.E2E.Pages;

namespace Paylatch.E2E.Stories;

/// <summary>Every panel, at a desk and on a phone, light, dark and in Arabic: drawn without an error, nothing wider than the screen.</summary>
public sealed class Panels(Stage stage)
{
    private static readonly string[] Merchant =
        ["/today", "/devices", "/loans", "/sell", "/payments", "/payments/unmatched", "/messages", "/audit", "/settings", "/password", "/search?q=pa"];

    private static readonly string[] Platform = ["/tenants", "/tenants/new", "/tenants/jua", "/region", "/health", "/audit", "/audit?tenant=jua"];

    [Theory]
    [InlineData(1280, false, "en")]
    [InlineData(390, false, "en")]
    [InlineData(1280, true, "en")]
    [InlineData(1280, false, "ar")]
    [InlineData(390, true, "ar")]
    [InlineData(390, false, "sw")]
    public async Task Every_panel_is_drawn_and_fits(int width, bool dark, string language)
    {
        var jua = stage.Host.AddressOf("jua");
        var merchant = await stage.Person(width, dark: dark);
        await merchant.SignIn(jua, "admin@jua.test");
        await Visit(merchant, jua, Merchant, width, dark, language);
        var super = await stage.Person(width, dark: dark);
        await super.SignIn(stage.Host.Platform, "super@paylatch.test");
        await Visit(super, stage.Host.Platform, Platform, width, dark, language);
    }

    private static async Task Visit(IPage page, Uri host, string[] paths, int width, bool dark, string language)
    {
        await page.GotoAsync(new Uri(host, $"/culture?to={language}&back=/").ToString());
        foreach (var path in paths)
        {
            await page.GotoAsync(new Uri(host, path).ToString());
            await page.Locator(".page").WaitForAsync();
            await Assertions.Expect(page.Locator(".bone")).ToHaveCountAsync(0);
            var name = $"{host.Host.Split('.')[0]}{path.Replace('/', '-').Replace('?', '-')}-{width}-{(dark ? "dark" : "light")}-{language}.png";
            await page.ScreenshotAsync(new() { Path = Path.Combine(Stage.Pictures, name) });
            Assert.Equal((path, 0), (path, await page.EvaluateAsync<int>("Math.max(0, document.documentElement.scrollWidth - innerWidth)")));
            await Assertions.Expect(page.Locator("#blazor-error-ui")).ToBeHiddenAsync();
        }
    }
}
