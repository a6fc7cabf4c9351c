using Microsoft.Playwright;
using Paylatch.E2E.Pages;

namespace Paylatch.E2E.Stories;

/// <summary>Two merchants on one platform never see each other.</summary>
public sealed class TenantWalls(Stage stage)
{
    [Fact]
    public async Task Another_merchants_admin_finds_neither_loan_nor_device_nor_is_signed_in_with_a_stolen_cookie()
    {
        var (jua, nuru) = (stage.Host.AddressOf("jua"), stage.Host.AddressOf("nuru"));
        var admin = await stage.Person();
        await admin.SignIn(jua, "admin@jua.test");
        var sold = await Sold.To(stage, admin, "Nekesa Wafula");

        var other = await stage.Person();
        await other.SignIn(nuru, "admin@nuru.test");
        await other.Open(nuru, $"/loans/{sold.Loan}");
        await Assertions.Expect(other.Locator("body")).Not.ToContainTextAsync("Nekesa");
        await other.Open(nuru, $"/devices?q={sold.Buyer.Imei}");
        await Assertions.Expect(other.Locator($"[data-device='{sold.Phone.Id}']")).ToHaveCountAsync(0);

        var stolen = (await admin.Context.CookiesAsync([jua.ToString()])).Single(cookie => cookie.Name == "paylatch");
        var thief = await stage.Person();
        await thief.Context.AddCookiesAsync([new() { Name = stolen.Name, Value = stolen.Value, Url = nuru.ToString() }]);
        await thief.GotoAsync(new Uri(nuru, "/devices").ToString());
        Assert.Contains("/sign-in", thief.Url, StringComparison.Ordinal);
    }
}
