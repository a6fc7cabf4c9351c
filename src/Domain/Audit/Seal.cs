using System.Buffers.Binary;
using System.Security.Cryptography;
using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Audit;

/// <summary>
/// A closed range of a tenant's log: the hash of every row in it, chained to the seal before. Whoever knows one seal's
/// hash can tell whether any row up to it was changed, removed or slipped in.
/// </summary>
/// <param name="Tenant">Whose log.</param>
/// <param name="Number">1, 2, 3… without gaps.</param>
/// <param name="UpToXid">The transaction of the last row.</param>
/// <param name="NextXid">The first transaction number not given out yet when the seal was made.</param>
/// <param name="Positions">The rows' positions, in the log's order (transaction, position).</param>
/// <param name="RowHashes">One <see cref="LogRow"/> hash for each position, one after the other.</param>
/// <param name="PreviousHash">The hash of the seal before; zeros for the first.</param>
/// <param name="SealedAt">When, to the microsecond.</param>
public sealed record Seal(
    TenantId Tenant, long Number, ulong UpToXid, ulong NextXid, IReadOnlyList<long> Positions,
    ReadOnlyMemory<byte> RowHashes, ReadOnlyMemory<byte> PreviousHash, DateTimeOffset SealedAt)
{
    /// <summary>What the first seal stands on.</summary>
    public static readonly ReadOnlyMemory<byte> Nothing = new byte[LogRow.HashSize];

    private static readonly byte[] Domain = "paylatch-log-seal-1"u8.ToArray();

    /// <summary>True when there is one hash for each position.</summary>
    public bool IsWhole => RowHashes.Length == Positions.Count * LogRow.HashSize && Positions.Count > 0;

    /// <summary>The hash of the row at an index of <see cref="Positions"/>.</summary>
    public ReadOnlySpan<byte> RowHash(int index) => RowHashes.Span.Slice(index * LogRow.HashSize, LogRow.HashSize);

    /// <summary>
    /// SHA-256 over: "paylatch-log-seal-1", previous hash (32 bytes), tenant (16, big-endian), then as 8 bytes big-endian
    /// each number, up-to-xid, next-xid, sealed-at (microseconds since 1970) and the number of rows, every position (8),
    /// and every row hash (32).
    /// </summary>
    public byte[] Hash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Domain);
        hash.AppendData(PreviousHash.Span);
        hash.AppendData(Tenant.Value.ToByteArray(bigEndian: true));
        Add(hash, Number);
        Add(hash, unchecked((long)UpToXid));
        Add(hash, unchecked((long)NextXid));
        Add(hash, Microseconds(SealedAt));
        Add(hash, Positions.Count);
        foreach (var position in Positions) Add(hash, position);
        hash.AppendData(RowHashes.Span);
        return hash.GetHashAndReset();
    }

    /// <summary>Whole microseconds since 1970, as PostgreSQL keeps time.</summary>
    public static long Microseconds(DateTimeOffset at) => (at.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    private static void Add(IncrementalHash hash, long number)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, number);
        hash.AppendData(bytes);
    }
}
