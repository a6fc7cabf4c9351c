using Microsoft.Extensions.Logging;
using Npgsql;
using NpgsqlTypes;
using Paylatch.Application.Tenancy;
using Paylatch.DeviceAgents.Protocol;
using Paylatch.Domain.Devices;
using Paylatch.Domain.Shared;
using Paylatch.Infrastructure.Persistence;
using Paylatch.Infrastructure.Shared;

namespace Paylatch.Infrastructure.Devices;

/// <summary>A heartbeat that waits to be stored.</summary>
internal sealed class WaitingHeartbeat(TenantInfo tenant, DeviceId device, Heartbeat heartbeat)
{
    private readonly TaskCompletionSource<StoredHeartbeat> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TenantInfo Tenant { get; } = tenant;

    public DeviceId Device { get; } = device;

    public Heartbeat Heartbeat { get; } = heartbeat;

    public Task<StoredHeartbeat> Answer => _answer.Task;

    public void Store(StoredHeartbeat stored) => _answer.TrySetResult(stored);

    public void Refuse(Refusal why, DateTimeOffset at) => _answer.TrySetResult(new StoredHeartbeat(why, at, null, false, false, false, null));
}

/// <summary>What the batch knows of a device after its heartbeat was stored.</summary>
internal sealed record StoredHeartbeat(
    Refusal? Refusal, DateTimeOffset At, DateTimeOffset? PaidUntil, bool Released, bool LiveOrder, bool ShowsSomethingNew, SigningKey? Key);

/// <summary>
/// Writes a batch of one tenant's heartbeats in one transaction behind the tenant's walls. A counter that does
/// not rise changes nothing; the first SIM heard is the bound one.
/// </summary>
public sealed class HeartbeatBatch(Regions regions, KeyRing keys, TimeProvider time, ILogger<HeartbeatBatch> log)
{
    // Shows something new: a state that is not the confirmed one (while an order waits it tells nothing new), a strange SIM
    // or a flag that is not in the log yet. Compared with what was noted, not with the heartbeat before: a node that dies
    // in between loses nothing.
    private const string Sql = """
        with clock as (select $9::timestamptz + coalesce((select moved from sandbox_clock where $11), interval '0') as now),
        fresh as (
            select f.*, clock.now
            from unnest($1::uuid[], $2::bigint[], $3::timestamptz[], $4::text[], $5::smallint[], $6::text[], $7::smallint[], $8::text[])
                as f (device_id, counter, device_at, state, battery, sim, flags, agent_version), clock
            where f.device_at between clock.now - $10::interval and clock.now + $10::interval),
        heard as (
            update device_status s set
                counter = f.counter, last_seen_at = f.now, reported_state = f.state, battery = f.battery, sim = f.sim,
                bound_sim = coalesce(s.bound_sim, f.sim), rooted = f.flags & 1 <> 0, tampered = f.flags & 2 <> 0,
                agent_version = coalesce(f.agent_version, s.agent_version), noted_flags = s.noted_flags & f.flags,
                noted_sim = case when f.sim is null or f.sim = coalesce(s.bound_sim, f.sim) then null else s.noted_sim end
            from fresh f where f.device_id = s.device_id and f.counter > s.counter
            returning s.device_id, s.paid_until, s.released, s.live_order, s.reported_state, f.flags & ~s.noted_flags <> 0
                or (s.sim <> s.bound_sim and s.sim is distinct from s.noted_sim) as strange),
        kept as (
            insert into heartbeats (device_id, counter, received_at, device_at, state, battery, sim, flags)
            select f.device_id, f.counter, f.now, f.device_at, f.state, f.battery, f.sim, f.flags
            from fresh f join heard h on h.device_id = f.device_id)
        select h.device_id, h.paid_until, h.released, h.live_order,
               coalesce(h.strange, false) or (not h.live_order and (d.state <> h.reported_state or d.phase <> 'confirmed'))
        from heard h join devices d on d.id = h.device_id
        """;

    /// <summary>Writes the batch and answers everyone in it.</summary>
    internal async Task Write(List<WaitingHeartbeat> batch, CancellationToken ct)
    {
        if (batch.Count == 0) return;
        try
        {
            await Resilience.Retry(() => Attempt(batch, ct), ct);
        }
        catch (Refusal unavailable)
        {
            foreach (var waiting in batch) waiting.Refuse(unavailable, default);
        }
        catch (Exception trouble) when (trouble is not OperationCanceledException)
        {
            // A bug, or data the database will not take: those who wait must not wait for ever, and the loop goes on.
            log.LogError(trouble, "A batch of {Count} heartbeats could not be written", batch.Count);
            var no = new Refusal("platform.unavailable", "The service is briefly unavailable. Try again in a moment.", RefusalKind.Unavailable);
            foreach (var waiting in batch) waiting.Refuse(no, default);
        }
        finally
        {
            foreach (var waiting in batch) waiting.Refuse(DevicesRefusals.Overloaded(), default);
        }
    }

    private async Task<bool> Attempt(List<WaitingHeartbeat> batch, CancellationToken ct)
    {
        var tenant = batch[0].Tenant;
        await using var lent = await regions.Of(tenant.Region).Tenants.Take(tenant.Id, ct);
        var connection = lent.Connection;
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var (now, stored) = await Store(connection, tenant, [.. batch.OrderBy(w => w.Device.Value)], ct);
        var key = keys.Remembered(tenant.Id, KeyPurposes.DeviceCommands) ?? await keys.Signer(connection, tenant.Id, KeyPurposes.DeviceCommands, ct);
        await Resilience.Commit(transaction, ct);

        // Only now, when it is durable.
        foreach (var waiting in batch)
        {
            if (stored.TryGetValue(waiting.Device, out var answer)) waiting.Store(answer with { Key = key });
            else waiting.Refuse(Heartbeat.IsNear(waiting.Heartbeat.At, now) ? DevicesRefusals.Replayed() : DevicesRefusals.ClockSkew(), now);
        }

        return true;
    }

    // Walls, clock and statement in one round trip.
    private async Task<(DateTimeOffset Now, Dictionary<DeviceId, StoredHeartbeat> Stored)> Store(
        NpgsqlConnection connection, TenantInfo tenant, List<WaitingHeartbeat> waiting, CancellationToken ct)
    {
        var at = time.GetUtcNow();
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(Behind.Set(tenant));
        batch.BatchCommands.Add(new("select coalesce((select moved from sandbox_clock where $1), interval '0')") { Parameters = { new() { Value = tenant.Sandbox } } });
        batch.BatchCommands.Add(Write(waiting, at, tenant));
        await using var reader = await batch.ExecuteReaderAsync(ct);
        await reader.NextResultAsync(ct);
        await reader.ReadAsync(ct);
        var now = at + reader.GetTimeSpan(0);
        await reader.NextResultAsync(ct);
        var stored = new Dictionary<DeviceId, StoredHeartbeat>(waiting.Count);
        while (await reader.ReadAsync(ct))
        {
            DateTimeOffset? paidUntil = reader.IsDBNull(1) ? null : reader.GetFieldValue<DateTimeOffset>(1);
            stored[new DeviceId(reader.GetGuid(0))] = new StoredHeartbeat(
                null, now, paidUntil, reader.GetBoolean(2), reader.GetBoolean(3), reader.GetBoolean(4), null);
        }

        return (now, stored);
    }

    private static NpgsqlBatchCommand Write(List<WaitingHeartbeat> waiting, DateTimeOffset at, TenantInfo tenant)
    {
        var beats = waiting.ConvertAll(w => w.Heartbeat);
        return new NpgsqlBatchCommand(Sql)
        {
            Parameters =
            {
                new() { Value = waiting.Select(w => w.Device.Value).ToArray() },
                new() { Value = beats.Select(b => b.Counter).ToArray() },
                new() { Value = beats.Select(b => b.At.ToUniversalTime()).ToArray() },
                new() { Value = beats.Select(b => Words.Of(b.State)).ToArray() },
                new() { Value = beats.Select(b => b.Battery).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Smallint },
                new() { Value = beats.Select(b => b.Sim).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text },
                new() { Value = beats.Select(b => b.Flags).ToArray() },
                new() { Value = beats.Select(b => b.AgentVersion).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text },
                new() { Value = at },
                new() { Value = Heartbeat.ClockTolerance },
                new() { Value = tenant.Sandbox },
            },
        };
    }
}
