using Microsoft.Playwright;
using Paylatch.E2E.Pages;

namespace Paylatch.E2E.Stories;

/// <summary>
/// The promise: a loan that goes badly ends fairly. What a returned device brings beyond the debt is the customer's; what was
/// given up as lost is still taken when it comes.
/// </summary>
public sealed class BackAndLost(Stage stage)
{
    [Fact]
    public async Task A_device_that_comes_back_is_valued_and_sold_and_what_is_left_over_goes_to_the_customer()
    {
        var jua = stage.Host.AddressOf("jua");
        var admin = await stage.Person();
        await admin.SignIn(jua, "admin@jua.test");
        var sold = await Sold.To(stage, admin, "Nekesa Barasa");

        await admin.Open(jua, $"/loans/{sold.Loan}");
        await admin.ClickAsync("#return-next");
        await admin.FillAsync("#return-condition", "A scratch on the back, works");
        await admin.Picture("return-record-1280");
        await admin.Decide();
        await admin.Locator("[data-return='Received']").WaitForAsync();
        await admin.ClickAsync("#return-next");
        await admin.FillAsync("#return-amount", "10600");
        await admin.Picture("return-value-1280");
        await admin.Decide();
        await admin.Locator("[data-return='Valued']").WaitForAsync();
        await admin.ClickAsync("#return-next");
        await admin.FillAsync("#return-amount", "11000");
        await admin.Decide();

        await admin.Locator("[data-return='Sold']").WaitForAsync();
        await Assertions.Expect(admin.Locator(".card:has([data-return])")).ToContainTextAsync("1,400.00");
        await Assertions.Expect(admin.Locator("[data-standing]")).ToContainTextAsync("Paid off");
        await admin.Picture("return-sold-1280", whole: true);
        var phone = await stage.Person(390, dark: true);
        await phone.SignIn(jua, "admin@jua.test");
        await phone.OpenIn("ar", jua, $"/loans/{sold.Loan}");
        await phone.Locator("[data-return='Sold']").ScrollIntoViewIfNeededAsync();
        await phone.Picture("return-sold-390-dark-ar");
    }

    [Fact]
    public async Task A_loan_given_up_as_lost_takes_what_still_comes_and_goes_back_into_the_books()
    {
        var jua = stage.Host.AddressOf("jua");
        var admin = await stage.Person();
        await admin.SignIn(jua, "admin@jua.test");
        var sold = await Sold.To(stage, admin, "Jerop Cheruiyot");

        await admin.Open(jua, $"/loans/{sold.Loan}");
        await admin.ClickAsync("#class-chargeoff");
        await Assertions.Expect(admin.Locator("dialog[open]")).ToContainTextAsync("9,600");
        await admin.Picture("charge-off-1280");
        await admin.Decide("Nobody knows where she went");
        await admin.Locator("[data-class='ChargedOff']").WaitForAsync();
        await admin.TakeCash("1200");
        await Assertions.Expect(admin.Locator(".card:has([data-class])")).ToContainTextAsync("KES 1,200 was recovered");
        await admin.Picture("recovered-1280", whole: true);
        var phone = await stage.Person(390);
        await phone.SignIn(jua, "admin@jua.test");
        await phone.OpenIn("ar", jua, $"/loans/{sold.Loan}");
        await phone.Locator("[data-class='ChargedOff']").ScrollIntoViewIfNeededAsync();
        await phone.Picture("recovered-390-ar");

        await admin.ClickAsync("#class-writeback");
        await admin.Decide("She came back and pays");
        await admin.Locator("[data-class='Performing'], [data-class='Defaulted']").WaitForAsync();
        await Assertions.Expect(admin.Locator(".timeline")).ToContainTextAsync("She came back and pays");
        await admin.Picture("written-back-1280", whole: true);
    }
}
