using Npgsql;
using NpgsqlTypes;
using Paylatch.Application.Audit;
using Paylatch.Domain.Shared;
using Paylatch.Infrastructure.Persistence;

namespace Paylatch.Infrastructure.Audit;

/// <summary>
/// Reads the log in plain SQL: a page of rows first, then the names of what they are about, so that the joins touch no
/// more than the page. The platform's own schema has neither loans nor devices nor customers.
/// </summary>
internal sealed class AuditLog(Operation operation) : IAuditLog
{
    private const string NoNames = "null::text, null::text, null::text, null::text, null::text";

    private const string Named =
        "k.name, l.number, d.model || coalesce(' · ' || coalesce(d.imei, d.serial), ''), c.name, a.model || coalesce(' · ' || coalesce(a.imei, a.serial), '')";

    private const string Joins = """
        left join api_keys k on k.id = case when p.actor_role = 'api_key' and p.actor_id ~ '^[0-9a-f-]{36}$' then p.actor_id::uuid end
        left join devices a on a.id = case when p.actor_role = 'device' and p.actor_id ~ '^[0-9a-f-]{36}$' then p.actor_id::uuid end
        left join loans l on l.id = p.loan_id
        left join devices d on d.id = p.device_id
        left join customers c on c.id = p.customer_id
        """;

    public async Task<IReadOnlyList<LogLine>> Lines(LogFilter filter, LogSlice slice, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand { Connection = operation.Connection };
        var where = new LogWhere(command.Parameters, operation.Tenant.IsPlatform).Of(filter);
        if (slice.Before is { } before) where += $" and e.position < {Add(command, before)}";
        if (slice.After is { } after) where += $" and e.position > {Add(command, after)}";
        return await Read(command, where, slice.After is null ? "desc" : "asc", slice.Limit, ct);
    }

    public async Task<LogLine?> One(EventId id, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand { Connection = operation.Connection };
        return await Read(command, $"e.id = {Add(command, id.Value)}", "desc", 1, ct) is [var line] ? line : null;
    }

    public async Task<int> Count(LogFilter filter, int most, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand { Connection = operation.Connection };
        var where = new LogWhere(command.Parameters, operation.Tenant.IsPlatform).Of(filter);
        command.CommandText = $"select count(*)::int from (select from events e where {where} limit {Add(command, most)}) as matching";
        return (int)(await command.ExecuteScalarAsync(ct))!;
    }

    private async Task<IReadOnlyList<LogLine>> Read(NpgsqlCommand command, string where, string order, int limit, CancellationToken ct)
    {
        var platform = operation.Tenant.IsPlatform;
        command.CommandText = $"""
            select p.position, p.xid, p.id, p.type, p.at, p.recorded_at, p.actor_role, p.actor_id, p.use_case, p.correlation_id,
                   p.address, p.loan_id, p.device_id, p.customer_id, p.reason, p.refused, p.data::text, u.display_name, {(platform ? NoNames : Named)}
            from (select * from events e where {where} order by e.position {order} limit {Add(command, limit)}) p
            left join users u on u.id = case when p.actor_id ~ '^[0-9a-f-]{"{36}"}$' then p.actor_id::uuid end
            {(platform ? "" : Joins)}
            order by p.position {order}
            """;
        await using var reader = await command.ExecuteReaderAsync(ct);
        var lines = new List<LogLine>();
        while (await reader.ReadAsync(ct)) lines.Add(One(reader));
        return lines;
    }

    private static LogLine One(NpgsqlDataReader row) => new()
    {
        Place = new Place(row.GetFieldValue<ulong>(1), row.GetInt64(0)),
        Id = new EventId(row.GetGuid(2)),
        Type = row.GetString(3),
        At = row.GetFieldValue<DateTimeOffset>(4),
        RecordedAt = row.GetFieldValue<DateTimeOffset>(5),
        ActorRole = row.GetString(6),
        ActorId = row.GetString(7),
        ActorName = Text(row, 17) ?? Text(row, 18) ?? Text(row, 22),
        UseCase = row.GetString(8),
        CorrelationId = row.GetString(9),
        Address = Text(row, 10),
        Loan = Id(row, 11) is { } loan ? new LoanId(loan) : null,
        LoanNumber = Text(row, 19),
        Device = Id(row, 12) is { } device ? new DeviceId(device) : null,
        DeviceLabel = Text(row, 20),
        Customer = Id(row, 13) is { } customer ? new CustomerId(customer) : null,
        CustomerName = Text(row, 21),
        Reason = Text(row, 14),
        Refused = row.GetBoolean(15),
        Data = row.GetString(16),
    };

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static Guid? Id(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetGuid(column);

    private static string Add(NpgsqlCommand command, object value)
    {
        command.Parameters.Add(new() { Value = value });
        return $"${command.Parameters.Count}";
    }
}
