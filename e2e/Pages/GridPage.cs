using Microsoft.Playwright;

namespace Paylatch.E2E.Pages;

/// <summary>The merchant's live grid of devices.</summary>
public sealed class GridPage(IPage page, Uri tenant)
{
    private const string Mark = "window.__mark";

    /// <summary>Opens the grid on one device and marks the document, so that a reload would show.</summary>
    public async Task Open(string imei)
    {
        await page.Open(tenant, $"/devices?q={imei}");
        await page.Locator(".device-list[data-live='on']").WaitForAsync();
        await page.EvaluateAsync($"{Mark} = 'not reloaded'");
    }

    /// <summary>Waits until the device's chip shows a state that the device itself has confirmed.</summary>
    public Task Shows(Guid device, string state, float milliseconds = 40_000) =>
        page.Locator($"tr[data-device='{device}'] .chip[data-state='{state}'][data-phase='confirmed']").WaitForAsync(new() { Timeout = milliseconds });

    /// <summary>True when the document is the one that was opened.</summary>
    public async Task<bool> WasNotReloaded() => await page.EvaluateAsync<string?>(Mark) == "not reloaded";

    /// <summary>Moves the sandbox's clock from the bar on the page.</summary>
    public async Task Step(string step, int times = 1)
    {
        for (var i = 0; i < times; i++)
        {
            await page.Locator($"button[name=step][value={step}]").ClickAsync();
            await page.WaitUntilLive();
        }
    }
}
