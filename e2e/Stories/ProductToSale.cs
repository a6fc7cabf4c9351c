using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Paylatch.E2E.Pages;

namespace Paylatch.E2E.Stories;

/// <summary>A merchant writes a product; an agent sells by it; the customer's loan has the very schedule that was promised.</summary>
public sealed partial class ProductToSale(Stage stage)
{
    [Fact]
    public async Task A_product_made_in_the_browser_is_sold_with_the_schedule_it_showed()
    {
        var jua = stage.Host.AddressOf("jua");
        var admin = await stage.Person();
        await admin.SignIn(jua, "admin@jua.test");
        await admin.Open(jua, "/settings/products");
        await admin.ClickAsync("a[href='/settings/products/new'] >> nth=0");
        var name = string.Create(CultureInfo.InvariantCulture, $"Fridge {Random.Shared.Next(1_000_000)}");

        await admin.Locator("#name").WaitForAsync();
        await admin.FillAsync("#name", name);
        await admin.FillAsync("#installments", "6");
        await admin.FillAsync("#mostInstallments", "5");
        await Assertions.Expect(admin.Locator("#mostInstallments-note")).ToContainTextAsync("range");
        await admin.FillAsync("#mostInstallments", "12");
        await admin.FillAsync("#feePerInstallment", "40");
        await admin.FillAsync("#taxOnFeesPercent", "16");
        await admin.FillAsync("#examplePrice", "30000");
        await admin.Locator(".buckets li").Nth(3).GetByRole(AriaRole.Button).First.ClickAsync();
        await Assertions.Expect(admin.Locator(".buckets li").Nth(2)).ToContainTextAsync("Past due: principal");
        await Assertions.Expect(admin.Locator(".schedule-chart tbody tr")).ToHaveCountAsync(6);
        await Assertions.Expect(admin.Locator(".chart-said .fees")).ToBeVisibleAsync();
        await admin.ScreenshotAsync(new() { Path = Path.Combine(Stage.Pictures, "product-editor-1280.png"), FullPage = true });
        var promised = await Totals(admin);
        Assert.Equal(7, promised.Count);
        await admin.ClickAsync("#save");
        await admin.WaitForURLAsync(ProductAddress());
        await Assertions.Expect(admin.Locator(".page-head")).ToContainTextAsync("Version 1");

        var agent = await stage.Person(390);
        await agent.SignIn(jua, "agent@jua.test");
        await agent.Open(jua, "/sell");
        var (sale, buyer) = (new SellPage(agent), Buyer.New("Naliaka Wekesa"));
        await sale.Begin(buyer);
        await agent.Locator("label.choice", new() { HasText = name }).ClickAsync();
        await agent.FillAsync("#price", "30000");
        await agent.FillAsync("#deposit", "5999");
        await Assertions.Expect(agent.Locator("#deposit-note")).ToContainTextAsync("deposit");
        await agent.FillAsync("#deposit", "6000");
        await agent.FillAsync("#installments", "13");
        await Assertions.Expect(agent.Locator("#installments-note")).ToContainTextAsync("does not allow");
        await agent.FillAsync("#installments", "6");
        await Assertions.Expect(agent.Locator("#installments-note")).ToContainTextAsync("6 to 12");
        await agent.ScreenshotAsync(new() { Path = Path.Combine(Stage.Pictures, "product-sale-390.png"), FullPage = true });
        await sale.Next();
        await agent.Locator("#book").WaitForAsync();
        Assert.Equal(promised, await Totals(agent));
        await agent.ScreenshotAsync(new() { Path = Path.Combine(Stage.Pictures, "product-confirm-390.png"), FullPage = true });
        await agent.ClickAsync("#book");
        await agent.Locator("[data-code]").WaitForAsync();
        var loan = await sale.LoanId();

        await admin.Open(jua, $"/loans/{loan}");
        foreach (var total in promised.Take(6)) await Assertions.Expect(admin.Locator("main")).ToContainTextAsync(total);
        await admin.ScreenshotAsync(new() { Path = Path.Combine(Stage.Pictures, "product-loan-1280.png"), FullPage = true });
    }

    [Fact]
    public async Task What_is_written_is_not_left_by_mistake_and_a_product_fits_a_phone()
    {
        var jua = stage.Host.AddressOf("jua");
        var page = await stage.Person(390, dark: true);
        await page.SignIn(jua, "admin@jua.test");
        await page.Open(jua, "/settings/products/new");
        await page.FillAsync("#name", "Half a product");
        await page.SelectOptionAsync("#amortization", "perDay");
        await Assertions.Expect(page.Locator("#dayPrice")).ToBeVisibleAsync();
        await page.FillAsync("#dayPrice", "100");
        await Assertions.Expect(page.Locator(".schedule-chart")).ToBeVisibleAsync();
        await page.ScreenshotAsync(new() { Path = Path.Combine(Stage.Pictures, "product-editor-390-dark.png"), FullPage = true });
        Assert.Equal(0, await page.EvaluateAsync<int>("Math.max(0, document.documentElement.scrollWidth - innerWidth)"));

        var asked = new TaskCompletionSource<string>();
        page.Dialog += async (_, dialog) =>
        {
            asked.TrySetResult(dialog.Type);
            await dialog.DismissAsync();
        };
        await page.ClickAsync("a.back");

        Assert.Contains(await asked.Task.WaitAsync(TimeSpan.FromSeconds(10)), new[] { DialogType.BeforeUnload, DialogType.Confirm });
        await Assertions.Expect(page.Locator("#name")).ToHaveValueAsync("Half a product");
    }

    // What each row asks for and the sum below, in the table that is seen.
    private static async Task<IReadOnlyList<string>> Totals(IPage page)
    {
        var table = page.Locator(".card-flush table.table:visible, .until-desk table.table:visible").Last;
        await table.WaitForAsync();
        return [.. (await table.Locator("tr td:last-child").AllInnerTextsAsync()).Select(text => text.Trim())];
    }

    [GeneratedRegex("/settings/products/[0-9a-f-]{36}$")]
    private static partial Regex ProductAddress();
}
