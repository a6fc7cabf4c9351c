using Paylatch.Domain.Audit;

namespace Paylatch.Application.Audit;

/// <summary>A seal with its proof, as stored.</summary>
/// <param name="Seal">What was sealed.</param>
/// <param name="Hash">The stored hash; right when it equals <see cref="Seal.Hash"/>.</param>
/// <param name="KeyId">The RFC 7638 thumbprint of the key that signed it.</param>
/// <param name="Signature">The signature, a compact JWS (ES256).</param>
public sealed record StoredSeal(Seal Seal, ReadOnlyMemory<byte> Hash, string KeyId, string Signature);

/// <summary>A row as it is in the log now.</summary>
/// <param name="Position">Where it stands.</param>
/// <param name="Xid">The transaction that wrote it.</param>
/// <param name="Hash">Its <see cref="LogRow"/> hash now.</param>
public sealed record HashedRow(long Position, ulong Xid, ReadOnlyMemory<byte> Hash);

/// <summary>Where a row stands: the log's order is by transaction, then position.</summary>
/// <param name="Xid">The transaction.</param>
/// <param name="Position">The position.</param>
public readonly record struct Place(ulong Xid, long Position) : IComparable<Place>
{
    /// <inheritdoc/>
    public int CompareTo(Place other) => Xid != other.Xid ? Xid.CompareTo(other.Xid) : Position.CompareTo(other.Position);

    /// <summary>Stands before.</summary>
    public static bool operator <(Place left, Place right) => left.CompareTo(right) < 0;

    /// <summary>Stands behind.</summary>
    public static bool operator >(Place left, Place right) => left.CompareTo(right) > 0;

    /// <summary>Stands before, or is the same.</summary>
    public static bool operator <=(Place left, Place right) => left.CompareTo(right) <= 0;

    /// <summary>Stands behind, or is the same.</summary>
    public static bool operator >=(Place left, Place right) => left.CompareTo(right) >= 0;
}

/// <summary>The window on the log's seals.</summary>
public interface ISealedLog
{
    /// <summary>Seals after a number, in order.</summary>
    Task<IReadOnlyList<StoredSeal>> SealsAfter(long number, int limit, CancellationToken ct);

    /// <summary>The newest seal of this log that is known outside of it; null when none is. It was stored before it became known.</summary>
    Task<SealAnchor?> NewestKnown(CancellationToken ct);

    /// <summary>Seals of this log that were noted outside of it, after one number and up to another, in order.</summary>
    Task<IReadOnlyList<SealAnchor>> Noted(long after, long upTo, int limit, CancellationToken ct);

    /// <summary>The seal that holds a row; null when it is not sealed yet.</summary>
    Task<StoredSeal?> SealOf(Place row, CancellationToken ct);

    /// <summary>The rows at these positions as they are now; missing ones are left out.</summary>
    IAsyncEnumerable<HashedRow> Rows(IReadOnlyList<long> positions, CancellationToken ct);

    /// <summary>Where every row of the log stands.</summary>
    IAsyncEnumerable<Place> Places(CancellationToken ct);

    /// <summary>True when the seal's signature is by a key of this tenant and over exactly this seal.</summary>
    Task<bool> IsSigned(StoredSeal seal, CancellationToken ct);

    /// <summary>A public key of this log as JWK text, by its thumbprint; null when it is not one.</summary>
    Task<string?> PublicKey(string id, CancellationToken ct);
}
