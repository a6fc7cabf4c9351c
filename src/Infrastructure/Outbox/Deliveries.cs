using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Domain.Shared;
using Paylatch.Infrastructure.Persistence;

namespace Paylatch.Infrastructure.Outbox;

/// <summary>A delivery whose time has come.</summary>
/// <param name="Id">Its number in the tenant.</param>
/// <param name="Reaction">The reaction's name.</param>
/// <param name="Attempts">How often it has failed.</param>
/// <param name="CorrelationId">The correlation id of the event.</param>
public sealed record DueDelivery(long Id, string Reaction, int Attempts, string CorrelationId);

/// <summary>Lists deliveries that are due, oldest first.</summary>
[Allow(Permission.System)]
public sealed class ListDueDeliveries(Operation operation)
{
    /// <summary>At most <paramref name="limit"/> deliveries.</summary>
    public async Task<IReadOnlyList<DueDelivery>> Handle(int limit, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("""
            select d.id, d.reaction, d.attempts, e.correlation_id
            from deliveries d join events e on e.id = d.event_id
            where not d.dead and d.due_at <= clock_timestamp() order by d.id limit $1
            """, operation.Connection) { Parameters = { new() { Value = limit } } };
        await using var reader = await command.ExecuteReaderAsync(ct);
        var due = new List<DueDelivery>();
        while (await reader.ReadAsync(ct)) due.Add(new(reader.GetInt64(0), reader.GetString(1), reader.GetInt32(2), reader.GetString(3)));
        return due;
    }
}

/// <summary>
/// Runs one reaction and removes its delivery in the same transaction, so that on this database a reaction takes
/// effect once. A delivery another node holds is left alone.
/// </summary>
[Allow(Permission.System)]
public sealed class RunDelivery(Operation operation, IServiceProvider services)
{
    /// <summary>Runs the delivery, if it is still there.</summary>
    /// <returns>False when another node runs it or has run it.</returns>
    public async Task<bool> Handle(long id, CancellationToken ct)
    {
        if (await Claim(id, ct) is not var (reactionName, type, data)) return false;
        var reactionType = Reactions.Named(reactionName)
            ?? throw new InvalidOperationException($"There is no reaction {reactionName} any more.");
        var eventType = Reactions.EventNamed(type) ?? throw new InvalidOperationException($"There is no event {type} any more.");
        operation.UseCase = reactionName;
        var happened = JsonSerializer.Deserialize(data, eventType, Json.Log)!;
        var run = typeof(RunDelivery).GetMethod(nameof(React), System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)!
            .MakeGenericMethod(eventType);
        await (Task)run.Invoke(null, [services.GetRequiredService(reactionType), happened, ct])!;
        return true;
    }

    private static Task<Nothing> React<TEvent>(IReactTo<TEvent> reaction, TEvent happened, CancellationToken ct)
        where TEvent : DomainEvent => reaction.Handle(happened, ct);

    private async Task<(string Reaction, string Type, string Data)?> Claim(long id, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("""
            with claimed as (select id, event_id, reaction from deliveries where id = $1 for update skip locked),
                 gone as (delete from deliveries d using claimed c where d.id = c.id)
            select c.reaction, e.type, e.data::text from claimed c join events e on e.id = c.event_id
            """, operation.Connection) { Parameters = { new() { Value = id } } };
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? (reader.GetString(0), reader.GetString(1), reader.GetString(2)) : null;
    }
}

/// <summary>Notes that a reaction failed: tried again after a growing pause, up to twelve times, then put on the dead list.</summary>
[Allow(Permission.System)]
public sealed class PostponeDelivery(Operation operation)
{
    private const int MostAttempts = 12;

    /// <summary>Postpones it, or gives it up when <paramref name="final"/> or tried too often.</summary>
    public async Task<Nothing> Handle(long id, string error, bool final, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("""
            update deliveries set attempts = attempts + 1, last_error = left($2, 2000), dead = $3 or attempts + 1 >= $4,
                due_at = clock_timestamp() + least(interval '1 second' * power(2, attempts), interval '1 hour')
            where id = $1
            """, operation.Connection)
        {
            Parameters = { new() { Value = id }, new() { Value = error }, new() { Value = final }, new() { Value = MostAttempts } },
        };
        await command.ExecuteNonQueryAsync(ct);
        return default;
    }
}
