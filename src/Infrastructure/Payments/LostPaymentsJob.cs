using Microsoft.Extensions.Logging;
using Paylatch.Infrastructure.Jobs;
using Paylatch.Infrastructure.Tenancy;
using Quartz;

namespace Paylatch.Infrastructure.Payments;

/// <summary>Looks every minute for card payments whose message never came. One tenant's trouble stops no other.</summary>
[Every(60)]
[DisallowConcurrentExecution]
public sealed class LostPaymentsJob(LostPayments payments, TenantDirectory tenants, ILogger<LostPaymentsJob> log) : IJob
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
                await payments.Find(tenant.Id, ct);
            }
            catch (Exception trouble) when (!ct.IsCancellationRequested)
            {
                log.LogWarning(trouble, "Tenant {Tenant}'s card payments could not be looked for; trying again in a minute", tenant.Slug);
            }
        });
    }
}
