using Microsoft.Extensions.Logging;
using Paylatch.Application.Devices;
using Paylatch.Application.Shared;
using Paylatch.Domain.Shared;
using Paylatch.Infrastructure.Jobs;
using Paylatch.Infrastructure.Persistence;
using Paylatch.Infrastructure.Tenancy;
using Quartz;

namespace Paylatch.Infrastructure.Devices;

/// <summary>Deletes old heartbeats of every tenant, in small batches that hold nothing up.</summary>
[Every(3_600)]
[DisallowConcurrentExecution]
public sealed class ForgetHeartbeatsJob(Operations operations, TenantDirectory tenants, ILogger<ForgetHeartbeatsJob> log) : IJob
{
    private const int Batch = 5_000;

    /// <inheritdoc/>
    public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) => EveryTenant.Drain(
        tenants, log, Batch, (tenant, ct) => operations.Run(Caller.System(tenant), (ForgetOldHeartbeats u) => u.Handle(Batch, ct), ct), cancellationToken);
}

/// <summary>Believes devices locked whose lease has run out unheard.</summary>
[Every(30)]
[DisallowConcurrentExecution]
public sealed class LapsedLeasesJob(Operations operations, TenantDirectory tenants, ILogger<LapsedLeasesJob> log) : IJob
{
    private const int Batch = 200;

    /// <inheritdoc/>
    public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) => EveryTenant.Drain(
        tenants, log, Batch, (tenant, ct) => operations.Run(Caller.System(tenant), (BelieveLapsedLeases u) => u.Handle(Batch, ct), ct), cancellationToken);
}

/// <summary>Frees devices that stay locked although they are paid.</summary>
[Every(30)]
[DisallowConcurrentExecution]
public sealed class LockedWithoutCauseJob(Operations operations, TenantDirectory tenants, ILogger<LockedWithoutCauseJob> log) : IJob
{
    private const int Batch = 200;

    /// <inheritdoc/>
    public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) => EveryTenant.Drain(
        tenants, log, Batch, (tenant, ct) => operations.Run(Caller.System(tenant), (FreeWhatIsPaid u) => u.Handle(Batch, ct), ct), cancellationToken);
}

/// <summary>Runs a batch for every tenant until it comes back less than full. One tenant's trouble is not another's: the next run tries again.</summary>
internal static class EveryTenant
{
    public static async ValueTask Drain(
        TenantDirectory tenants, ILogger log, int batch, Func<TenantId, CancellationToken, Task<Outcome<int>>> run, CancellationToken ct)
    {
        foreach (var tenant in (await tenants.All(ct)).Where(t => !t.IsPlatform))
        {
            try
            {
                await Drain(tenant.Id, log, batch, run, ct);
            }
            catch (Exception trouble) when (!ct.IsCancellationRequested)
            {
                log.LogError(trouble, "Tenant {Tenant} was left out of a run", tenant.Id);
            }
        }
    }

    private static async Task Drain(TenantId tenant, ILogger log, int batch, Func<TenantId, CancellationToken, Task<Outcome<int>>> run, CancellationToken ct)
    {
        Outcome<int> outcome;
        do
        {
            outcome = await run(tenant, ct);
            if (outcome.Refusal is { } no) log.LogWarning("Tenant {Tenant} was left out of a run ({Code})", tenant, no.Code);
        }
        while (outcome.Done && outcome.Value >= batch);
    }
}
