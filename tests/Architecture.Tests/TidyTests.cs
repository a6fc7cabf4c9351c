using System.Text.RegularExpressions;
using System.Xml.Linq;
using Paylatch.Testing;

namespace Paylatch.Architecture.Tests;

/// <summary>Banned text, and what to write instead. Exceptions stand in <see cref="Exceptions"/>, which only shrinks.</summary>
public sealed partial class TidyTests
{
    private static readonly Rule[] Rules =
    [
        new(@"\bDateTime(Offset)?\.(Utc)?Now\b", "src/", "Take the time from TenantClock or TimeProvider.", "var at = DateTime.UtcNow;"),
        new(@"Guid\.NewGuid\(", "src/(Domain|Application|Infrastructure|Web)/", "Make ids with clock.NewId() (UUID version 7).", "Guid.NewGuid()"),
        new(@"Thread\.Sleep\(", "", "Wait for a condition, with a deadline.", "Thread.Sleep(5);"),
        new(@"Task\.Delay\(", "tests/", "Wait with Eventually.True.", "await Task.Delay(5);"),
        new(@"Task\.Delay\(", "e2e/", "Wait for what the user would see.", "await Task.Delay(5);"),
        new(@"\b(TODO|FIXME|HACK)\b", "", "Finish it, or open an issue.", "// TODO later"),
        new(@"NotImplementedException", "", "Write it, or do not offer it.", "throw new NotImplementedException();"),
        new(@"async void", "", "Return a Task.", "async void Run()"),
        new(@"catch\s*\{|catch \(Exception( \w+)?\)\s*(\{|$)", "src/(Domain|Application|Infrastructure|Web)/", "Catch what you expect, with a when clause.", "catch (Exception)"),
        new(@"\.GetAwaiter\(\)\.GetResult\(\)|\.Wait\(\)", "src/", "Await it.", "task.Wait();"),
        new(@"Console\.Write", "src/(Domain|Application|Infrastructure)/", "Log it.", "Console.WriteLine(1);"),
        new(@"new HttpClient\(", "src/(Domain|Application|Infrastructure|Web)/", "Take a typed HttpClient with a time-out, retries and a breaker.", "new HttpClient()"),
        new(@"MarkupString", "src/Web/", "Let Razor encode it.", "(MarkupString)text"),
        new(@"IgnoreQueryFilters|SET ROLE|set row_security", "src/", "Stay behind the walls.", "set row_security = off"),
        new(@"<table class=""[^""]*\bunseen\b", "src/Web/", "A table is never narrower than its words: put it into a div that is unseen.", @"<table class=""unseen"">"),
    ];

    private static readonly string[] BannedFolders = ["Services", "Helpers", "Utilities", "Utils", "Managers", "Common", "Models"];

    [Fact]
    public void No_banned_text_stands_in_the_sources()
    {
        var found = SourceTree.Files(".", ".cs", ".razor", ".sql").Where(path => !path.Contains("TidyTests", StringComparison.Ordinal))
            .SelectMany(path => Rules.SelectMany(rule => rule.FoundIn(path, SourceTree.Read(path))))
            .Except(Exceptions.Text);

        Assert.Equal("", string.Join(Environment.NewLine, found));
    }

    [Fact]
    public void Each_rule_finds_what_it_bans() =>
        Assert.All(Rules, rule => Assert.NotEmpty(rule.FoundIn(rule.Where.Replace("(Domain|Application|Infrastructure)", "Domain", StringComparison.Ordinal).Replace("(Domain|Application|Infrastructure|Web)", "Web", StringComparison.Ordinal) + "x.cs", rule.Example)));

    [Fact]
    public void No_folder_has_a_name_that_says_nothing()
    {
        var found = SourceTree.Files("src", ".cs", ".razor").SelectMany(path => path.Split('/')[..^1]).Distinct().Intersect(BannedFolders);

        Assert.Equal("", string.Join(Environment.NewLine, found));
    }

    [Fact]
    public void Files_stay_short()
    {
        var found = SourceTree.Files("src", ".cs", ".razor").Concat(SourceTree.Files("tests", ".cs")).Concat(SourceTree.Files("e2e", ".cs"))
            .Where(path => SourceTree.Read(path).Count(c => c == '\n') > 300)
            .Except(Exceptions.Long);

        Assert.Equal("", string.Join(Environment.NewLine, found));
    }

    [Fact]
    public void Every_visible_text_is_there_in_English_Swahili_and_Arabic()
    {
        var files = SourceTree.Files("src", ".resx").ToHashSet();
        var english = files.Where(path => !Translated().IsMatch(path)).ToList();
        Assert.NotEmpty(english);
        foreach (var path in english)
        {
            var keys = Keys(path);
            foreach (var language in new[] { "sw", "ar" })
            {
                var translation = path.Replace(".resx", $".{language}.resx", StringComparison.Ordinal);
                Assert.True(files.Contains(translation), $"{translation} is missing");
                Assert.Equal((translation, ""), (translation, string.Join(", ", keys.Except(Keys(translation)))));
                Assert.Equal((translation, ""), (translation, string.Join(", ", Keys(translation).Except(keys))));
            }
        }
    }

    [Fact]
    public void No_page_carries_text_of_its_own()
    {
        var found = SourceTree.Files("src/Web", ".razor").Where(path => !Exceptions.WithoutTexts.Any(path.StartsWith)).SelectMany(LiteralText.In).Except(Exceptions.Literal);

        Assert.Equal("", string.Join(Environment.NewLine, found));
    }

    [Fact]
    public void Text_of_its_own_in_a_page_is_found() =>
        Assert.NotEmpty(LiteralText.Of("x.razor", "<p class=\"a\">Pay now</p>"));

    private static HashSet<string> Keys(string path) =>
        [.. XDocument.Parse(SourceTree.Read(path)).Root!.Elements("data").Where(d => d.Element("value")?.Value.Trim() != "").Select(d => d.Attribute("name")!.Value)];

    [GeneratedRegex(@"\.(sw|ar|hi|fr|es|pt|bn|ur|am)\.resx$")]
    private static partial Regex Translated();

    private sealed record Rule(string Banned, string Where, string Instead, string Example)
    {
        public IEnumerable<string> FoundIn(string path, string text) =>
            Regex.IsMatch(path, "^" + Where)
                ? text.Split('\n').Where(line => !line.TrimStart().StartsWith("///", StringComparison.Ordinal) && Regex.IsMatch(line, Banned)).Select(line => $"{path}: {line.Trim()} — {Instead}")
                : [];
    }
}
