using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Paylatch.Application.Audit;
using Paylatch.Application.Shared;
using Paylatch.Domain.Shared;
using Paylatch.Infrastructure.Outbox;
using Paylatch.Infrastructure.Persistence;
using Paylatch.Infrastructure.Tenancy;

namespace Paylatch.Infrastructure.Audit;

/// <summary>
/// Seals every tenant's log, and the platform's own, every few seconds: those a signal woke, and in a slower sweep all of
/// them. Several nodes may run it; a lock in the database lets one at a time seal a tenant. How far each log has come is
/// noted outside of it, and a log that does not hold what was noted is not sealed any further. Each seal's hash goes to the
/// process's own log as well, outside the database, where it can be compared with later.
/// </summary>
public sealed class Sealer(Operations operations, Signals signals, TenantDirectory tenants, SealHeads heads, ILogger<Sealer> log) : BackgroundService
{
    private const int AtOnce = 2;
    private const int SweepEveryBeats = 5;
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<TenantId, byte> _woken = new();

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var subscription = signals.Subscribe(null);
        try
        {
            await Task.WhenAll(Listen(subscription, stoppingToken), SealForEver(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host is stopping; what is not sealed yet is sealed after the next start.
        }
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await Note(all: true, cancellationToken);
    }

    private async Task Listen(Signals.Subscription subscription, CancellationToken ct)
    {
        while (true)
        {
            foreach (var signal in await subscription.Next(ct)) _woken[signal.Tenant] = 0;
        }
    }

    private async Task SealForEver(CancellationToken ct)
    {
        using var timer = new PeriodicTimer(Beat);
        var beats = 0;
        do
        {
            if (beats++ % SweepEveryBeats == 0) await WakeAll(ct);
            var due = _woken.Keys.ToList();
            foreach (var tenant in due) _woken.TryRemove(tenant, out _);
            await Parallel.ForEachAsync(due, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct }, async (tenant, stop) => await SealAll(tenant, stop));
            await Note(all: false, ct);
        }
        while (await timer.WaitForNextTickAsync(ct));
    }

    private async Task WakeAll(CancellationToken ct)
    {
        try
        {
            foreach (var tenant in await tenants.All(ct)) _woken[tenant.Id] = 0;
        }
        catch (Exception trouble) when (!ct.IsCancellationRequested)
        {
            log.LogWarning("The tenants could not be read ({Reason}); trying again", trouble.Message);
        }
    }

    private async Task SealAll(TenantId tenant, CancellationToken ct)
    {
        try
        {
            SealOutcome made;
            do
            {
                var known = await heads.Newest(tenant, ct);
                made = (await operations.Run(Caller.System(tenant), (SealLog u) => u.Handle(known, ct), ct)).Value;
                if (made.Cut) log.LogCritical("The log of tenant {Tenant} does not hold seal {Seal} any more: its end was cut off or rewritten. It is not sealed any further", tenant, known);
                if (made is not { Number: { } number, Hash: { } hash }) break;
                heads.Made(tenant, new SealAnchor(number, hash));
                log.LogInformation("Tenant {Tenant}: {Rows} events sealed as {Number}:{Hash}", tenant, made.Rows, number, hash);
            }
            while (made.More);
        }
        catch (Exception trouble) when (!ct.IsCancellationRequested)
        {
            // One tenant's trouble must not keep the others from being sealed; the sweep tries again.
            log.LogWarning(trouble, "The log of tenant {Tenant} could not be sealed; trying again", tenant);
        }
    }

    private async Task Note(bool all, CancellationToken ct)
    {
        try
        {
            await heads.Note(all, ct);
        }
        catch (NpgsqlException trouble)
        {
            log.LogWarning("How far logs are sealed could not be noted ({Reason}); trying again", trouble.Message);
        }
    }
}
