using System.Net.Http.Headers;
using Microsoft.Playwright;

namespace Paylatch.E2E.Pages;

/// <summary>Money that comes another way than through a customer's own page.</summary>
public static class Till
{
    /// <summary>Takes cash on a loan's open page and waits for the receipt's notice.</summary>
    /// <param name="page">The merchant's browser, on the loan's page.</param>
    /// <param name="amount">What is typed; the amount suggested when left out.</param>
    public static async Task TakeCash(this IPage page, string? amount = null)
    {
        await page.ClickAsync("#record-cash");
        var field = page.Locator("dialog[open] #cash-amount");
        await field.WaitForAsync();
        if (amount is not null) await field.FillAsync(amount);
        await page.ClickAsync("dialog[open] .dialog-foot .button-main");
        await page.Locator(".toast a[href*='/payments/']").WaitForAsync();
        await Assertions.Expect(page.Locator("dialog[open]")).ToHaveCountAsync(0);
    }

    /// <summary>Somebody pays into a merchant's account at the card provider without saying what for.</summary>
    public static async Task PayOutOfTheBlue(Uri stripe, string tenant, string currency, long minor)
    {
        using var http = new HttpClient { BaseAddress = stripe };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", $"sk_test_{tenant}_demo_0123456789abcdef");
        using var form = new FormUrlEncodedContent(
        [
            new("amount", $"{minor}"), new("currency", currency), new("payment_method", "pm_card_visa"), new("confirm", "true"),
            new("automatic_payment_methods[enabled]", "true"), new("automatic_payment_methods[allow_redirects]", "never"),
        ]);
        using var answer = await http.PostAsync(new Uri("/v1/payment_intents", UriKind.Relative), form);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }
}
