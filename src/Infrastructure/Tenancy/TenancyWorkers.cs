using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Paylatch.Application.Shared;
using Paylatch.Infrastructure.Outbox;

namespace Paylatch.Infrastructure.Tenancy;

/// <summary>Finishes tenants that a crash left half made: at the start and every few seconds after.</summary>
public sealed class ProvisioningSweep(TenantProvisioner provisioner, ILogger<ProvisioningSweep> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every);
        try
        {
            do
            {
                await Sweep(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host is stopping; the next start goes on.
        }
    }

    private async Task Sweep(CancellationToken ct)
    {
        try
        {
            var finished = await provisioner.FinishAll(ct);
            if (finished > 0) log.LogInformation("{Count} tenants left half made are finished", finished);
        }
        catch (Exception trouble) when (!ct.IsCancellationRequested)
        {
            log.LogWarning(trouble, "Unfinished tenants could not be read; trying again");
        }
    }
}

/// <summary>Makes a change in the platform's directory seen on this node at once: a new tenant, another look.</summary>
public sealed class DirectoryRefresher(Signals signals, TenantDirectory directory) : BackgroundService
{
    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var subscription = signals.Subscribe(Caller.PlatformTenant);
        try
        {
            while ((await subscription.Next(stoppingToken)).Count > 0) directory.Refresh();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host is stopping.
        }
    }
}
