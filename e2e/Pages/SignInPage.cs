using Microsoft.Playwright;
using Paylatch.Demo;

namespace Paylatch.E2E.Pages;

/// <summary>Signing in, as a person does it.</summary>
public static class SignInPage
{
    /// <summary>Signs in on a host and waits for the first page.</summary>
    public static async Task SignIn(this IPage page, Uri host, string userName, string password = DemoTenants.Password)
    {
        await page.GotoAsync(new Uri(host, "/sign-in").ToString());
        await page.FillAsync("#userName", userName);
        await page.FillAsync("#password", password);
        await page.ClickAsync("form[action='/sign-in'] button[type=submit]");
        await page.WaitForURLAsync(url => !new Uri(url).AbsolutePath.StartsWith("/sign-in", StringComparison.Ordinal));
    }

    /// <summary>Opens a page of staff and waits until it is live.</summary>
    public static async Task Open(this IPage page, Uri host, string path)
    {
        await page.GotoAsync(new Uri(host, path).ToString());
        await page.WaitUntilLive();
    }

    /// <summary>Waits until the page hears what is typed: its circuit is up and has drawn it.</summary>
    public static async Task WaitUntilLive(this IPage page)
    {
        await page.Locator(".page-head[data-interactive='true']").WaitForAsync();
        await page.Locator("html[data-live='on']").WaitForAsync(new() { State = WaitForSelectorState.Attached });
    }
}
