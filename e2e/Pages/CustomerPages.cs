using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Paylatch.E2E.Pages;

/// <summary>What a customer does on a cheap phone, scripts off.</summary>
public sealed partial class CustomerPages(IPage page, Uri tenant)
{
    /// <summary>Signs in with the code sent to the phone, which the sandbox's staff can read under messages.</summary>
    public async Task SignInByCode(string phone, IPage staff)
    {
        await page.GotoAsync(new Uri(tenant, "/sign-in").ToString());
        await page.FillAsync("#phone", phone);
        await page.ClickAsync("#by-code button[type=submit]");
        await page.Locator("#code").WaitForAsync();
        await staff.Open(tenant, "/messages");
        var text = await staff.Locator("table tbody tr").Filter(new() { HasTextRegex = SixDigits() }).First.InnerTextAsync();
        await page.FillAsync("#code", SixDigits().Match(text).Value);
        await page.ClickAsync("form[action='/sign-in/code'] .button-main");
        await page.WaitForURLAsync("**/me");
    }

    /// <summary>Pays everything that is due with a test card and comes back.</summary>
    public async Task PayWhatIsDue()
    {
        await page.Locator("a[href^='/me/pay/']").First.ClickAsync();
        await page.ClickAsync(".button-main[type=submit]");
        await page.FillAsync("input[name=cardNumber]", "4242 4242 4242 4242");
        await page.FillAsync("input[name=cardExpiry]", "12 / 34");
        await page.FillAsync("input[name=cardCvc]", "123");
        if (await page.Locator("input[name=email]").CountAsync() > 0) await page.FillAsync("input[name=email]", "customer@example.test");
        if (await page.Locator("input[name=billingName]").CountAsync() > 0) await page.FillAsync("input[name=billingName]", "A Customer");
        await page.ClickAsync("button[type=submit]");
        await page.WaitForURLAsync(url => url.StartsWith(tenant.ToString(), StringComparison.Ordinal));
    }

    [GeneratedRegex(@"\b\d{6}\b")]
    private static partial Regex SixDigits();
}
