using Microsoft.Playwright;
using Paylatch.E2E.Pages;

namespace Paylatch.E2E.Stories;

/// <summary>The promise: books that cannot be wrong. What is written stays, is put right by its opposite, and closed days stay closed.</summary>
public sealed class KeepTheBooks(Stage stage)
{
    [Fact]
    public async Task A_bookkeeper_writes_a_journal_takes_it_back_closes_a_month_and_proves_the_books()
    {
        var nuru = stage.Host.AddressOf("nuru");
        var admin = await stage.Person();
        await admin.SignIn(nuru, "admin@nuru.test");

        await admin.Open(nuru, "/books/accounts");
        await admin.ClickAsync(".page-head .button-main");
        await admin.FillAsync("dialog[open] #account-code", "1500");
        await admin.FillAsync("dialog[open] #account-name", "Petty cash");
        await Picture(admin, "books-open-account");
        await Confirm(admin);
        await admin.Locator("tr[data-account='1500']").WaitForAsync();

        await admin.Open(nuru, "/books/journal");
        await admin.ClickAsync(".page-head .button-main");
        var petty = admin.Locator("dialog[open] .leg select option[value^='1500 ']").First;
        await petty.WaitForAsync(new() { State = WaitForSelectorState.Attached });
        var currency = (await petty.GetAttributeAsync("value"))!.Split(' ')[1];
        await admin.Locator(".leg select").Nth(0).SelectOptionAsync($"1500 {currency}");
        await admin.Locator(".leg input").Nth(0).FillAsync("250.50");
        await admin.Locator(".leg select").Nth(1).SelectOptionAsync($"1000 {currency}");
        await admin.Locator(".leg input").Nth(3).FillAsync("250");
        await admin.FillAsync("#decision-reason", "Change for the counter");
        await admin.ClickAsync("dialog[open] .dialog-foot .button-main");
        await Assertions.Expect(admin.Locator("dialog[open]")).ToContainTextAsync("ledger.not_balanced");
        await Picture(admin, "books-journal-refused");
        await admin.Locator(".leg input").Nth(3).FillAsync("250.50");
        await Confirm(admin);

        await admin.Locator("tr[data-transfer]", new() { HasText = "Change for the counter" }).ClickAsync();
        await admin.Locator(".drawer li[data-account='1500']").WaitForAsync();
        await Picture(admin, "books-transfer");
        await admin.ClickAsync(".drawer .drawer-body > .stack > .button");
        await admin.FillAsync("dialog[open] #decision-reason", "It was the wrong day");
        await Confirm(admin);
        await Assertions.Expect(admin.Locator("tr[data-transfer]", new() { HasText = "It was the wrong day" })).ToHaveCountAsync(1);

        await admin.Open(nuru, "/books");
        await Assertions.Expect(admin.Locator("tr[data-account='1500']")).ToContainTextAsync("250.50");
        await Picture(admin, "books-trial-balance");
        await admin.ClickAsync(".page-head .button");
        await Picture(admin, "books-close");
        await Confirm(admin);
        await Assertions.Expect(admin.Locator(".page-head .button")).ToHaveCountAsync(2);

        await admin.Open(nuru, "/books/proofs");
        await admin.ClickAsync(".page-head .button-main");
        await admin.Locator("tr[data-proof='0']").First.WaitForAsync();
        await Picture(admin, "books-proof");
    }

    private static async Task Confirm(IPage page)
    {
        await page.ClickAsync("dialog[open] .dialog-foot .button:not(:first-child)");
        await Assertions.Expect(page.Locator("dialog[open]")).ToHaveCountAsync(0);
    }

    private static async Task Picture(IPage page, string name) => await page.ScreenshotAsync(new() { Path = Path.Combine(Stage.Pictures, name + ".png") });
}
