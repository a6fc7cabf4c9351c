using System.Diagnostics;

namespace Paylatch.Testing;

/// <summary>Reads a PDF's text with Poppler, as a person with another tool would.</summary>
public static class PdfText
{
    /// <summary>The text, laid out as on the page.</summary>
    public static async Task<string> Of(byte[] pdf)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(file, pdf);
            using var process = Process.Start(new ProcessStartInfo("pdftotext", ["-layout", file, "-"]) { RedirectStandardOutput = true })!;
            var text = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            return text;
        }
        finally
        {
            File.Delete(file);
        }
    }
}
