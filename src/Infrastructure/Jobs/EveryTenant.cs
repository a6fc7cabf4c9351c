using Microsoft.Extensions.Logging;
using Paylatch.Application.Shared;
using Paylatch.Domain.Shared;
using Paylatch.Infrastructure.Tenancy;

namespace Paylatch.Infrastructure.Jobs;

/// <summary>What jobs do for every tenant, a few at a time. One tenant's trouble is not another's: the next run tries again.</summary>
internal static class EveryTenant
{
    private const int AtOnce = 4;

    /// <summary>Does the work once for each.</summary>
    public static async ValueTask Run(TenantDirectory tenants, ILogger log, Func<TenantId, CancellationToken, Task> work, CancellationToken ct)
    {
        var all = (await tenants.All(ct)).Where(tenant => !tenant.IsPlatform);
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct };
        await Parallel.ForEachAsync(all, options, async (tenant, stop) =>
        {
            try
            {
                await work(tenant.Id, stop);
            }
            catch (Exception trouble) when (!stop.IsCancellationRequested)
            {
                log.LogError(trouble, "Tenant {Tenant} was left out of a run", tenant.Slug);
            }
        });
    }

    /// <summary>Does a batch for each until it comes back less than full.</summary>
    public static ValueTask Drain(
        TenantDirectory tenants, ILogger log, int batch, Func<TenantId, CancellationToken, Task<Outcome<int>>> run, CancellationToken ct) =>
        Run(tenants, log, async (tenant, stop) =>
        {
            // A refusal is thrown, and logged with the rest.
            while ((await run(tenant, stop)).Value >= batch)
            {
                // The batch was full: there may be more.
            }
        }, ct);
}
