using System.Globalization;

namespace Paylatch.Web.Shell;

/// <summary>
/// A tenant's accent colour made safe to read: on the light ground it is darkened, on the dark ground lightened, until
/// text in it, and text on it, have a contrast of at least 4.5:1 (WCAG 2.2, 1.4.3). The hue stays the tenant's.
/// </summary>
public static class Accent
{
    /// <summary>Deep teal, for tenants that chose nothing.</summary>
    public const string Default = "#0f6b64";

    private const double Needed = 4.5;

    /// <summary>Grounds the accent is set on, worst case first: the tinted ones of app.css.</summary>
    private static readonly (int R, int G, int B) LightGround = (0xea, 0xf2, 0xf1), DarkGround = (0x1c, 0x23, 0x2c);

    /// <summary>The custom properties for the document's root element.</summary>
    /// <param name="hex">The tenant's colour, <c>#rrggbb</c>; anything else gives the default.</param>
    public static string Style(string? hex) => $"--accent-light:{OnLight(hex)};--accent-dark:{OnDark(hex)}";

    /// <summary>The accent for the light theme.</summary>
    public static string OnLight(string? hex) => Mix(Read(hex), (0, 0, 0), LightGround);

    /// <summary>The accent for the dark theme.</summary>
    public static string OnDark(string? hex) => Mix(Read(hex), (255, 255, 255), DarkGround);

    /// <summary>The WCAG contrast of two colours, 1 to 21.</summary>
    public static double Contrast((int R, int G, int B) one, (int R, int G, int B) other)
    {
        var (a, b) = (Luminance(one), Luminance(other));
        return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
    }

    /// <summary>Reads <c>#rrggbb</c>; the default for anything else.</summary>
    public static (int R, int G, int B) Read(string? hex) =>
        hex is { Length: 7 } && hex[0] == '#' && int.TryParse(hex.AsSpan(1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var rgb)
            ? (rgb >> 16 & 255, rgb >> 8 & 255, rgb & 255)
            : Read(Default);

    // Five parts in a hundred at a time towards black or white; either end always reaches the contrast needed.
    private static string Mix((int R, int G, int B) colour, (int R, int G, int B) towards, (int R, int G, int B) ground)
    {
        var mixed = colour;
        for (var part = 0; part <= 100 && Contrast(mixed, ground) < Needed; part += 5)
            mixed = (Between(colour.R, towards.R, part), Between(colour.G, towards.G, part), Between(colour.B, towards.B, part));
        return $"#{mixed.R:x2}{mixed.G:x2}{mixed.B:x2}";
    }

    private static int Between(int from, int to, int part) => from + (to - from) * part / 100;

    private static double Luminance((int R, int G, int B) colour) =>
        0.2126 * Linear(colour.R) + 0.7152 * Linear(colour.G) + 0.0722 * Linear(colour.B);

    private static double Linear(int channel)
    {
        var share = channel / 255.0;
        return share <= 0.04045 ? share / 12.92 : Math.Pow((share + 0.055) / 1.055, 2.4);
    }
}
