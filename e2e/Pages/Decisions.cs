using Microsoft.Playwright;

namespace Paylatch.E2E.Pages;

/// <summary>What every dialog and every picture of a story has in common.</summary>
public static class Decisions
{
    /// <summary>Presses the verb of the open dialog and waits until it is done.</summary>
    /// <param name="page">The browser.</param>
    /// <param name="reason">Why, where it is asked.</param>
    public static async Task Decide(this IPage page, string? reason = null)
    {
        if (reason is not null) await page.FillAsync("dialog[open] #decision-reason", reason);
        await page.ClickAsync("dialog[open] .dialog-foot .button:not(:first-child)");
        await Assertions.Expect(page.Locator("dialog[open]")).ToHaveCountAsync(0);
    }

    /// <summary>Changes the language of the pages, and opens one of them.</summary>
    public static async Task OpenIn(this IPage page, string language, Uri host, string path)
    {
        await page.GotoAsync(new Uri(host, $"/culture?to={language}&back=/today").ToString());
        await page.Open(host, path);
    }

    /// <summary>Keeps a picture, and requires that nothing is wider than the screen.</summary>
    public static async Task Picture(this IPage page, string name, bool whole = false)
    {
        await page.ScreenshotAsync(new() { Path = Path.Combine(Stage.Pictures, name + ".png"), FullPage = whole });
        Assert.Equal(0, await page.EvaluateAsync<int>("Math.max(0, document.documentElement.scrollWidth - innerWidth)"));
    }
}
