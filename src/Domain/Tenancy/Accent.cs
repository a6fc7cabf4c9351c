using System.Globalization;
using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Tenancy;

/// <summary>A tenant's accent colour, <c>#rrggbb</c>, dark enough that white text on it reads at 4.5:1 (WCAG 2.2, 1.4.3).</summary>
public readonly record struct Accent
{
    /// <summary>The least contrast with white.</summary>
    public const double LeastContrast = 4.5;

    private Accent(string value) => Value = value;

    /// <summary>The platform's own deep teal.</summary>
    public static Accent Default { get; } = new("#0f766e");

    /// <summary>The colour, lower case.</summary>
    public string Value { get; }

    /// <summary>Builds an accent; null or empty is the platform's own.</summary>
    /// <exception cref="Refusal"><c>tenancy.accent_invalid</c>, <c>tenancy.accent_too_light</c></exception>
    public static Accent Of(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return Default;
        var colour = text.Trim().ToLowerInvariant();
        if (colour.Length != 7 || colour[0] != '#' || !colour.Skip(1).All(char.IsAsciiHexDigit)) throw TenancyRefusals.AccentInvalid();
        var contrast = ContrastWithWhite(colour);
        return contrast >= LeastContrast ? new Accent(colour) : throw TenancyRefusals.AccentTooLight(contrast);
    }

    /// <summary>The contrast of white text on a well-formed colour: 1 to 21.</summary>
    public static double ContrastWithWhite(string colour) =>
        1.05 / (0.2126 * Channel(colour, 1) + 0.7152 * Channel(colour, 3) + 0.0722 * Channel(colour, 5) + 0.05);

    /// <inheritdoc/>
    public override string ToString() => Value;

    // Relative luminance of one channel, as WCAG defines it.
    private static double Channel(string colour, int at)
    {
        var share = int.Parse(colour.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255d;
        return share <= 0.04045 ? share / 12.92 : Math.Pow((share + 0.055) / 1.055, 2.4);
    }
}
