using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Paylatch.Domain.Shared;
using Paylatch.Infrastructure.Shared;
using Paylatch.Testing;

namespace Paylatch.Application.Tests.Shared;

public sealed class PdfPrinterTests
{
    [Fact]
    public async Task It_prints_text_that_can_be_read_back_and_runs_no_script()
    {
        await using var printer = Printer([]);
        var html = "<html><body><p>Risiti ya malipo KES 1,200 شكرا</p><script>document.body.innerText = 'taken over'</script></body></html>";

        var text = await PdfText.Of(await printer.Print(html, new PdfPaper("Paylatch & co"), default));

        Assert.Contains("Risiti ya malipo KES 1,200", text, StringComparison.Ordinal);
        Assert.Contains("Paylatch & co", text, StringComparison.Ordinal);
        Assert.DoesNotContain("taken over", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_browser_that_died_is_started_again()
    {
        await using var printer = Printer([]);
        await printer.Print("<p>first</p>", new PdfPaper(), default);
        foreach (var child in Children()) child.Kill(entireProcessTree: true);

        var text = await PdfText.Of(await printer.Print("<p>second</p>", new PdfPaper(), default));

        Assert.Contains("second", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_chromium_it_refuses_clearly()
    {
        await using var printer = Printer(new() { ["Pdf:Chromium"] = "/nowhere/chromium" });

        var refusal = await Assert.ThrowsAsync<Refusal>(() => printer.Print("<p>x</p>", new PdfPaper(), default));

        Assert.Equal("platform.pdf_unavailable", refusal.Code);
        Assert.Equal(RefusalKind.Unavailable, refusal.Kind);
    }

    private static PdfPrinter Printer(Dictionary<string, string?> settings) =>
        new(new ConfigurationBuilder().AddInMemoryCollection(settings).Build(), NullLogger<PdfPrinter>.Instance);

    // The browsers this process started: chromium's first process, child of Playwright's driver, which is our child.
    private static IEnumerable<Process> Children() => Process.GetProcessesByName("chromium")
        .Where(p => AncestorsOf(p.Id).Contains(Environment.ProcessId));

    private static IEnumerable<int> AncestorsOf(int id)
    {
        while (id > 1 && File.Exists($"/proc/{id}/stat"))
        {
            yield return id;
            var stat = File.ReadAllText($"/proc/{id}/stat");
            id = int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
        }
    }
}
