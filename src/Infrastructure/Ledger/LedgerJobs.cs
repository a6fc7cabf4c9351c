using Microsoft.Extensions.Logging;
using Paylatch.Application.Ledger;
using Paylatch.Application.Shared;
using Paylatch.Infrastructure.Jobs;
using Paylatch.Infrastructure.Persistence;
using Paylatch.Infrastructure.Tenancy;
using Quartz;

namespace Paylatch.Infrastructure.Ledger;

/// <summary>Voids pending transfers whose time has run out. They can no longer be posted before that; this frees what they hold back.</summary>
[Every(15)]
[DisallowConcurrentExecution]
public sealed class VoidExpiredJob(Operations operations, TenantDirectory tenants, ILogger<VoidExpiredJob> log) : IJob
{
    private const int Batch = 200;

    /// <inheritdoc/>
    public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) => EveryTenant.Drain(
        tenants, log, Batch, (tenant, ct) => operations.Run(Caller.System(tenant), (VoidExpired u) => u.Handle(Batch, ct), ct), cancellationToken);
}

/// <summary>Proves every tenant's books once in each of its days.</summary>
[Every(600)]
[DisallowConcurrentExecution]
public sealed class ProveBooksJob(Operations operations, TenantDirectory tenants, ILogger<ProveBooksJob> log) : IJob
{
    /// <inheritdoc/>
    public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) => EveryTenant.Run(
        tenants, log,
        async (tenant, ct) =>
        {
            if ((await operations.Run(Caller.System(tenant), (ProveBooks u) => u.Handle(ct), ct)).Value is { Differences: > 0 } proof)
                log.LogError("The books of tenant {Tenant} differ in {Count} places: {Rows}", tenant, proof.Differences, string.Join(", ", proof.Rows.Take(10).Select(r => $"{r.What} {r.Account}")));
        },
        cancellationToken);
}
