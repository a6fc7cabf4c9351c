using System.Diagnostics;
using Microsoft.Playwright;
using Paylatch.E2E.Pages;

namespace Paylatch.E2E.Stories;

/// <summary>
/// The promise: a locked phone frees itself when money arrives. The customer pays by card with scripts off; the merchant's
/// open grid turns green without a reload, and nobody released anything by hand.
/// </summary>
public sealed class PayAndUnlock(Stage stage)
{
    [Fact]
    public async Task Paying_what_is_due_unlocks_the_phone_on_the_merchants_open_grid_within_seconds()
    {
        var jua = stage.Host.AddressOf("jua");
        var admin = await stage.Person();
        await admin.SignIn(jua, "admin@jua.test");
        var sold = await Sold.To(stage, admin, "Moraa Nyaboke");
        var grid = new GridPage(admin, jua);
        await grid.Open(sold.Buyer.Imei);
        await grid.Shows(sold.Phone.Id, "active");
        await grid.Step("week", times: 6);
        await grid.Shows(sold.Phone.Id, "locked");
        await sold.Phone.Shows("locked");

        var customer = await stage.Person(390, scripts: false);
        var pages = new CustomerPages(customer, jua);
        await pages.SignInByCode(sold.Buyer.Phone, await Staff());
        await customer.ScreenshotAsync(new() { Path = Path.Combine(Stage.Pictures, "customer-owes-390.png"), FullPage = true });
        await grid.Open(sold.Buyer.Imei);
        var watch = Stopwatch.StartNew();
        await pages.PayWhatIsDue();
        await grid.Shows(sold.Phone.Id, "active", 30_000);

        Assert.True(await grid.WasNotReloaded());
        await sold.Phone.Shows("active");
        TestContext.Current.SendDiagnosticMessage($"Green on the grid {watch.ElapsedMilliseconds} ms after the customer began to pay");
        await admin.ScreenshotAsync(new() { Path = Path.Combine(Stage.Pictures, "grid-unlocked.png") });
        await customer.GotoAsync(new Uri(jua, "/me/payments").ToString());
        await Assertions.Expect(customer.Locator("table tbody tr")).ToHaveCountAsync(2);
        await customer.Locator("a[href^='/me/payments/']").First.ClickAsync();
        await Assertions.Expect(customer.Locator("body")).ToContainTextAsync("R-0");

        async Task<IPage> Staff()
        {
            var staff = await stage.Person();
            await staff.SignIn(jua, "admin@jua.test");
            return staff;
        }
    }
}
