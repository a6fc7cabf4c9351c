using System.Globalization;
using System.Text.RegularExpressions;
using CsvHelper;
using Paylatch.Application.Shared;

namespace Paylatch.Web.Shell;

/// <summary>
/// A list as a CSV file (RFC 4180, UTC times), streamed page by page. A cell that a spreadsheet would take for a formula is
/// led by an apostrophe: a name typed at a counter must not run on somebody's desk. A negative amount is a number and stays one.
/// </summary>
internal static partial class CsvPages
{
    private static readonly CsvWriterOptions Options = new()
    {
        Injection = CsvInjection.Escape,
        // Without the minus, which is looked at below.
        InjectionCharacters = "=+@\t\r",
        // With the byte order mark, without which spreadsheets misread names.
        WriteByteOrderMark = true,
    };

    /// <summary>Answers the file. The first page is read before anything is sent, so that a refusal is one.</summary>
    /// <param name="http">The request.</param>
    /// <param name="name">The file's name.</param>
    /// <param name="columns">The names of the columns.</param>
    /// <param name="read">Reads the page after a page, or the first.</param>
    /// <param name="lines">The cells of a page's lines.</param>
    /// <param name="goesOn">Whether there is a page after this one.</param>
    public static async Task<IResult> Answer<TPage>(
        HttpContext http, string name, string[] columns, Func<TPage?, Task<Outcome<TPage>>> read,
        Func<TPage, IEnumerable<object?[]>> lines, Func<TPage, bool> goesOn)
        where TPage : class
    {
        var first = await read(null);
        if (first.Refusal is { } no) return Problems.Of(no, http);
        return Results.Stream(
            async stream =>
            {
                await using var csv = CsvWriter.Create(stream, Options, leaveOpen: true);
                await csv.WriteRecordAsync(columns, http.RequestAborted);
                for (var page = first.Value; ;)
                {
                    foreach (var line in lines(page)) await csv.WriteRecordAsync([.. line.Select(Cell)], http.RequestAborted);
                    await csv.FlushAsync(http.RequestAborted);
                    if (!goesOn(page)) return;
                    // Should the database go away half-way, the connection breaks: half a list must not look whole.
                    page = (await read(page)).Value;
                }
            },
            "text/csv; charset=utf-8", name);
    }

    private static string Cell(object? value) => Plain(value) is ['-', ..] text && !Number().IsMatch(text) ? "'" + text : Plain(value);

    private static string Plain(object? value) => value switch
    {
        bool yes => yes ? "yes" : "no",
        DateTimeOffset at => at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    [GeneratedRegex(@"^-\d+(\.\d+)?$", RegexOptions.CultureInvariant)]
    private static partial Regex Number();
}
