using System.Globalization;
using Npgsql;
using NpgsqlTypes;
using Paylatch.Application.Audit;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Domain.Audit;
using Paylatch.Infrastructure.Persistence;
using Paylatch.Infrastructure.Shared;

namespace Paylatch.Infrastructure.Audit;

/// <summary>What one run of the sealer did.</summary>
/// <param name="Number">The new seal's number; null when there was nothing to seal or another node is at it.</param>
/// <param name="Hash">The new seal's hash, hexadecimal.</param>
/// <param name="Rows">How many rows it holds.</param>
/// <param name="More">True when there may be more to seal at once.</param>
/// <param name="Cut">True when the log's end is not what it was: nothing was sealed, so that nothing false is signed.</param>
public sealed record SealOutcome(long? Number, string? Hash, int Rows, bool More, bool Cut = false);

/// <summary>
/// Closes the next rows of the log into a seal. Only rows of transactions below <c>pg_snapshot_xmin</c> are taken: all
/// that will ever be below it has committed, so that no row can turn up later in a range that is closed.
/// </summary>
[Allow(Permission.System)]
public sealed class SealLog(Operation operation, KeyRing keys)
{
    /// <summary>The most rows of one seal.</summary>
    public const int Batch = 1_000;

    /// <summary>Makes at most one seal. When two do it at once, one of them does nothing.</summary>
    /// <param name="known">A seal known from outside the log, which must still be there; null when none is.</param>
    /// <param name="ct">Stops it.</param>
    public async Task<SealOutcome> Handle(SealAnchor? known, CancellationToken ct)
    {
        if (!await TakeTurn(ct)) return new(null, null, 0, false);
        if (known is not null && !await Holds(known, ct)) return new(null, null, 0, false, Cut: true);
        var (last, hash) = await Last(ct);
        var rows = await Next(last, ct);
        if (rows.Hashed.Count == 0) return new(null, null, 0, false);

        var seal = new Seal(
            operation.Tenant.Id, (last?.Number ?? 0) + 1, rows.Hashed[^1].Xid, rows.NextXid, [.. rows.Hashed.Select(r => r.Position)],
            Join(rows.Hashed), hash, rows.Now);
        var sealHash = seal.Hash();
        var key = await keys.Signer(operation, KeyPurposes.Audit, ct);
        await Store(seal, sealHash, key.Kid, SealSignature.Sign(seal, sealHash, key), ct);
        return new(seal.Number, Convert.ToHexStringLower(sealHash), rows.Hashed.Count, rows.Hashed.Count == Batch);
    }

    // Released when the transaction ends, so a node that dies does not hold the others up.
    private async Task<bool> TakeTurn(CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select pg_try_advisory_xact_lock(hashtext('paylatch:seal'), hashtext($1))", operation.Connection)
        {
            Parameters = { new() { Value = operation.Tenant.Id.ToString() } },
        };
        return (bool)(await command.ExecuteScalarAsync(ct))!;
    }

    private async Task<bool> Holds(SealAnchor known, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select exists (select from seals where number = $1 and hash = $2)", operation.Connection)
        {
            Parameters = { new() { Value = known.Number }, new() { Value = Convert.FromHexString(known.Hash) } },
        };
        return (bool)(await command.ExecuteScalarAsync(ct))!;
    }

    private async Task<((long Number, ulong Xid, long Position)? Last, byte[] Hash)> Last(CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            "select number, up_to_xid, positions[array_upper(positions, 1)], hash from seals order by number desc limit 1", operation.Connection);
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct)
            ? ((reader.GetInt64(0), reader.GetFieldValue<ulong>(1), reader.GetInt64(2)), reader.GetFieldValue<byte[]>(3))
            : (null, Seal.Nothing.ToArray());
    }

    private async Task<(List<HashedRow> Hashed, ulong NextXid, DateTimeOffset Now)> Next((long Number, ulong Xid, long Position)? last, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand($"""
            select pg_snapshot_xmax(pg_current_snapshot()), clock_timestamp(), {LogColumns.Texts}
            from events e
            where (e.xid, e.position) > ($1, $2) and e.xid < pg_snapshot_xmin(pg_current_snapshot())
            order by e.xid, e.position limit $3
            """, operation.Connection)
        {
            Parameters =
            {
                new() { Value = last?.Xid ?? 0UL, NpgsqlDbType = NpgsqlDbType.Xid8 },
                new() { Value = last?.Position ?? long.MinValue },
                new() { Value = Batch },
            },
        };
        await using var reader = await command.ExecuteReaderAsync(ct);
        var rows = new List<HashedRow>();
        var (next, now) = (0UL, default(DateTimeOffset));
        while (await reader.ReadAsync(ct))
        {
            (next, now) = (reader.GetFieldValue<ulong>(0), reader.GetFieldValue<DateTimeOffset>(1));
            rows.Add(LogColumns.Hash(reader, 2));
        }

        return (rows, next, now);
    }

    private async Task Store(Seal seal, byte[] hash, string keyId, string signature, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("""
            insert into seals (number, up_to_xid, next_xid, positions, row_hashes, previous_hash, hash, key_id, signature, sealed_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            """, operation.Connection)
        {
            Parameters =
            {
                new() { Value = seal.Number },
                new() { Value = seal.UpToXid, NpgsqlDbType = NpgsqlDbType.Xid8 },
                new() { Value = seal.NextXid, NpgsqlDbType = NpgsqlDbType.Xid8 },
                new() { Value = seal.Positions.ToArray() },
                new() { Value = seal.RowHashes.ToArray() },
                new() { Value = seal.PreviousHash.ToArray() },
                new() { Value = hash },
                new() { Value = keyId },
                new() { Value = signature },
                new() { Value = seal.SealedAt.UtcDateTime },
            },
        };
        await command.ExecuteNonQueryAsync(ct);
    }

    private static byte[] Join(List<HashedRow> rows)
    {
        var joined = new byte[rows.Count * LogRow.HashSize];
        for (var i = 0; i < rows.Count; i++) rows[i].Hash.Span.CopyTo(joined.AsSpan(i * LogRow.HashSize));
        return joined;
    }
}
