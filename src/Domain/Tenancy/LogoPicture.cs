using System.Security.Cryptography;
using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Tenancy;

/// <summary>
/// A logo: a PNG or WebP picture of at most 16 KB, known by its first bytes and not by what the sender says. SVG is not
/// taken, since it can carry scripts.
/// </summary>
public sealed record LogoPicture
{
    /// <summary>The most bytes a logo may have: it is on every page of customers, which are to stay under 50 KB with all they need.</summary>
    public const int MostBytes = 16 * 1024;

    private LogoPicture(ReadOnlyMemory<byte> bytes, string mediaType) => (Bytes, MediaType) = (bytes, mediaType);

    /// <summary>The picture.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary><c>image/png</c> or <c>image/webp</c>.</summary>
    public string MediaType { get; }

    /// <summary>Its address on the tenant's host: named after its content, so that it may be cached for ever.</summary>
    public string Path => $"/branding/logo/{Convert.ToHexStringLower(SHA256.HashData(Bytes.Span))[..16]}";

    /// <summary>Takes a picture in.</summary>
    /// <exception cref="Refusal"><c>tenancy.logo_too_large</c>, <c>tenancy.logo_type</c></exception>
    public static LogoPicture Of(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length > MostBytes) throw TenancyRefusals.LogoTooLarge();
        return TypeOf(bytes.Span) is { } type ? new LogoPicture(bytes, type) : throw TenancyRefusals.LogoType();
    }

    private static string? TypeOf(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 16) return null;
        if (bytes.StartsWith(PngSignature)) return "image/png";
        return bytes.StartsWith("RIFF"u8) && bytes[8..12].SequenceEqual("WEBP"u8) ? "image/webp" : null;
    }

    private static ReadOnlySpan<byte> PngSignature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];
}
