using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Devices;
using Paylatch.Domain.Devices.Events;
using Paylatch.Domain.Shared;
using Paylatch.Infrastructure.Outbox;
using Paylatch.Infrastructure.Persistence;

namespace Paylatch.Benchmarks;

/// <summary>
/// What two small use cases do, by hand: the same statements in the same transaction behind the same walls, on the same
/// pool of connections, without door, dependency injection and Entity Framework.
/// </summary>
internal sealed class ByHand(Regions regions, TenantInfo tenant)
{
    /// <summary>FetchOrders of a phone for which nothing waits.</summary>
    public async Task<bool> Read(Guid device, CancellationToken ct)
    {
        await using var connection = await regions.Of(tenant.Region).App.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using (var walls = Stage.Walls(connection, tenant)) await walls.ExecuteNonQueryAsync(ct);
        await using var command = new NpgsqlCommand("select exists (select 1 from device_status where device_id = $1 and live_order)", connection)
        {
            Parameters = { new() { Value = device } },
        };
        var waits = (bool)(await command.ExecuteScalarAsync(ct))!;
        await transaction.CommitAsync(ct);
        return waits;
    }

    /// <summary>RegisterDevice of a phone not entered before.</summary>
    public async Task<Guid> Write(string imei, CancellationToken ct)
    {
        var (id, now) = (Guid.CreateVersion7(), DateTime.UtcNow);
        await using var connection = await regions.Of(tenant.Region).App.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using (var walls = Stage.Walls(connection, tenant)) await walls.ExecuteNonQueryAsync(ct);
        await using (var hold = new NpgsqlCommand("select pg_advisory_xact_lock(hashtextextended(current_schema() || ':' || $1, 0))", connection) { Parameters = { new() { Value = "imei:" + imei } } })
            await hold.ExecuteNonQueryAsync(ct);
        await using (var known = new NpgsqlCommand("select * from devices where imei = $1 limit 2", connection) { Parameters = { new() { Value = imei } } })
            await known.ExecuteScalarAsync(ct);
        await using (var entry = new NpgsqlBatch(connection) { BatchCommands = { Device(id, imei, now), Status(id) } }) await entry.ExecuteNonQueryAsync(ct);
        await using (var log = new NpgsqlBatch(connection) { BatchCommands = { Event(id, now), Notice(id) } }) await log.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
        return id;
    }

    private static NpgsqlBatchCommand Device(Guid id, string imei, DateTime now) => new("""
        insert into devices (id, kind, model, imei, state, phase, state_since, last_counter, loan_version, version, created_at)
        values ($1, 'phone', 'Nokia C32', $2, 'awaiting_enrolment', 'confirmed', $3, 0, 0, 1, $3)
        """) { Parameters = { new() { Value = id }, new() { Value = imei }, new() { Value = now } } };

    private static NpgsqlBatchCommand Status(Guid id) => new("""
        insert into device_status (device_id, released, live_order, counter, rooted, tampered, session_counter, noted_flags)
        values ($1, false, false, 0, false, false, 0, 0)
        """) { Parameters = { new() { Value = id } } };

    private static NpgsqlBatchCommand Event(Guid id, DateTime now) => new("""
        insert into events (id, type, at, actor_role, actor_id, use_case, correlation_id, address, loan_id, device_id, customer_id, reason, refused, data)
        values ($1, 'DeviceRegistered', $2, 'agent', 'benchmark', 'RegisterDevice', 'benchmark', null, null, $3, null, null, false, $4)
        """)
    {
        Parameters =
        {
            new() { Value = Guid.CreateVersion7() }, new() { Value = now }, new() { Value = id },
            new() { Value = JsonSerializer.Serialize(new DeviceRegistered(new DeviceId(id), DeviceKind.Phone, "Nokia C32"), Json.Log), NpgsqlDbType = NpgsqlDbType.Jsonb },
        },
    };

    private NpgsqlBatchCommand Notice(Guid id) => new("select pg_notify($1, $2)")
    {
        Parameters =
        {
            new() { Value = Signal.Channel },
            new() { Value = JsonSerializer.Serialize(new Signal(tenant.Id, [new DeviceId(id)], [], false, false), Json.Log) },
        },
    };
}
