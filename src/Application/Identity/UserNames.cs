using System.Globalization;
using System.Text;
using Paylatch.Domain.Identity;

namespace Paylatch.Application.Identity;

/// <summary>How e-mail addresses, phone numbers and names are read and compared when somebody signs in.</summary>
public static class UserNames
{
    private const int MostLength = 254;

    /// <summary>An e-mail address, lower case.</summary>
    /// <exception cref="Domain.Shared.Refusal"><c>identity.email_invalid</c></exception>
    public static string Email(string? text, string field = "email")
    {
        var email = (text ?? "").Trim().Normalize(NormalizationForm.FormKC).ToLowerInvariant();
        var at = email.IndexOf('@', StringComparison.Ordinal);
        var wellFormed = email.Length <= MostLength && at > 0 && at == email.LastIndexOf('@')
            && at < email.Length - 3 && email.AsSpan(at).Contains('.') && email[^1] != '.' && email[at + 1] != '.'
            && !email.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || c is ',' or ';' or '<' or '>' or '"');
        return wellFormed ? email : throw AccountRefusals.EmailInvalid(field);
    }

    /// <summary>A phone number in E.164 form; spaces, hyphens, dots and brackets are dropped and 00 stands for plus.</summary>
    /// <exception cref="Domain.Shared.Refusal"><c>identity.phone_invalid</c></exception>
    public static string Phone(string? text) => TryPhone(text) ?? throw AccountRefusals.PhoneInvalid();

    /// <summary>What somebody typed as their name, as it is stored: a phone number if it is one, else lower case.</summary>
    public static string Typed(string? text)
    {
        var typed = (text ?? "").Trim();
        if (typed.Length > MostLength) return "";
        return TryPhone(typed) ?? typed.Normalize(NormalizationForm.FormKC).ToLowerInvariant();
    }

    /// <summary>A person's name, spaces put in order.</summary>
    /// <exception cref="Domain.Shared.Refusal"><c>identity.name_invalid</c></exception>
    public static string Name(string? text)
    {
        var name = string.Join(' ', (text ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return name.Length is >= 2 and <= 80 && !name.Any(char.IsControl) ? name : throw AccountRefusals.NameInvalid();
    }

    private static string? TryPhone(string? text)
    {
        var kept = new StringBuilder();
        foreach (var c in (text ?? "").Trim())
        {
            if (char.IsDigit(c)) kept.Append(CharUnicodeInfo.GetDecimalDigitValue(c));
            else if (c == '+' && kept.Length == 0) kept.Append(c);
            else if (!char.IsWhiteSpace(c) && c is not ('-' or '.' or '(' or ')' or '/')) return null;
        }

        var number = kept.ToString();
        if (number.StartsWith("00", StringComparison.Ordinal)) number = "+" + number[2..];
        return number.Length is >= 9 and <= 16 && number[0] == '+' && number[1] != '0' ? number : null;
    }
}
