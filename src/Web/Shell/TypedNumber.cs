using System.Globalization;
using System.Text;

namespace Paylatch.Web.Shell;

/// <summary>A number as people type it.</summary>
public static class TypedNumber
{
    // Longer than any sum; what follows is not looked at.
    private const int Most = 40;

    /// <summary>The number that was typed, of whatever script its digits are; null when it cannot be read. Nothing typed is zero.</summary>
    public static decimal? Of(string? text)
    {
        var plain = Plain(text);
        if (plain == "") return 0;
        const NumberStyles Style = NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign;
        return decimal.TryParse(plain, Style, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    /// <summary>What was typed in Latin digits with a point, without spaces; anything else in it is left for who reads it to refuse.</summary>
    public static string Plain(string? text)
    {
        var plain = new StringBuilder();
        foreach (var c in (text ?? "").Take(Most))
        {
            if (char.IsDigit(c)) plain.Append(CharUnicodeInfo.GetDecimalDigitValue(c));
            else if (c == '\u066b') plain.Append('.');
            else if (!char.IsWhiteSpace(c)) plain.Append(c);
        }

        return plain.ToString();
    }
}
