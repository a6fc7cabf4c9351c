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
    /// <inheritdoc/>
    public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) =>
        EveryTenant.Run(tenants, log, (tenant, ct) => payments.Find(tenant, ct), cancellationToken);
}
