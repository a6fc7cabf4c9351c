using Microsoft.Extensions.Logging;
using Paylatch.Application.Devices;
using Paylatch.Application.Shared;
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
