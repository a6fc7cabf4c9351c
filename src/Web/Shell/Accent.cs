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
    private static readonly (int R, int G, int B) LightGround = (0xea, 0xf2, 0xf1), DarkGround = (0x24, 0x2f, 0x38);

    /// <summary>The custom properties for the document's root element.</summary>
    /// <param name="hex">The tenant's colour, <c>#rrggbb</c>; anything else gives the default.</param>
    public static string Style(string? hex) => $"--accent-light:{OnLight(hex)};--accent-dark:{OnDark(hex)}";

    /// <summary>The accent for the light theme.</summary>
    public static string OnLight(string? hex) => Move(Read(hex), -1, LightGround);

    /// <summary>The accent for the dark theme.</summary>
    public static string OnDark(string? hex) => Move(Read(hex), 1, DarkGround);

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

    // Lightness moves by one part in a hundred, hue and saturation stay, so that a teal stays a teal and does not go grey.
    // Black and white at the ends always have the contrast needed.
    private static string Move((int R, int G, int B) colour, int step, (int R, int G, int B) ground)
    {
        var (hue, saturation, lightness) = Hsl(colour);
        var moved = colour;
        for (var to = lightness; to is >= 0 and <= 1 && Contrast(moved, ground) < Needed; to += step / 100.0)
            moved = Rgb(hue, saturation, to);
        return Contrast(moved, ground) >= Needed ? $"#{moved.R:x2}{moved.G:x2}{moved.B:x2}" : step < 0 ? "#000000" : "#ffffff";
    }

    private static (double Hue, double Saturation, double Lightness) Hsl((int R, int G, int B) colour)
    {
        var (r, g, b) = (colour.R / 255.0, colour.G / 255.0, colour.B / 255.0);
        var (max, min) = (Math.Max(r, Math.Max(g, b)), Math.Min(r, Math.Min(g, b)));
        var (span, lightness) = (max - min, (max + min) / 2);
        if (span == 0) return (0, 0, lightness);
        var hue = max == r ? (g - b) / span : max == g ? (b - r) / span + 2 : (r - g) / span + 4;
        return ((hue * 60 + 360) % 360, span / (1 - Math.Abs(2 * lightness - 1)), lightness);
    }

    private static (int R, int G, int B) Rgb(double hue, double saturation, double lightness)
    {
        var chroma = saturation * Math.Min(lightness, 1 - lightness);
        int Channel(int shift)
        {
            var place = (shift + hue / 30) % 12;
            return (int)Math.Round(255 * (lightness - chroma * Math.Max(-1, Math.Min(Math.Min(place - 3, 9 - place), 1))));
        }
        return (Channel(0), Channel(8), Channel(4));
    }

    private static double Luminance((int R, int G, int B) colour) =>
        0.2126 * Linear(colour.R) + 0.7152 * Linear(colour.G) + 0.0722 * Linear(colour.B);

    private static double Linear(int channel)
    {
        var share = channel / 255.0;
        return share <= 0.04045 ? share / 12.92 : Math.Pow((share + 0.055) / 1.055, 2.4);
    }
}
