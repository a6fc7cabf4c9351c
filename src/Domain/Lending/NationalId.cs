using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Lending;

/// <summary>
/// A national id as it is kept: sealed under the tenant's key, a keyed hash of it to find duplicates, and its last
/// characters as a hint. Sealing happens outside; the plain text never enters an entity.
/// </summary>
/// <param name="Sealed">The encrypted id.</param>
/// <param name="Index">The keyed hash of the normalised id.</param>
/// <param name="Hint">What <see cref="HintOf"/> gave.</param>
public sealed record NationalId(ReadOnlyMemory<byte> Sealed, ReadOnlyMemory<byte> Index, string Hint)
{
    /// <summary>Upper case without spaces, hyphens, dots and slashes: one form for one id, to seal and to hash.</summary>
    /// <exception cref="Refusal"><c>lending.national_id_invalid</c></exception>
    public static string Normalize(string? text)
    {
        var kept = string.Concat((text ?? "").Where(c => !char.IsWhiteSpace(c) && c is not ('-' or '.' or '/'))).ToUpperInvariant();
        return kept.Length is >= 4 and <= 32 && kept.All(char.IsLetterOrDigit) ? kept : throw LendingRefusals.NationalIdInvalid();
    }

    /// <summary>The last characters of a normalised id: a quarter of it, four at most.</summary>
    public static string HintOf(string normalized) => normalized[^Math.Clamp(normalized.Length / 4, 1, 4)..];
}
