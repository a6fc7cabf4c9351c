using System.Globalization;
using System.Text;
using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Lending;

/// <summary>A phone number in E.164 form: a plus and 8 to 15 digits, the first not zero (ITU-T E.164).</summary>
public readonly record struct Phone
{
    private Phone(string value) => Value = value;

    /// <summary>The number, such as <c>+254712345678</c>.</summary>
    public string Value { get; }

    /// <summary>The country code and the last three digits; the rest hidden.</summary>
    public string Masked => Lending.Masked.Phone(Value);

    /// <summary>
    /// Reads a number as people write it: spaces, hyphens, dots and brackets are dropped, digits of any script count, 00
    /// stands for plus, and a national number with a leading 0 takes the calling code where one is given.
    /// </summary>
    /// <exception cref="Refusal"><c>lending.phone_invalid</c></exception>
    public static Phone Parse(string? text, string? callingCode = null)
    {
        var kept = new StringBuilder();
        foreach (var c in (text ?? "").Trim())
        {
            if (char.IsDigit(c)) kept.Append(CharUnicodeInfo.GetDecimalDigitValue(c));
            else if (c == '+' && kept.Length == 0) kept.Append(c);
            else if (!char.IsWhiteSpace(c) && c is not ('-' or '.' or '(' or ')' or '/')) throw LendingRefusals.PhoneInvalid();
        }
        var number = kept.ToString();
        if (number.StartsWith("00", StringComparison.Ordinal)) number = "+" + number[2..];
        else if (number.StartsWith('0') && callingCode is not null) number = "+" + callingCode.TrimStart('+') + number[1..];
        return number.Length is >= 9 and <= 16 && number[0] == '+' && number[1] != '0'
            ? new Phone(number)
            : throw LendingRefusals.PhoneInvalid();
    }

    /// <inheritdoc/>
    public override string ToString() => Masked;
}
