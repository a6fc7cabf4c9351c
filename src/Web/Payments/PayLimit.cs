using System.Threading.RateLimiting;
using Paylatch.Domain.Shared;
using Paylatch.Web.Shell;

namespace Paylatch.Web.Payments;

/// <summary>
/// How often one customer may ask for a page to pay on: each asks the provider, on the merchant's account. A filter and no
/// policy of the pipeline, because only at the endpoint is it known who the customer is.
/// </summary>
internal sealed class PayLimit : IEndpointFilter, IDisposable
{
    private const int MostPerMinute = 10;

    private readonly PartitionedRateLimiter<(TenantId, string)> _limiter = PartitionedRateLimiter.Create<(TenantId, string), (TenantId, string)>(
        who => RateLimitPartition.GetFixedWindowLimiter(who, _ => Limits.Window(MostPerMinute)));

    /// <inheritdoc/>
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var caller = CallerOf.Http(context.HttpContext);
        var who = caller.Customer?.ToString() ?? Limits.AddressOf(context.HttpContext)?.ToString() ?? "";
        using var lease = _limiter.AttemptAcquire((caller.Tenant, who));
        return lease.IsAcquired ? await next(context) : PayForm.Back(context.HttpContext, context.GetArgument<Guid>(3), Limits.TooMany().Code, null);
    }

    /// <inheritdoc/>
    public void Dispose() => _limiter.Dispose();
}
