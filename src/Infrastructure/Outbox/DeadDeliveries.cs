using Npgsql;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Infrastructure.Persistence;

namespace Paylatch.Infrastructure.Outbox;

/// <summary>How a tenant's consequences stand.</summary>
/// <param name="Waiting">Deliveries still to be run.</param>
/// <param name="OldestSeconds">How long the oldest has been due; zero when none waits.</param>
/// <param name="Dead">Given up after too many failures; the first fifty.</param>
public sealed record DeliveryHealth(long Waiting, double OldestSeconds, IReadOnlyList<DeadDelivery> Dead);

/// <summary>A consequence that was given up.</summary>
/// <param name="Id">Its number in the tenant.</param>
/// <param name="Reaction">Which reaction.</param>
/// <param name="Event">The event's type.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="Error">The last error.</param>
public sealed record DeadDelivery(long Id, string Reaction, string Event, int Attempts, string Error);

/// <summary>Tells how a tenant's consequences stand, with those that were given up.</summary>
[Allow(Permission.ManagePlatform)]
public sealed class ShowDeliveries(Operation operation)
{
    /// <summary>Reads it.</summary>
    public async Task<DeliveryHealth> Handle(CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(operation.Connection)
        {
            BatchCommands =
            {
                new("select count(*), coalesce(extract(epoch from clock_timestamp() - min(due_at)), 0)::float8 from deliveries where not dead and due_at <= clock_timestamp()"),
                new("""
                    select d.id, d.reaction, e.type, d.attempts, coalesce(d.last_error, '')
                    from deliveries d join events e on e.id = d.event_id where d.dead order by d.id limit 50
                    """),
            },
        };
        await using var reader = await batch.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        var (waiting, oldest) = (reader.GetInt64(0), reader.GetDouble(1));
        await reader.NextResultAsync(ct);
        var dead = new List<DeadDelivery>();
        while (await reader.ReadAsync(ct)) dead.Add(new(reader.GetInt64(0), reader.GetString(1), reader.GetString(2), reader.GetInt32(3), reader.GetString(4)));
        return new DeliveryHealth(waiting, oldest, dead);
    }
}

/// <summary>Gives a given-up delivery another twelve attempts, at once.</summary>
[Allow(Permission.ManagePlatform)]
public sealed class RepeatDelivery(Operation operation)
{
    /// <summary>Repeats it; one that is gone or alive is left alone.</summary>
    public async Task<Nothing> Handle(long id, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(operation.Connection)
        {
            BatchCommands =
            {
                new("update deliveries set dead = false, attempts = 0, due_at = clock_timestamp() where id = $1 and dead")
                {
                    Parameters = { new() { Value = id } },
                },
                Signal.All(operation.Tenant.Id).ToCommand(),
            },
        };
        await batch.ExecuteNonQueryAsync(ct);
        return default;
    }
}
