using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Playwright;
using Paylatch.Domain.Shared;

namespace Paylatch.Infrastructure.Shared;

/// <summary>How a document is laid on paper.</summary>
/// <param name="Title">Stands at the foot of every page, beside the page's number; null for no foot.</param>
/// <param name="Format">Paper, such as <c>A4</c>.</param>
/// <param name="Landscape">True for wide tables.</param>
public sealed record PdfPaper(string? Title = null, string Format = "A4", bool Landscape = false);

/// <summary>
/// Prints HTML to PDF with the machine's own Chromium, kept warm: one browser, a few pages at once, each in a context of
/// its own that is offline and runs no script, so a document can neither fetch nor leak anything. A browser that died is
/// started again. The browser's path is <c>Pdf:Chromium</c>, or whatever <c>chromium</c> is on the PATH.
/// </summary>
public sealed class PdfPrinter(IConfiguration configuration, ILogger<PdfPrinter> log) : IAsyncDisposable
{
    private const int AtOnce = 2;
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];

    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    private readonly SemaphoreSlim _places = new(AtOnce);
    private readonly SemaphoreSlim _starting = new(1);
    private readonly TimeSpan _limit = TimeSpan.FromSeconds(configuration.GetValue("Pdf:TimeoutSeconds", 60));
    private IPlaywright? _driver;
    private IBrowser? _browser;

    /// <summary>Prints a whole HTML document. Pictures and fonts must be inside it as <c>data:</c> addresses or be installed.</summary>
    /// <exception cref="Refusal"><c>platform.pdf_unavailable</c>: no Chromium, or it does not answer in time. Nothing was changed.</exception>
    public async Task<byte[]> Print(string html, PdfPaper paper, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(paper);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(_limit);
        try
        {
            await _places.WaitAsync(limit.Token);
            try
            {
                return await PrintOrRestart(html, paper, limit.Token);
            }
            finally
            {
                _places.Release();
            }
        }
        catch (Exception trouble) when (IsTrouble(trouble, ct))
        {
            log.LogError(trouble, "A document could not be printed");
            throw Unavailable("Printing does not work right now.");
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _driver?.Dispose();
        _places.Dispose();
        _starting.Dispose();
    }

    private static bool IsTrouble(Exception trouble, CancellationToken asked) =>
        trouble is PlaywrightException or TimeoutException or IOException
        || (trouble is OperationCanceledException && !asked.IsCancellationRequested);

    private async Task<byte[]> PrintOrRestart(string html, PdfPaper paper, CancellationToken ct)
    {
        var browser = await Browser(ct);
        try
        {
            return await PrintIn(browser, html, paper).WaitAsync(ct);
        }
        catch (PlaywrightException) when (!browser.IsConnected)
        {
            // The browser died under this document; a new one gets one try.
            return await PrintIn(await Browser(ct), html, paper).WaitAsync(ct);
        }
    }

    private async Task<byte[]> PrintIn(IBrowser browser, string html, PdfPaper paper)
    {
        await using var context = await browser.NewContextAsync(new() { JavaScriptEnabled = false, Offline = true, ServiceWorkers = ServiceWorkerPolicy.Block });
        await context.RouteAsync("**/*", route => route.AbortAsync());
        var page = await context.NewPageAsync();
        var timeout = (float)_limit.TotalMilliseconds;
        await page.SetContentAsync(html, new() { WaitUntil = WaitUntilState.Load, Timeout = timeout });
        return await page.PdfAsync(new()
        {
            Format = paper.Format,
            Landscape = paper.Landscape,
            PrintBackground = true,
            PreferCSSPageSize = false,
            Tagged = true,
            Margin = new() { Top = "14mm", Bottom = "16mm", Left = "12mm", Right = "12mm" },
            DisplayHeaderFooter = paper.Title is not null,
            HeaderTemplate = "<span></span>",
            FooterTemplate = Foot(paper.Title),
        });
    }

    private static string Foot(string? title) => $"""
        <div style="font:8px sans-serif;color:#64748b;width:100%;padding:0 12mm;display:flex;justify-content:space-between">
          <span>{WebUtility.HtmlEncode(title)}</span><span><span class="pageNumber"></span> / <span class="totalPages"></span></span>
        </div>
        """;

    private async Task<IBrowser> Browser(CancellationToken ct)
    {
        if (_browser is { IsConnected: true } warm) return warm;
        await _starting.WaitAsync(ct);
        try
        {
            if (_browser is { IsConnected: true } started) return started;
            var path = FindChromium();
            await Close();
            _driver = await Playwright.CreateAsync();
            _browser = await _driver.Chromium.LaunchAsync(new()
            {
                ExecutablePath = path, Headless = true, Args = Arguments, Timeout = (float)_limit.TotalMilliseconds,
            });
            return _browser;
        }
        finally
        {
            _starting.Release();
        }
    }

    private async Task Close()
    {
        try
        {
            if (_browser is not null) await _browser.DisposeAsync();
        }
        catch (PlaywrightException trouble)
        {
            log.LogDebug(trouble, "The dead browser could not be closed");
        }

        _driver?.Dispose();
        (_browser, _driver) = (null, null);
    }

    private string FindChromium()
    {
        var path = configuration["Pdf:Chromium"] ?? (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .SelectMany(folder => Names.Select(name => Path.Combine(folder, name))).FirstOrDefault(File.Exists);
        return File.Exists(path) ? path : throw Unavailable("This server has no Chromium to print with. Install the package chromium or set Pdf:Chromium.");
    }

    private static Refusal Unavailable(string reason) =>
        new("platform.pdf_unavailable", $"{reason} The document can still be read on the page.", RefusalKind.Unavailable);
}
