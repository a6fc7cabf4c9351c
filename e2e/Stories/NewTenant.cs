using Microsoft.Playwright;
using Paylatch.E2E.Pages;

namespace Paylatch.E2E.Stories;

/// <summary>A super-admin makes a merchant in the browser; its first admin signs in seconds later.</summary>
public sealed class NewTenant(Stage stage)
{
    [Fact]
    public async Task A_merchant_made_in_the_browser_is_used_seconds_later()
    {
        var page = await stage.Person();
        await page.SignIn(stage.Host.Platform, "super@paylatch.test");
        await page.Open(stage.Host.Platform, "/tenants/new");

        await page.FillAsync("#name", "Kivuli Electronics");
        await page.PressAsync("#name", "Tab");
        await Assertions.Expect(page.Locator("#slug")).ToHaveValueAsync("kivuli-electronics");
        await page.FillAsync("#slug", "kivuli");
        await page.FillAsync("#currency", "KES");
        await page.FillAsync("#culture", "en-KE");
        await page.FillAsync("#zone", "Africa/Nairobi");
        await page.FillAsync("#adminName", "Grace Wanjiru");
        await page.FillAsync("#adminEmail", "grace@kivuli.test");
        await page.ClickAsync("button[type=submit].button-main");
        var password = page.Locator("[data-secret]");
        await password.WaitForAsync();
        await page.ScreenshotAsync(new() { Path = Path.Combine(Stage.Pictures, "new-tenant.png") });

        var grace = await stage.Person();
        await grace.SignIn(stage.Host.AddressOf("kivuli"), "grace@kivuli.test", await password.InnerTextAsync());
        await Assertions.Expect(grace.Locator("body")).ToContainTextAsync("Kivuli Electronics");
    }

    [Fact]
    public async Task An_address_nobody_has_is_answered_with_a_friendly_page()
    {
        var page = await stage.Person();

        var answer = await page.GotoAsync(stage.Host.AddressOf("nobody").ToString());

        Assert.Equal(404, answer!.Status);
        await Assertions.Expect(page.Locator("h1")).ToBeVisibleAsync();
    }
}
