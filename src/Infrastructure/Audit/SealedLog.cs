using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using Paylatch.Application.Audit;
using Paylatch.DeviceAgents.Protocol;
using Paylatch.Domain.Audit;
using Paylatch.Domain.Shared;
using Paylatch.Infrastructure.Persistence;
using Paylatch.Infrastructure.Shared;

namespace Paylatch.Infrastructure.Audit;

/// <summary>Reads seals, and rows as they are hashed, on the operation's connection.</summary>
internal sealed class SealedLog(Operation operation, KeyRing keys, SealHeads heads) : ISealedLog
{
    private const int WholeLogTimeout = 600;

    private const string Columns = "number, tenant_id, up_to_xid, next_xid, positions, row_hashes, previous_hash, hash, key_id, signature, sealed_at";

    private readonly Dictionary<string, VerifyingKey?> _keys = new(StringComparer.Ordinal);

    public async Task<IReadOnlyList<StoredSeal>> SealsAfter(long number, int limit, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand($"select {Columns} from seals where number > $1 order by number limit $2", operation.Connection)
        {
            Parameters = { new() { Value = number }, new() { Value = limit } },
        };
        await using var reader = await command.ExecuteReaderAsync(ct);
        var seals = new List<StoredSeal>();
        while (await reader.ReadAsync(ct)) seals.Add(One(reader));
        return seals;
    }

    public Task<SealAnchor?> NewestKnown(CancellationToken ct) => heads.Newest(operation.Tenant.Id, ct);

    public Task<IReadOnlyList<SealAnchor>> Noted(long after, long upTo, int limit, CancellationToken ct) =>
        heads.Noted(operation.Tenant.Id, after, upTo, limit, ct);

    public async Task<StoredSeal?> SealOf(Place row, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            $"select {Columns} from seals where up_to_xid >= $1 and $2 = any(positions) order by up_to_xid, number limit 1", operation.Connection)
        {
            Parameters = { new() { Value = row.Xid, NpgsqlDbType = NpgsqlDbType.Xid8 }, new() { Value = row.Position } },
        };
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? One(reader) : null;
    }

    public async IAsyncEnumerable<HashedRow> Rows(IReadOnlyList<long> positions, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var command = new NpgsqlCommand($"select {LogColumns.Texts} from events e where e.position = any($1)", operation.Connection)
        {
            Parameters = { new() { Value = positions.ToArray() } },
            CommandTimeout = WholeLogTimeout,
        };
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) yield return LogColumns.Hash(reader);
    }

    public async IAsyncEnumerable<Place> Places([EnumeratorCancellation] CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select xid, position from events", operation.Connection) { CommandTimeout = WholeLogTimeout };
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) yield return new Place(reader.GetFieldValue<ulong>(0), reader.GetInt64(1));
    }

    public async Task<bool> IsSigned(StoredSeal seal, CancellationToken ct) =>
        seal.Seal.Tenant == operation.Tenant.Id && await Key(seal.KeyId, ct) is { } key && SealSignature.IsBy(seal, key);

    public async Task<string?> PublicKey(string id, CancellationToken ct) =>
        await Key(id, ct) is { } key ? JsonSerializer.Serialize(key.Jwk, WireJson.Default.Jwk) : null;

    private async Task<VerifyingKey?> Key(string id, CancellationToken ct)
    {
        if (_keys.TryGetValue(id, out var known)) return known;
        try
        {
            return _keys[id] = await keys.Find(operation, KeyPurposes.Audit, id, ct);
        }
        catch (CryptographicException)
        {
            // A key that somebody without the master key put there signs nothing.
            return _keys[id] = null;
        }
    }

    private static StoredSeal One(NpgsqlDataReader row)
    {
        var seal = new Seal(
            new TenantId(row.GetGuid(1)), row.GetInt64(0), row.GetFieldValue<ulong>(2), row.GetFieldValue<ulong>(3),
            row.GetFieldValue<long[]>(4), row.GetFieldValue<byte[]>(5), row.GetFieldValue<byte[]>(6), row.GetFieldValue<DateTimeOffset>(10));
        return new StoredSeal(seal, row.GetFieldValue<byte[]>(7), row.GetString(8), row.GetString(9));
    }
}
