using System.Text.Json;
using Npgsql;
using Paylatch.Domain.Shared;

namespace Paylatch.Infrastructure.Outbox;

/// <summary>
/// What is sent to every node when a transaction commits: which devices and loans of which tenant changed.
/// It carries no data, only where to look; whoever listens reads what is true now.
/// </summary>
/// <param name="Tenant">The tenant.</param>
/// <param name="Devices">Devices that changed; empty with <paramref name="Everything"/>.</param>
/// <param name="Loans">Loans that changed; empty with <paramref name="Everything"/>.</param>
/// <param name="Everything">Too much changed to list, or signals may have been lost: look at everything.</param>
/// <param name="Work">True when there may be deliveries to run.</param>
public sealed record Signal(TenantId Tenant, IReadOnlyList<DeviceId> Devices, IReadOnlyList<LoanId> Loans, bool Everything, bool Work)
{
    /// <summary>The PostgreSQL notification channel.</summary>
    public const string Channel = "paylatch_live";

    // A notification holds 8,000 bytes; an id takes 39. So many devices and so many loans.
    private const int Most = 90;

    /// <summary>Look at everything of a tenant; with <c>default</c>, of every tenant.</summary>
    public static Signal All(TenantId tenant) => new(tenant, [], [], true, true);

    /// <summary>The command that sends the signal when its transaction commits.</summary>
    internal NpgsqlBatchCommand ToCommand() => new("select pg_notify($1, $2)")
    {
        Parameters = { new() { Value = Channel }, new() { Value = JsonSerializer.Serialize(this, Persistence.Json.Log) } },
    };

    /// <summary>The signals for a set of events: as many as the ids need, so that large work wakes only those it is about.</summary>
    internal static IEnumerable<NpgsqlBatchCommand> About(TenantId tenant, IReadOnlyList<DomainEvent> events)
    {
        if (events.Any(e => e.ChangesEverything)) return [All(tenant).ToCommand()];
        var devices = events.Select(e => e.AboutDevice).OfType<DeviceId>().Distinct().Chunk(Most).ToList();
        var loans = events.Select(e => e.AboutLoan).OfType<LoanId>().Distinct().Chunk(Most).ToList();
        var work = events.Any(e => Reactions.To(e.GetType()).Count > 0);
        return Enumerable.Range(0, Math.Max(1, Math.Max(devices.Count, loans.Count))).Select(part => new Signal(
            tenant, devices.ElementAtOrDefault(part) ?? [], loans.ElementAtOrDefault(part) ?? [], false, work).ToCommand());
    }

    internal static Signal Read(string payload) => JsonSerializer.Deserialize<Signal>(payload, Persistence.Json.Log)!;
}
