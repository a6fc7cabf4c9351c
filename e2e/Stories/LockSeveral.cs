using Microsoft.Playwright;
using Paylatch.E2E.Pages;

namespace Paylatch.E2E.Stories;

/// <summary>An admin picks several devices from the grid and locks them by one decision, with one reason.</summary>
public sealed class LockSeveral(Stage stage)
{
    [Fact]
    public async Task Two_phones_are_locked_by_one_decision_that_names_them_and_the_counts_follow()
    {
        var jua = stage.Host.AddressOf("jua");
        var admin = await stage.Person();
        await admin.SignIn(jua, "admin@jua.test");
        var (one, two) = (await Sold.To(stage, admin, "Otieno Pair"), await Sold.To(stage, admin, "Otieno Second"));
        var grid = new GridPage(admin, jua);
        await admin.Open(jua, "/devices?q=Otieno");
        await grid.Shows(one.Phone.Id, "active");
        await grid.Shows(two.Phone.Id, "active");

        await admin.Locator("th.pick input").CheckAsync();
        await Assertions.Expect(admin.Locator("#lock-picked")).ToContainTextAsync("2");
        await admin.ScreenshotAsync(new() { Path = Path.Combine(Stage.Pictures, "devices-picked.png") });
        await admin.ClickAsync("#lock-picked");
        var dialog = admin.Locator("dialog[open]");
        await Assertions.Expect(dialog).ToContainTextAsync("Otieno Second");
        await dialog.Locator(".button-danger").ClickAsync();
        await Assertions.Expect(dialog.Locator(".error")).ToBeVisibleAsync();
        await admin.FillAsync("#decision-reason", "Reported stolen from the shop");
        await admin.ScreenshotAsync(new() { Path = Path.Combine(Stage.Pictures, "devices-lock-several.png") });
        await dialog.Locator(".button-danger").ClickAsync();

        await grid.Shows(one.Phone.Id, "locked");
        await grid.Shows(two.Phone.Id, "locked");
        await Assertions.Expect(admin.Locator(".facets a", new() { HasTextString = "Locked" }).Locator(".num")).ToHaveTextAsync("2", new() { Timeout = 5_000 });
        await Assertions.Expect(admin.Locator(".picked")).ToHaveCountAsync(0);
        await admin.ScreenshotAsync(new() { Path = Path.Combine(Stage.Pictures, "devices-locked-several.png") });
        await admin.Open(jua, $"/loans/{one.Loan}");
        await admin.ScreenshotAsync(new() { Path = Path.Combine(Stage.Pictures, "loan-payments-1280.png"), FullPage = true });
        await admin.SetViewportSizeAsync(390, 844);
        await admin.ScreenshotAsync(new() { Path = Path.Combine(Stage.Pictures, "loan-payments-390.png"), FullPage = true });
    }
}
