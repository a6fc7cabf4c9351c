using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Ledger;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Shared;
using Paylatch.Infrastructure.Ledger;
using Paylatch.Infrastructure.Payments;
using Paylatch.Infrastructure.Persistence;

namespace Paylatch.Infrastructure.Outbox;

/// <summary>
/// Appends what happened to the tenant's log in the operation's own transaction, with one delivery for each
/// reaction that must follow, and a signal that reaches all nodes when the transaction commits. The operation's transfers
/// go in the same round trip.
/// </summary>
internal static class EventWriter
{
    /// <summary>Saves the entities and appends their events and the ones said besides.</summary>
    public static async Task SaveAndAppend(PlatformDb db, Operation operation, CancellationToken ct)
    {
        // Looked for once and not at each asking below; after this nothing changes but what is taken from the tracker.
        db.ChangeTracker.DetectChanges();
        db.ChangeTracker.AutoDetectChangesEnabled = false;
        RequirePosted(db);
        var entities = db.ChangeTracker.Entries<Entity>().Select(entry => entry.Entity).Where(e => e.Events.Count > 0).ToList();
        List<DomainEvent> events = [.. entities.SelectMany(e => e.Events), .. operation.Said];
        var transfers = LedgerWriter.TakeAdded(db);
        try
        {
            await db.SaveChangesAsync(ct);
            entities.ForEach(e => e.ClearEvents());
            await Append(operation, transfers, events, ct);
        }
        catch (Exception trouble) when ((LedgerTrouble.Of(trouble) ?? PaymentsTrouble.Of(trouble)) is { } refusal)
        {
            throw refusal;
        }
    }

    private static async Task Append(Operation operation, IReadOnlyList<Transfer> transfers, List<DomainEvent> events, CancellationToken ct)
    {
        if (events.Count == 0 && transfers.Count == 0) return;

        await using var batch = new NpgsqlBatch(operation.Connection);
        LedgerWriter.Add(batch, transfers);
        if (events.Count >= ManyEvents.AtLeast) ManyEvents.Add(batch, operation, events);
        else events.ForEach(happened => Add(batch, operation, happened));
        foreach (var signal in Signal.About(operation.Tenant.Id, events)) batch.BatchCommands.Add(signal);
        await batch.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Writes down an attempt that was refused.</summary>
    public static async Task AppendRefusal(
        NpgsqlConnection connection, Caller caller, string useCase, Refusal refusal, TenantClock clock, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        var data = JsonSerializer.Serialize(new { code = refusal.Code }, Json.Log);
        batch.BatchCommands.Add(Insert(clock, caller, useCase, "AttemptRefused", data, refused: true, reason: refusal.Code, device: caller.Device, customer: caller.Customer));
        await batch.ExecuteNonQueryAsync(ct);
    }

    // Whatever changes a loan's accounts is posted in the same transaction, or the change is not saved.
    private static void RequirePosted(PlatformDb db)
    {
        if (db.ChangeTracker.Entries<Loan>().Select(entry => entry.Entity).FirstOrDefault(loan => loan.Movements.Count > 0) is { } loan)
            throw new InvalidOperationException($"{loan.Movements[0].Kind} of loan {loan.Number} was not posted to the ledger.");
    }

    private static void Add(NpgsqlBatch batch, Operation operation, DomainEvent happened)
    {
        var data = JsonSerializer.Serialize(happened, happened.GetType(), Json.Log);
        var insert = Insert(
            operation.Clock, operation.Caller, operation.UseCase, happened.GetType().Name, data, false,
            happened.Why, happened.AboutLoan, happened.AboutDevice, happened.AboutCustomer);
        batch.BatchCommands.Add(insert);
        foreach (var reaction in Reactions.To(happened.GetType()))
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand("insert into deliveries (event_id, reaction) values ($1, $2)")
            {
                Parameters = { new() { Value = insert.Parameters[0].Value! }, new() { Value = reaction.Name } },
            });
        }
    }

    private static NpgsqlBatchCommand Insert(
        TenantClock clock, Caller caller, string useCase, string type, string data, bool refused, string? reason,
        LoanId? loan = null, DeviceId? device = null, CustomerId? customer = null) =>
        new("""
            insert into events (id, type, at, actor_role, actor_id, use_case, correlation_id, address, loan_id, device_id, customer_id, reason, refused, data)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
            """)
        {
            Parameters =
            {
                new() { Value = clock.NewId() },
                new() { Value = type },
                new() { Value = clock.Now },
                new() { Value = Words.Of(caller.Role) },
                new() { Value = caller.ActorId },
                new() { Value = useCase },
                new() { Value = caller.CorrelationId },
                Nullable(caller.Address, NpgsqlDbType.Text),
                Nullable(loan?.Value, NpgsqlDbType.Uuid),
                Nullable(device?.Value, NpgsqlDbType.Uuid),
                Nullable(customer?.Value, NpgsqlDbType.Uuid),
                Nullable(reason, NpgsqlDbType.Text),
                new() { Value = refused },
                new() { Value = data, NpgsqlDbType = NpgsqlDbType.Jsonb },
            },
        };

    private static NpgsqlParameter Nullable(object? value, NpgsqlDbType type) => new() { Value = value ?? DBNull.Value, NpgsqlDbType = type };
}
