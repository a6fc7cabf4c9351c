using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Paylatch.DeviceAgents.Protocol;

/// <summary>
/// A one-time enrolment code: 12 characters of Crockford's base 32 (60 random bits), shown in three groups of four.
/// Read aloud or typed by a person, so case, dashes and look-alikes (O, I, L) do not matter.
/// </summary>
public static class EnrolmentCode
{
    private const string Letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static readonly SearchValues<char> Known = SearchValues.Create(Letters);

    /// <summary>Makes a new code, such as <c>7KQ2-M9XA-04TZ</c>.</summary>
    public static string New() => Grouped(RandomNumberGenerator.GetString(Letters, 12));

    /// <summary>The one spelling of a code a person typed; null when it cannot be a code.</summary>
    public static string? Normalise(string? typed)
    {
        if (typed is not { Length: > 0 and <= 40 }) return null;
        var bare = typed.ToUpperInvariant().Replace("-", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal)
            .Replace('O', '0').Replace('I', '1').Replace('L', '1');
        return bare.Length == 12 && !bare.AsSpan().ContainsAnyExcept(Known) ? Grouped(bare) : null;
    }

    private static string Grouped(string bare) => $"{bare[..4]}-{bare[4..8]}-{bare[8..]}";
}

/// <summary>What the enrolment QR says: where to enrol and with which code.</summary>
/// <param name="Portal">The tenant's base address, without a path.</param>
/// <param name="Code">The normalised code.</param>
public sealed record EnrolmentLink(Uri Portal, string Code)
{
    private const string Prefix = "paylatch:enrol?";

    /// <summary>The QR's text: <c>paylatch:enrol?u=…&amp;c=…</c>.</summary>
    public override string ToString() =>
        $"{Prefix}u={Uri.EscapeDataString(Portal.GetLeftPart(UriPartial.Authority))}&c={Uri.EscapeDataString(Code)}";

    /// <summary>Reads a QR's text. False when it is not one of ours.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out EnrolmentLink? link)
    {
        link = null;
        if (text is not { Length: <= 1000 } || !text.StartsWith(Prefix, StringComparison.Ordinal)) return false;
        string? address = null, code = null;
        foreach (var pair in text[Prefix.Length..].Split('&'))
        {
            if (pair.StartsWith("u=", StringComparison.Ordinal) && address is null) address = Uri.UnescapeDataString(pair[2..]);
            else if (pair.StartsWith("c=", StringComparison.Ordinal) && code is null) code = Uri.UnescapeDataString(pair[2..]);
            else return false;
        }

        if (EnrolmentCode.Normalise(code) is not { } normal || TryPortal(address) is not { } portal) return false;
        link = new EnrolmentLink(portal, normal);
        return true;
    }

    /// <summary>The base address in a text; null unless it is http or https with nothing but a host and a port.</summary>
    public static Uri? TryPortal(string? address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
        && uri.UserInfo.Length == 0 && uri.PathAndQuery == "/" && uri.Fragment.Length == 0
            ? uri
            : null;
}
