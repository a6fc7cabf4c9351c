using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using Paylatch.Domain.Shared;
using Paylatch.Infrastructure.Persistence;

namespace Paylatch.Infrastructure.Outbox;

/// <summary>Appends many events of one operation with one statement, and their deliveries with another: what a night's work says is much.</summary>
internal static class ManyEvents
{
    /// <summary>From so many on it is worth it.</summary>
    public const int AtLeast = 8;

    /// <summary>Adds the statements.</summary>
    public static void Add(NpgsqlBatch batch, Operation operation, IReadOnlyList<DomainEvent> events)
    {
        var ids = events.Select(_ => operation.Clock.NewId()).ToArray();
        batch.BatchCommands.Add(Insert(operation, events, ids));
        var deliveries = events.SelectMany((happened, n) => Reactions.To(happened.GetType()).Select(reaction => (Event: ids[n], reaction.Name))).ToList();
        if (deliveries.Count == 0) return;
        batch.BatchCommands.Add(new NpgsqlBatchCommand("""
            insert into deliveries (event_id, reaction) select event, reaction from unnest($1, $2) with ordinality as d (event, reaction, n) order by n
            """)
        {
            Parameters = { new() { Value = deliveries.Select(d => d.Event).ToArray() }, new() { Value = deliveries.Select(d => d.Name).ToArray() } },
        });
    }

    // In their order: a reader goes by position.
    private static NpgsqlBatchCommand Insert(Operation operation, IReadOnlyList<DomainEvent> events, Guid[] ids)
    {
        NpgsqlParameter Column<T>(Func<DomainEvent, T> value, NpgsqlDbType type) => new() { Value = events.Select(value).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | type };
        var caller = operation.Caller;
        return new NpgsqlBatchCommand("""
            insert into events (id, type, at, actor_role, actor_id, use_case, correlation_id, address, loan_id, device_id, customer_id, reason, data)
            select id, type, $8, $9, $10, $11, $12, $13, loan, device, customer, reason, data
            from unnest($1, $2, $3, $4, $5, $6, $7) with ordinality as e (id, type, loan, device, customer, reason, data, n) order by n
            """)
        {
            Parameters =
            {
                new() { Value = ids },
                Column(e => e.GetType().Name, NpgsqlDbType.Text),
                Column(e => e.AboutLoan?.Value, NpgsqlDbType.Uuid),
                Column(e => e.AboutDevice?.Value, NpgsqlDbType.Uuid),
                Column(e => e.AboutCustomer?.Value, NpgsqlDbType.Uuid),
                Column(e => e.Why, NpgsqlDbType.Text),
                Column(e => JsonSerializer.Serialize(e, e.GetType(), Json.Log), NpgsqlDbType.Jsonb),
                new() { Value = operation.Clock.Now },
                new() { Value = Words.Of(caller.Role) },
                new() { Value = caller.ActorId },
                new() { Value = operation.UseCase },
                new() { Value = caller.CorrelationId },
                new() { Value = (object?)caller.Address ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
            },
        };
    }
}
