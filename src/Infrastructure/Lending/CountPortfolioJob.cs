using Microsoft.Extensions.Logging;
using Paylatch.Application.Lending;
using Paylatch.Application.Shared;
using Paylatch.Infrastructure.Jobs;
using Paylatch.Infrastructure.Persistence;
using Paylatch.Infrastructure.Tenancy;
using Quartz;

namespace Paylatch.Infrastructure.Lending;

/// <summary>
/// Counts each tenant's days once they are over, a day in each operation; a past that was never counted is filled in over
/// some runs, so that it keeps nobody else waiting.
/// </summary>
[Every(300)]
[DisallowConcurrentExecution]
public sealed class CountPortfolioJob(Operations operations, TenantDirectory tenants, ILogger<CountPortfolioJob> log) : IJob
{
    private const int DaysInARun = 60;

    /// <inheritdoc/>
    public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) => EveryTenant.Run(
        tenants, log,
        async (tenant, ct) =>
        {
            for (var day = 0; day < DaysInARun; day++)
            {
                if ((await operations.Run(Caller.System(tenant), (CountPortfolioDays u) => u.Handle(1, ct), ct)).Value == 0) return;
            }
        },
        cancellationToken);
}
