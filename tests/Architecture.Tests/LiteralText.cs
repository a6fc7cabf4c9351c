using System.Text.RegularExpressions;
using Paylatch.Testing;

namespace Paylatch.Architecture.Tests;

/// <summary>Finds words for people written straight into a page's markup instead of a resource file.</summary>
internal static partial class LiteralText
{
    public static IEnumerable<string> In(string path) => Of(path, SourceTree.Read(path));

    public static IEnumerable<string> Of(string path, string razor)
    {
        var markup = CodeBlock().Replace(Comment().Replace(razor, ""), "");
        markup = StyleOrScript().Replace(markup, "");
        return Between().Matches(markup)
            .Select(match => match.Groups[1].Value)
            .Where(text => !text.Contains('@', StringComparison.Ordinal) && !text.Contains('{', StringComparison.Ordinal) && !text.Contains(';', StringComparison.Ordinal))
            .Where(text => Words().IsMatch(text))
            .Select(text => $"{path}: {text.Trim()}");
    }

    [GeneratedRegex(@"@\*.*?\*@|<!--.*?-->", RegexOptions.Singleline)]
    private static partial Regex Comment();

    [GeneratedRegex(@"@code\s*\{.*", RegexOptions.Singleline)]
    private static partial Regex CodeBlock();

    [GeneratedRegex(@"<(style|script|svg)\b.*?</\1>", RegexOptions.Singleline)]
    private static partial Regex StyleOrScript();

    [GeneratedRegex(@"(?<=[""'/a-z0-9-])>([^<>=]*[A-Za-z]{3,}[^<>=]*)</", RegexOptions.Singleline)]
    private static partial Regex Between();

    [GeneratedRegex(@"\b[A-Z]?[a-z]{2,}\b")]
    private static partial Regex Words();
}
