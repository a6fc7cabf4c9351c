using Microsoft.Extensions.Logging;
using Paylatch.Infrastructure.Lending;
using Paylatch.Infrastructure.Tenancy;
using Quartz;

namespace Paylatch.Infrastructure.Jobs;

/// <summary>Closes the days that have come, for every tenant whose date has moved on. One tenant's trouble stops no other.</summary>
[Every(60)]
[DisallowConcurrentExecution]
public sealed class CloseDayJob(DayCloseRunner runner, TenantDirectory tenants, ILogger<CloseDayJob> log) : IJob
{
    /// <inheritdoc/>
    public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) =>
        EveryTenant.Run(tenants, log, (tenant, ct) => runner.CatchUp(tenant, ct), cancellationToken);
}
