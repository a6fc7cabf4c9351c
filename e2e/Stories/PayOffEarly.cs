using Microsoft.Playwright;
using Paylatch.E2E.Pages;

namespace Paylatch.E2E.Stories;

/// <summary>The promise: who pays everything early is told to the cent what that takes, and the phone is theirs at once.</summary>
public sealed class PayOffEarly(Stage stage)
{
    [Fact]
    public async Task The_cash_of_a_payoff_quote_closes_the_loan_and_the_locked_phone_frees_itself_for_good()
    {
        var jua = stage.Host.AddressOf("jua");
        var admin = await stage.Person();
        await admin.SignIn(jua, "admin@jua.test");
        var sold = await Sold.To(stage, admin, "Kerubo Nyambura", rate: "36");
        var grid = new GridPage(admin, jua);
        await grid.Open(sold.Buyer.Imei);
        await grid.Step("week", times: 6);
        await sold.Phone.Shows("locked");

        await admin.Open(jua, $"/loans/{sold.Loan}");
        var owed = long.Parse((await admin.Locator("[data-balance]").GetAttributeAsync("data-balance"))!, System.Globalization.CultureInfo.InvariantCulture);
        await admin.ClickAsync("#payoff-ask");
        var quoted = long.Parse((await admin.Locator("[data-payoff]").GetAttributeAsync("data-payoff"))!, System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(quoted, owed / 2, owed - 1);
        await admin.Picture("payoff-quote-1280", whole: true);
        var phone = await stage.Person(390);
        await phone.SignIn(jua, "admin@jua.test");
        await phone.OpenIn("ar", jua, $"/loans/{sold.Loan}");
        await phone.Locator("[data-payoff]").ScrollIntoViewIfNeededAsync();
        await phone.Picture("payoff-quote-390-ar");
        await admin.ClickAsync("#payoff-pay");

        await admin.Locator("[data-standing]", new() { HasText = "Paid off" }).WaitForAsync();
        await sold.Phone.Shows("released");
        await Assertions.Expect(admin.Locator("#payoff-ask")).ToHaveCountAsync(0);
        await admin.Picture("paid-off-1280", whole: true);
    }
}
