using Microsoft.Playwright;
using Paylatch.Demo;
using Paylatch.E2E;
using Paylatch.Testing;

[assembly: AssemblyFixture(typeof(Stage))]
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Paylatch.E2E;

/// <summary>
/// What every story plays on: the whole of Paylatch as <c>./run</c> starts it, on empty data of its own, and a real
/// browser. One for all stories; each story sells its own device.
/// </summary>
public sealed class Stage : IAsyncLifetime
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"paylatch-e2e-{Guid.NewGuid():N}");
    private IPlaywright _playwright = null!;

    /// <summary>The running system.</summary>
    public DemoHost Host { get; private set; } = null!;

    /// <summary>The browser.</summary>
    public IBrowser Browser { get; private set; } = null!;

    /// <summary>Where pictures go; ignored by git.</summary>
    public static string Pictures { get; } = Directory.CreateDirectory(Path.Combine(SourceTree.Root, ".test", "pictures")).FullName;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        Host = await DemoHost.Start(new DemoOptions { Port = 0, Data = _folder, Seed = false, Durable = false }, TestContext.Current.CancellationToken);
        _playwright = await Playwright.CreateAsync();
        Browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = "/usr/bin/chromium",
            Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-quic"],
        });
    }

    /// <summary>A browser of one person: cookies of their own.</summary>
    /// <param name="width">1280 for a desk, 390 for a phone.</param>
    /// <param name="scripts">False for a browser with scripts off.</param>
    /// <param name="dark">True for a dark device.</param>
    /// <param name="cookies">Somebody's cookies, for a second browser of the same person.</param>
    public async Task<IPage> Person(int width = 1280, bool scripts = true, bool dark = false, string? cookies = null)
    {
        var context = await Browser.NewContextAsync(new()
        {
            ViewportSize = new() { Width = width, Height = width < 600 ? 844 : 860 },
            JavaScriptEnabled = scripts,
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
            ReducedMotion = ReducedMotion.Reduce,
            Locale = "en-US",
            StorageState = cookies,
        });
        context.SetDefaultTimeout(30_000);
        return await context.NewPageAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Browser is not null) await Browser.DisposeAsync();
        _playwright?.Dispose();
        if (Host is not null) await Host.DisposeAsync();
        KeptLogs.Keep(_folder, "stories");
        Directory.Delete(_folder, recursive: true);
    }
}
