using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using Paylatch.DeviceAgents.Protocol;
using Paylatch.Domain.Shared;
using Paylatch.Infrastructure.Persistence;

namespace Paylatch.Infrastructure.Shared;

/// <summary>What signing keys are for; one live key for each purpose of a tenant.</summary>
public static class KeyPurposes
{
    /// <summary>Commands, leases and credentials of devices.</summary>
    public const string DeviceCommands = "device-commands";

    /// <summary>Seals of the log.</summary>
    public const string Audit = "audit";
}

/// <summary>
/// The ES256 signing keys of each tenant, one live key for each purpose. A key is made when it is first needed, inside
/// the operation that needs it; its name is its RFC 7638 thumbprint. The private part rests sealed by the
/// <see cref="Vault"/> for this tenant and purpose, so a key put into the table by somebody without the master key is
/// found out. What is in memory is looked up again after a minute, so a retired key stops signing on every node.
/// </summary>
public sealed class KeyRing(Vault vault, TimeProvider time)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<(TenantId, string), (SigningKey Key, long At)> _signers = new();

    // Never forgotten: a thumbprint names one key for ever.
    private readonly ConcurrentDictionary<(TenantId, string, string), SigningKey> _opened = new();

    /// <summary>The live key of a purpose, made now when there is none.</summary>
    public ValueTask<SigningKey> Signer(Operation operation, string purpose, CancellationToken ct) =>
        Signer(operation.Connection, operation.Tenant.Id, purpose, ct);

    /// <summary>The same, for work that does not pass the door. The connection must be inside a transaction behind the tenant's walls.</summary>
    public async ValueTask<SigningKey> Signer(NpgsqlConnection connection, TenantId tenant, string purpose, CancellationToken ct)
    {
        if (Remembered(tenant, purpose) is { } known) return known;
        var live = await ReadLive(connection, tenant, purpose, ct);
        if (live is null)
        {
            await Make(connection, tenant, purpose, ct);
            live = await ReadLive(connection, tenant, purpose, ct)
                ?? throw new InvalidOperationException($"The key for {purpose} was retired while it was being made.");
        }

        // A key this very transaction made may still be rolled back: it is remembered from the next one on.
        if (live.Value.Committed) _signers[(tenant, purpose)] = (live.Value.Key, time.GetTimestamp());
        return live.Value.Key;
    }

    /// <summary>The live key if this process has used it within the last minute: for hot paths that hold no connection.</summary>
    public SigningKey? Remembered(TenantId tenant, string purpose) =>
        _signers.TryGetValue((tenant, purpose), out var known) && time.GetElapsedTime(known.At) < Fresh ? known.Key : null;

    /// <summary>The public keys of a purpose, the live one first, then the retired ones, newest first. Empty when none was needed yet.</summary>
    public async Task<IReadOnlyList<VerifyingKey>> PublicKeys(Operation operation, string purpose, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            "select id, purpose, sealed_private, public_jwk::text from keys where purpose = $1 order by retired_at desc nulls first, created_at desc limit 1000",
            operation.Connection) { Parameters = { new() { Value = purpose } } };
        await using var reader = await command.ExecuteReaderAsync(ct);
        var keys = new List<VerifyingKey>();
        while (await reader.ReadAsync(ct)) keys.Add(Open(operation.Tenant.Id, reader).Public);
        return keys;
    }

    /// <summary>One public key by its name, live or retired; null when there is none.</summary>
    /// <exception cref="CryptographicException">The row is not what this portal stored: it was put there or changed by somebody else.</exception>
    public async Task<VerifyingKey?> Find(Operation operation, string purpose, string id, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            "select id, purpose, sealed_private, public_jwk::text from keys where purpose = $1 and id = $2", operation.Connection)
        {
            Parameters = { new() { Value = purpose }, new() { Value = id } },
        };
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? Open(operation.Tenant.Id, reader).Public : null;
    }

    private async Task<(SigningKey Key, bool Committed)?> ReadLive(NpgsqlConnection connection, TenantId tenant, string purpose, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("""
            select id, purpose, sealed_private, public_jwk::text, xmin is distinct from pg_current_xact_id_if_assigned()::xid
            from keys where purpose = $1 and retired_at is null
            """, connection) { Parameters = { new() { Value = purpose } } };
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? (Open(tenant, reader), reader.GetBoolean(4)) : null;
    }

    // When two operations make it at once, the second waits at the unique index for the first to end, and then reads its key.
    private async Task Make(NpgsqlConnection connection, TenantId tenant, string purpose, CancellationToken ct)
    {
        var key = SigningKey.New();
        await using var command = new NpgsqlCommand("""
            insert into keys (id, purpose, public_jwk, sealed_private) values ($1, $2, $3, $4)
            on conflict (purpose) where retired_at is null do nothing
            """, connection)
        {
            Parameters =
            {
                new() { Value = key.Kid },
                new() { Value = purpose },
                new() { Value = JsonSerializer.Serialize(key.Public.Jwk, WireJson.Default.Jwk), NpgsqlDbType = NpgsqlDbType.Jsonb },
                new() { Value = vault.Seal(Encoding.ASCII.GetBytes(key.ToPem()), SealedFor(tenant, purpose)) },
            },
        };
        await command.ExecuteNonQueryAsync(ct);
    }

    private SigningKey Open(TenantId tenant, NpgsqlDataReader row)
    {
        var (id, purpose) = (row.GetString(0), row.GetString(1));
        var shown = row.IsDBNull(3) ? null : JsonSerializer.Deserialize(row.GetString(3), WireJson.Default.Jwk);
        if (!_opened.TryGetValue((tenant, purpose, id), out var key))
        {
            var pem = vault.Open(row.GetFieldValue<byte[]>(2), SealedFor(tenant, purpose));
            key = SigningKey.FromPem(Encoding.ASCII.GetString(pem));
            CryptographicOperations.ZeroMemory(pem);
            if (key.Kid != id) throw new CryptographicException($"Key {id} does not carry its own name.");
            _opened[(tenant, purpose, id)] = key;
        }

        return shown == key.Public.Jwk ? key : throw new CryptographicException($"The public part of key {id} was changed.");
    }

    private static string SealedFor(TenantId tenant, string purpose) => $"signing-key:{purpose}:{tenant}";
}
