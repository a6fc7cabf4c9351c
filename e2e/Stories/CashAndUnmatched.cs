using Microsoft.Playwright;
using Paylatch.E2E.Pages;

namespace Paylatch.E2E.Stories;

/// <summary>
/// The promise: no money is lost. Cash is taken at the counter with a receipt; money that belongs to no loan is kept, and
/// once it is matched, it counts.
/// </summary>
public sealed class CashAndUnmatched(Stage stage)
{
    [Fact]
    public async Task Cash_is_recorded_with_a_receipt_and_more_than_is_owed_is_refused_in_words()
    {
        var jua = stage.Host.AddressOf("jua");
        var admin = await stage.Person();
        await admin.SignIn(jua, "admin@jua.test");
        var sold = await Sold.To(stage, admin, "Akinyi Odhiambo");
        await admin.Open(jua, $"/loans/{sold.Loan}");

        await admin.ClickAsync("#record-cash");
        await admin.FillAsync("dialog[open] #cash-amount", "99999");
        await admin.ClickAsync("dialog[open] .dialog-foot .button-main");
        await Assertions.Expect(admin.Locator("dialog[open]")).ToContainTextAsync("payments.exceeds_balance");
        await admin.ScreenshotAsync(new() { Path = Path.Combine(Stage.Pictures, "cash-refused.png") });
        await admin.ClickAsync("dialog[open] .dialog-foot .button:not(.button-main)");

        await admin.TakeCash("2400");
        await admin.ScreenshotAsync(new() { Path = Path.Combine(Stage.Pictures, "cash-recorded.png") });
        await admin.Open(jua, $"/payments?q={Uri.EscapeDataString(sold.Buyer.Phone)}");
        await Assertions.Expect(admin.Locator("tr[data-payment]")).ToHaveCountAsync(2);
        await Assertions.Expect(admin.Locator("tr[data-payment]").First).ToContainTextAsync("2,400");
    }

    [Fact]
    public async Task A_payment_taken_back_is_struck_through_wherever_it_stands_and_the_loan_owes_again()
    {
        var jua = stage.Host.AddressOf("jua");
        var admin = await stage.Person();
        await admin.SignIn(jua, "admin@jua.test");
        var sold = await Sold.To(stage, admin, "Chebet Kiplagat");
        await admin.Open(jua, $"/loans/{sold.Loan}");
        var owed = await admin.Locator("[data-balance]").GetAttributeAsync("data-balance");
        await admin.TakeCash("2600");
        await admin.ClickAsync("#what-if-all");
        await Assertions.Expect(admin.Locator("[data-then='0']")).ToBeVisibleAsync();

        await admin.Locator("li[data-payment] a", new() { HasTextString = "2,600" }).ClickAsync();
        await admin.Locator(".drawer #reverse-payment").WaitForAsync();
        await admin.WaitUntilLive();
        await admin.ClickAsync("#reverse-payment");
        await Assertions.Expect(admin.Locator("dialog[open] [data-opens]")).ToBeVisibleAsync();
        await admin.FillAsync("dialog[open] #decision-reason", "The notes were false.");
        await admin.ScreenshotAsync(new() { Path = Path.Combine(Stage.Pictures, "reverse-payment.png") });
        await admin.ClickAsync("dialog[open] .dialog-foot .button-danger");

        await Assertions.Expect(admin.Locator(".drawer [data-reversed]")).ToContainTextAsync("The notes were false.");
        await Assertions.Expect(admin.Locator("tr.is-reversed")).ToHaveCountAsync(1);
        await admin.ScreenshotAsync(new() { Path = Path.Combine(Stage.Pictures, "payment-reversed.png") });
        await admin.Open(jua, $"/loans/{sold.Loan}");
        await Assertions.Expect(admin.Locator("li[data-payment] a.is-reversed")).ToContainTextAsync("The notes were false.");
        Assert.Equal(owed, await admin.Locator("[data-balance]").GetAttributeAsync("data-balance"));
        await admin.ScreenshotAsync(new() { Path = Path.Combine(Stage.Pictures, "loan-with-reversal.png"), FullPage = true });
        var phone = await stage.Person(390, dark: true);
        await phone.SignIn(jua, "admin@jua.test");
        await phone.OpenIn("ar", jua, $"/loans/{sold.Loan}");
        await phone.Locator("li[data-payment] a.is-reversed").ScrollIntoViewIfNeededAsync();
        await phone.Picture("loan-with-reversal-390-dark-ar");
    }

    [Fact]
    public async Task Money_that_belongs_to_no_loan_waits_and_once_matched_unlocks_the_phone()
    {
        var jua = stage.Host.AddressOf("jua");
        var admin = await stage.Person();
        await admin.SignIn(jua, "admin@jua.test");
        var sold = await Sold.To(stage, admin, "Nafula Wekesa");
        var grid = new GridPage(admin, jua);
        await grid.Open(sold.Buyer.Imei);
        await grid.Step("week", times: 6);
        await grid.Shows(sold.Phone.Id, "locked");

        await Till.PayOutOfTheBlue(stage.Host.Stripe, "jua", "kes", 480_000);
        await admin.Open(jua, "/payments/unmatched");
        await admin.Locator(".work button.button").First.ClickAsync();
        await admin.FillAsync("#match-loan", sold.Buyer.Imei);
        await admin.Locator("dialog[open] label.choice").ClickAsync();
        await admin.FillAsync("#decision-reason", "She showed the bank's message.");
        await admin.ScreenshotAsync(new() { Path = Path.Combine(Stage.Pictures, "match-money.png") });
        await admin.ClickAsync("dialog[open] .dialog-foot .button-main");

        await admin.Locator(".toast a[href*='/payments?payment=']").WaitForAsync();
        await Assertions.Expect(admin.Locator(".work li")).ToHaveCountAsync(0);
        await sold.Phone.Shows("active");
    }
}
