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
    private const int AtOnce = 4;

    /// <inheritdoc/>
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        var all = (await tenants.All(cancellationToken)).Where(tenant => !tenant.IsPlatform);
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(all, options, async (tenant, ct) =>
        {
            try
            {
                await runner.CatchUp(tenant.Id, ct);
            }
            catch (Exception trouble) when (!ct.IsCancellationRequested)
            {
                log.LogError(trouble, "The days of tenant {Tenant} could not be closed; trying again in a minute", tenant.Slug);
            }
        });
    }
}
