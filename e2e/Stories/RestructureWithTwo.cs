using System.Globalization;
using Microsoft.Playwright;
using Paylatch.E2E.Pages;

namespace Paylatch.E2E.Stories;

/// <summary>
/// The promise: what is left of a loan is agreed anew knowing what it costs. Above the merchant's limit two people decide, and
/// what was decided can be undone.
/// </summary>
public sealed class RestructureWithTwo(Stage stage)
{
    [Fact]
    public async Task A_loan_gets_more_installments_when_a_second_person_agrees_and_stands_as_before_when_that_is_undone()
    {
        var jua = stage.Host.AddressOf("jua");
        var admin = await stage.Person();
        await admin.SignIn(jua, "admin@jua.test");
        var sold = await Sold.To(stage, admin, "Wambui Kariuki", rate: "36");
        var (email, password) = await Limit(admin, jua);

        await admin.Open(jua, $"/loans/{sold.Loan}");
        var owed = await admin.Locator("[data-balance]").GetAttributeAsync("data-balance");
        await admin.ClickAsync("#restructure");
        await Assertions.Expect(admin.Locator("dialog[open] [data-difference]")).ToBeVisibleAsync();
        await admin.Picture("restructure-holiday-1280");
        await admin.SelectOptionAsync("#restructure-kind", "Extension");
        await admin.FillAsync("#restructure-count", "4");
        await Assertions.Expect(admin.Locator("#restructure-count-note")).ToContainTextAsync("More than the 4");
        await admin.Picture("restructure-refused-1280");
        await admin.FillAsync("#restructure-count", "8");
        await Assertions.Expect(admin.Locator("dialog[open] [data-second]")).ToContainTextAsync("KES 5,000");
        await Assertions.Expect(admin.Locator("#restructure-compare tbody tr")).ToHaveCountAsync(8);
        var more = long.Parse((await admin.Locator("[data-difference]").GetAttributeAsync("data-difference"))!, CultureInfo.InvariantCulture);
        Assert.True(more > 0);
        await admin.Picture("restructure-second-1280");
        await admin.Decide("Her shop was closed for a month");
        await admin.Locator(".toast").WaitForAsync();
        Assert.Equal(owed, await admin.Locator("[data-balance]").GetAttributeAsync("data-balance"));

        var second = await stage.Person(390);
        await second.SignIn(jua, email, password);
        await second.Open(jua, "/today");
        var waiting = second.Locator("#restructurings [data-request]", new() { HasText = "Wambui Kariuki" });
        await Assertions.Expect(waiting).ToContainTextAsync("Her shop was closed");
        await second.Locator("#restructurings").ScrollIntoViewIfNeededAsync();
        await second.Picture("restructure-waits-390");
        await waiting.Locator(".button-main").ClickAsync();
        await Assertions.Expect(waiting).ToHaveCountAsync(0);

        await admin.Locator("#restructure-undo").WaitForAsync();
        Assert.Equal(long.Parse(owed!, CultureInfo.InvariantCulture) + more, await Balance(admin));
        await admin.Picture("restructured-loan-1280", whole: true);
        await admin.ClickAsync("#restructure-undo");
        await admin.Decide("She found the money after all");
        await Assertions.Expect(admin.Locator("#restructure-undo")).ToHaveCountAsync(0);
        Assert.Equal(owed, $"{await Balance(admin)}");
    }

    [Fact]
    public async Task The_choices_of_every_way_fit_a_phone_in_arabic_and_in_the_dark()
    {
        var jua = stage.Host.AddressOf("jua");
        var admin = await stage.Person();
        await admin.SignIn(jua, "admin@jua.test");
        var sold = await Sold.To(stage, admin, "Atieno Okoth", rate: "24");
        var phone = await stage.Person(390, dark: true);
        await phone.SignIn(jua, "admin@jua.test");
        await phone.OpenIn("ar", jua, $"/loans/{sold.Loan}");
        await phone.ClickAsync("#restructure");

        foreach (var (kind, field, typed) in new[]
                 {
                     ("Reschedule", "#restructure-every", "2"), ("ReAge", "#restructure-count", "6"), ("ReAmortize", "", ""), ("RateChange", "#restructure-rate", "12"),
                     ("TopUp", "#restructure-amount", "1500"), ("Extension", "#restructure-count", "9"),
                 })
        {
            await phone.SelectOptionAsync("#restructure-kind", kind);
            if (field != "") await phone.FillAsync(field, typed);
            await Assertions.Expect(phone.Locator("dialog[open] [data-difference]")).ToBeVisibleAsync();
            await phone.Picture($"restructure-{kind}-390-dark-ar");
            Assert.Equal(0, await phone.Locator("dialog[open]").EvaluateAsync<int>("one => Math.max(0, one.scrollWidth - one.clientWidth)"));
        }

        await phone.Locator("dialog[open] [data-difference]").ScrollIntoViewIfNeededAsync();
        await phone.Picture("restructure-compare-390-dark-ar");
    }

    // A limit below what is owed, and somebody else who may decide.
    private static async Task<(string Email, string Password)> Limit(IPage admin, Uri jua)
    {
        var email = $"second{Random.Shared.Next(1_000_000)}@jua.test";
        await admin.Open(jua, "/settings");
        await admin.FillAsync("#limit-outstanding", "");
        await admin.ClickAsync("#save-restructure-limits");
        await Assertions.Expect(admin.Locator("#limit-outstanding-note")).ToHaveClassAsync("error");
        await admin.FillAsync("#limit-outstanding", "5000");
        await admin.FillAsync("#limit-months", "3");
        await admin.ClickAsync("#save-restructure-limits");
        await Assertions.Expect(admin.Locator("#limits-by")).ToContainTextAsync("Amina Odhiambo");
        await admin.Locator("#restructure-limits").ScrollIntoViewIfNeededAsync();
        await admin.Picture("restructure-limits-1280");

        await admin.Locator("button[aria-expanded=false]", new() { HasText = "Add" }).ClickAsync();
        await admin.FillAsync("#staff-name", "Grace Nduta");
        await admin.FillAsync("#staff-email", email);
        await admin.SelectOptionAsync("#staff-role", "MerchantAdmin");
        await admin.Locator("form:has(#staff-name) .button-main").ClickAsync();
        return (email, await admin.Locator("[data-secret]").InnerTextAsync());
    }

    private static async Task<long> Balance(IPage page) =>
        long.Parse((await page.Locator("[data-balance]").GetAttributeAsync("data-balance"))!, CultureInfo.InvariantCulture);
}
