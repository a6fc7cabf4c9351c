namespace Paylatch.Application.Devices;

/// <summary>What was typed into the search box, as the beginnings to look for; empty ones are looked for nowhere.</summary>
/// <param name="Imei">The beginning of an IMEI: digits only.</param>
/// <param name="Number">The beginning of a serial or contract number: upper case.</param>
/// <param name="Name">The beginning of a name: lower case.</param>
/// <param name="Phone">The beginning of a phone number in E.164 form.</param>
public sealed record SearchWords(string Imei, string Number, string Name, string Phone)
{
    // Fewer digits begin too many numbers.
    private const int LeastDigits = 3;

    /// <summary>Reads what was typed; null when nothing was.</summary>
    /// <param name="typed">As typed: numbers may have spaces, dashes and the like in them.</param>
    /// <param name="callingCode">The country's calling code, for phones typed as dialled at home; null when unknown.</param>
    public static SearchWords? Of(string? typed, string? callingCode)
    {
        var words = typed?.Trim() ?? "";
        if (words == "") return null;
        var digits = string.Concat(words.Where(char.IsAsciiDigit));
        var isNumber = digits.Length >= LeastDigits && words.All(c => char.IsAsciiDigit(c) || c is ' ' or '-' or '+' or '/' or '.' or '(' or ')');
        return new SearchWords(
            isNumber ? digits : "", words.ToUpperInvariant(), words.ToLowerInvariant(), isNumber ? Dialled(digits, callingCode) : "");
    }

    private static string Dialled(string digits, string? callingCode) =>
        digits.StartsWith("00", StringComparison.Ordinal) ? "+" + digits[2..]
        : digits[0] == '0' && callingCode is not null ? "+" + callingCode + digits[1..]
        : "+" + digits;
}
