using System.Globalization;
using System.Text;
using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Devices;

/// <summary>
/// An IMEI: 15 digits of which the last is a Luhn check digit (3GPP TS 23.003, 6.2.1). An IMEISV of 16 digits has no
/// check digit and is another thing; all zeros pass Luhn and are what broken phones report. Both are refused.
/// </summary>
public readonly record struct Imei
{
    private Imei(string value) => Value = value;

    /// <summary>The fifteen digits.</summary>
    public string Value { get; }

    /// <summary>Reads an IMEI as people copy it: spaces, hyphens, slashes and dots are dropped, digits of any script count.</summary>
    /// <exception cref="Refusal"><c>devices.imei_invalid</c>, <c>devices.imei_is_imeisv</c></exception>
    public static Imei Parse(string? text)
    {
        var kept = new StringBuilder();
        foreach (var c in text ?? "")
        {
            if (char.IsDigit(c)) kept.Append(CharUnicodeInfo.GetDecimalDigitValue(c));
            else if (!char.IsWhiteSpace(c) && c is not ('-' or '/' or '.')) throw DevicesRefusals.ImeiMalformed();
        }
        var digits = kept.ToString();
        if (digits.Length == 16) throw DevicesRefusals.ImeiIsImeisv();
        if (digits.Length != 15) throw DevicesRefusals.ImeiMalformed();
        if (digits.All(c => c == '0')) throw DevicesRefusals.ImeiZero();
        return LuhnHolds(digits) ? new Imei(digits) : throw DevicesRefusals.ImeiCheckDigit();
    }

    /// <summary>The check digit that completes fourteen digits.</summary>
    public static char CheckDigit(string fourteen) => (char)('0' + (10 - LuhnSum(fourteen + '0') % 10) % 10);

    /// <inheritdoc/>
    public override string ToString() => Value;

    private static bool LuhnHolds(string digits) => LuhnSum(digits) % 10 == 0;

    private static int LuhnSum(string digits)
    {
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var digit = digits[digits.Length - 1 - i] - '0';
            if (i % 2 == 1) digit = digit > 4 ? digit * 2 - 9 : digit * 2;
            sum += digit;
        }
        return sum;
    }
}
