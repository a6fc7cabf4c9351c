using System.Net.Http.Json;
using Microsoft.Playwright;
using Paylatch.E2E.Pages;

namespace Paylatch.E2E.Stories;

/// <summary>The promise: a merchant knows where card money is until it is at the bank, and what the provider kept of it.</summary>
public sealed class CardMoneyToBank(Stage stage)
{
    [Fact]
    public async Task Card_money_stands_with_the_provider_until_it_is_paid_out_by_message_or_by_hand()
    {
        var nuru = stage.Host.AddressOf("nuru");
        var admin = await stage.Person();
        await admin.SignIn(nuru, "admin@nuru.test");
        await admin.GotoAsync(new Uri(nuru, "/culture?to=en&back=/").ToString());
        await admin.Open(nuru, "/books/card-money");
        await Till.PayOutOfTheBlue(stage.Host.Stripe, "nuru", "egp", 480_000);
        await Assertions.Expect(admin.Locator(".tile .value").First).ToContainTextAsync("4,800.00");

        await Payout("nuru", 200_000);
        await admin.Locator("tr[data-payout^='po_']").First.WaitForAsync();
        await Payout("nuru", 90_000_000);
        await Assertions.Expect(admin.Locator("ul.work li")).ToHaveCountAsync(1);

        await admin.ClickAsync("#record-payout");
        await admin.FillAsync("dialog[open] #payout-reference", "statement 47");
        await admin.FillAsync("dialog[open] #payout-gross", "1500");
        await admin.FillAsync("dialog[open] #payout-fee", "2000");
        await admin.ClickAsync("dialog[open] .dialog-foot .button-main");
        await Assertions.Expect(admin.Locator("dialog[open]")).ToContainTextAsync("payments.payout_fee_invalid");
        await admin.FillAsync("dialog[open] #payout-fee", "43.50");
        await Assertions.Expect(admin.Locator("#payout-preview li[data-account='1020']")).ToContainTextAsync("1,456.50");
        await Assertions.Expect(admin.Locator("dialog[open]")).Not.ToContainTextAsync("payments.payout_fee_invalid");
        await Picture(admin, "card-money-dialog");
        await admin.ClickAsync("dialog[open] .dialog-foot .button-main");
        await Assertions.Expect(admin.Locator("dialog[open]")).ToHaveCountAsync(0);
        await Assertions.Expect(admin.Locator("tr[data-payout='statement 47']")).ToContainTextAsync("43.50");
        await Assertions.Expect(admin.Locator(".tile .value").First).ToContainTextAsync("1,300.00");
        await Picture(admin, "card-money");

        var phone = await stage.Person(390);
        await phone.SignIn(nuru, "admin@nuru.test");
        await phone.GotoAsync(new Uri(nuru, "/culture?to=ar&back=/").ToString());
        await phone.Open(nuru, "/books/card-money");
        await Assertions.Expect(phone.Locator("ul.rows li")).ToHaveCountAsync(2);
        Assert.Equal(0, await phone.EvaluateAsync<int>("Math.max(0, document.documentElement.scrollWidth - innerWidth)"));
        Assert.True(await phone.EvaluateAsync<bool>("[...document.querySelectorAll('.work button')].every(b => b.getBoundingClientRect().left >= 16)"), "a button is cut off");
        await Picture(phone, "card-money-phone-ar", whole: true);
        await phone.ClickAsync("#record-payout");
        await phone.FillAsync("dialog[open] #payout-gross", "1000");
        await phone.Locator("#payout-preview li").First.WaitForAsync();
        await Picture(phone, "card-money-dialog-phone-ar");
    }

    private async Task Payout(string tenant, long amount)
    {
        using var http = new HttpClient { BaseAddress = stage.Host.Stripe };
        using var answer = await http.PostAsJsonAsync("/_simulator/payout", new { account = $"sk_test_{tenant}_demo_0123456789abcdef", amount, currency = "egp" });
        answer.EnsureSuccessStatusCode();
    }

    private static async Task Picture(IPage page, string name, bool whole = false) =>
        await page.ScreenshotAsync(new() { Path = Path.Combine(Stage.Pictures, name + ".png"), FullPage = whole });
}
