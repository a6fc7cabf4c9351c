using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Shared;
using Paylatch.Infrastructure.Persistence;
using Paylatch.Infrastructure.Tenancy;

namespace Paylatch.Infrastructure.Outbox;

/// <summary>
/// Draws the consequences: runs the deliveries that committed events left behind. Woken by signals, and by a sweep of
/// every tenant every few seconds, so that nothing is lost when a node dies between a payment and its unlock.
/// Several nodes may run it: a delivery is locked while it runs and removed in the transaction of its reaction.
/// </summary>
public sealed class Dispatcher(
    Operations operations, Signals signals, TenantDirectory tenants, ILogger<Dispatcher> log) : BackgroundService
{
    private const int AtOnce = 4;
    private const int Batch = 50;
    private static readonly TimeSpan SweepEvery = TimeSpan.FromSeconds(3);

    private readonly Channel<TenantId> _woken = Channel.CreateUnbounded<TenantId>();
    private readonly ConcurrentDictionary<TenantId, byte> _waiting = new();

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var subscription = signals.Subscribe(null);
        var workers = Enumerable.Range(0, AtOnce).Select(_ => Work(stoppingToken));
        try
        {
            await Task.WhenAll([Listen(subscription, stoppingToken), Sweep(stoppingToken), .. workers]);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host is stopping; what is left is in the database.
        }
    }

    private async Task Listen(Signals.Subscription subscription, CancellationToken ct)
    {
        while (true)
        {
            // About everything of no tenant: the sweep, a moment away, looks at all of them.
            foreach (var tenant in (await subscription.Next(ct)).Where(s => s.Work && s.Tenant != default).Select(s => s.Tenant).Distinct()) Wake(tenant);
        }
    }

    private async Task Sweep(CancellationToken ct)
    {
        using var timer = new PeriodicTimer(SweepEvery);
        do
        {
            try
            {
                foreach (var tenant in await tenants.All(ct)) Wake(tenant.Id);
            }
            catch (Exception trouble) when (!ct.IsCancellationRequested)
            {
                log.LogWarning("The tenants could not be read ({Reason}); trying again", trouble.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(ct));
    }

    private void Wake(TenantId tenant)
    {
        if (_waiting.TryAdd(tenant, 0)) _woken.Writer.TryWrite(tenant);
    }

    private async Task Work(CancellationToken ct)
    {
        await foreach (var tenant in _woken.Reader.ReadAllAsync(ct))
        {
            _waiting.TryRemove(tenant, out _);
            try
            {
                await RunDue(tenant, ct);
            }
            catch (Exception trouble) when (!ct.IsCancellationRequested)
            {
                log.LogWarning(trouble, "Deliveries of tenant {Tenant} could not be read; trying again", tenant);
            }
        }
    }

    private async Task RunDue(TenantId tenant, CancellationToken ct)
    {
        var caller = Caller.System(tenant);
        while (true)
        {
            var due = (await operations.Run(caller, (ListDueDeliveries u) => u.Handle(Batch, ct), ct)).Value;
            var ran = 0;
            await Parallel.ForEachAsync(due, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct }, async (delivery, stop) =>
            {
                if (await RunOne(delivery, tenant, stop)) Interlocked.Increment(ref ran);
            });
            // All of a full batch held by other nodes: asking again at once would only spin; the sweep comes back.
            if (due.Count < Batch || ran == 0) return;
        }
    }

    /// <returns>False when another node holds it.</returns>
    private async Task<bool> RunOne(DueDelivery delivery, TenantId tenant, CancellationToken ct)
    {
        var caller = Caller.System(tenant, delivery.CorrelationId);
        try
        {
            var outcome = await operations.Run(caller, (RunDelivery u) => u.Handle(delivery.Id, ct), ct);
            if (outcome.Refusal is not { } refusal) return outcome.Value;
            await Postpone(caller, delivery, $"{refusal.Code}: {refusal.Message}", refusal.Kind != RefusalKind.Unavailable, ct);
        }
        catch (Exception trouble) when (!ct.IsCancellationRequested)
        {
            log.LogError(trouble, "Reaction {Reaction} failed at attempt {Attempt}", delivery.Reaction, delivery.Attempts + 1);
            await Postpone(caller, delivery, $"{trouble.GetType().Name}: {trouble.Message}", final: false, ct);
        }

        return true;
    }

    private async Task Postpone(Caller caller, DueDelivery delivery, string error, bool final, CancellationToken ct) =>
        await operations.Run(caller, (PostponeDelivery u) => u.Handle(delivery.Id, error, final, ct), ct);
}
