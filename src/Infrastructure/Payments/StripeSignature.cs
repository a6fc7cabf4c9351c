using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Paylatch.Application.Payments;
using Paylatch.Domain.Shared;

namespace Paylatch.Infrastructure.Payments;

/// <summary>
/// Checks Stripe's <c>Stripe-Signature: t=…,v1=…</c>: an HMAC-SHA256 over <c>t.body</c> under the endpoint's secret.
/// Only the scheme <c>v1</c> counts; several may stand there while a secret is being rolled, and one that fits is enough.
/// </summary>
public static class StripeSignature
{
    /// <summary>How far the signing time may be from now, before or after.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(300);

    private const int LongestHeader = 4096;

    /// <summary>Returns when the signature fits and is fresh.</summary>
    /// <param name="body">The body exactly as received.</param>
    /// <param name="header">The header's value; null when it was missing.</param>
    /// <param name="secret">The endpoint's secret, <c>whsec_…</c>. An empty one fits nothing, since anyone could sign with it.</param>
    /// <param name="now">The real present.</param>
    /// <exception cref="Refusal"><c>payments.webhook_signature</c>, <c>payments.webhook_stale</c></exception>
    public static void Verify(ReadOnlySpan<byte> body, string? header, string secret, DateTimeOffset now)
    {
        if (string.IsNullOrWhiteSpace(header) || header.Length > LongestHeader || string.IsNullOrWhiteSpace(secret))
            throw ProviderRefusals.WebhookSignature();

        var signedAt = SignedAt(header);
        Span<byte> expected = stackalloc byte[SHA256.HashSizeInBytes];
        Sign(body, signedAt, secret, expected);
        if (!AnyFits(header, expected)) throw ProviderRefusals.WebhookSignature();

        // Freshness is told only to somebody who proved to hold the secret.
        var age = now.ToUnixTimeSeconds() - long.Parse(signedAt, CultureInfo.InvariantCulture);
        if (Math.Abs(age) > (long)Tolerance.TotalSeconds) throw ProviderRefusals.WebhookStale();
    }

    // The time as written: it is part of what was signed, so it is not normalised.
    private static ReadOnlySpan<char> SignedAt(ReadOnlySpan<char> header)
    {
        ReadOnlySpan<char> found = default;
        foreach (var range in header.Split(','))
        {
            var part = header[range].Trim();
            if (!part.StartsWith("t=")) continue;
            if (!found.IsEmpty) throw ProviderRefusals.WebhookSignature();
            found = part[2..];
        }
        // Twelve digits reach the year 33658 and cannot overflow the arithmetic on them.
        if (found.IsEmpty || found.Length > 12 || found.ContainsAnyExceptInRange('0', '9'))
            throw ProviderRefusals.WebhookSignature();
        return found;
    }

    private static void Sign(ReadOnlySpan<byte> body, ReadOnlySpan<char> signedAt, string secret, Span<byte> into)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret));
        Span<byte> prefix = stackalloc byte[signedAt.Length + 1];
        Encoding.ASCII.GetBytes(signedAt, prefix);
        prefix[^1] = (byte)'.';
        hmac.AppendData(prefix);
        hmac.AppendData(body);
        hmac.GetHashAndReset(into);
    }

    private static bool AnyFits(ReadOnlySpan<char> header, ReadOnlySpan<byte> expected)
    {
        var fits = false;
        Span<byte> given = stackalloc byte[SHA256.HashSizeInBytes];
        foreach (var range in header.Split(','))
        {
            var part = header[range].Trim();
            if (!part.StartsWith("v1=") || part.Length != 3 + 2 * SHA256.HashSizeInBytes) continue;
            if (Convert.FromHexString(part[3..], given, out _, out _) != System.Buffers.OperationStatus.Done) continue;
            fits |= CryptographicOperations.FixedTimeEquals(given, expected);
        }
        return fits;
    }
}
