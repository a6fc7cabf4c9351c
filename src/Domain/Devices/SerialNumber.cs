using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Devices;

/// <summary>A maker's serial number: 4 to 40 letters, digits, hyphens, dots, slashes or underscores, upper case, not all zeros.</summary>
public readonly record struct SerialNumber
{
    private SerialNumber(string value) => Value = value;

    /// <summary>The number in upper case without spaces.</summary>
    public string Value { get; }

    /// <summary>Reads a serial number; spaces are dropped.</summary>
    /// <exception cref="Refusal"><c>devices.serial_invalid</c></exception>
    public static SerialNumber Parse(string? text)
    {
        var kept = string.Concat((text ?? "").Where(c => !char.IsWhiteSpace(c))).ToUpperInvariant();
        return kept.Length is >= 4 and <= 40
            && kept.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '/' or '_')
            && kept.Any(c => char.IsAsciiLetterOrDigit(c) && c != '0')
            ? new SerialNumber(kept)
            : throw DevicesRefusals.SerialInvalid();
    }

    /// <inheritdoc/>
    public override string ToString() => Value;
}
