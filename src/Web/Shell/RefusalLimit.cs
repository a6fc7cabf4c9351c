using System.Net;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.RateLimiting;
using Paylatch.Application.Identity;
using Paylatch.Application.Tenancy;
using Paylatch.DeviceAgents.Protocol;
using Paylatch.Domain.Shared;

namespace Paylatch.Web.Shell;

/// <summary>
/// Every refused attempt is written into a log that nothing is ever removed from, so somebody not signed in may be refused
/// only so often: then the answer is 429, before the door. Goes by tenant and address, and counts refusals alone, so that
/// whoever is let in is never slowed down. Endpoints with limits of their own are left to those.
/// </summary>
public sealed class RefusalLimit : IDisposable
{
    // Many phones share an address of their network, and may all be refused at once, as when their clocks are wrong.
    private const int SessionsTimes = 5;

    private readonly RequestDelegate _next;
    private readonly PartitionedRateLimiter<Who> _limiter;

    /// <summary>As configured under <c>Limits:RefusalsPerMinute</c>.</summary>
    public RefusalLimit(RequestDelegate next, IConfiguration configuration)
    {
        var perMinute = configuration.GetValue("Limits:RefusalsPerMinute", 60);
        _next = next;
        // A window and no bucket: asked whether anything is left, a bucket says yes to the smallest part of a token.
        _limiter = PartitionedRateLimiter.Create<Who, Who>(who => RateLimitPartition.GetFixedWindowLimiter(
            who, _ => Limits.Window(who.IsDevice ? perMinute * SessionsTimes : perMinute)));
    }

    /// <summary>Answers 429, or goes on and counts a refusal.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        if (WhoIs(context) is not { } who)
        {
            await _next(context);
            return;
        }

        using (var left = _limiter.AttemptAcquire(who, permitCount: 0))
        {
            if (!left.IsAcquired)
            {
                await Problems.Of(Limits.TooMany(), context).ExecuteAsync(context);
                return;
            }
        }

        // Counted before the answer leaves, so that whoever has it is counted already.
        context.Response.OnStarting(() =>
        {
            if (context.Response.StatusCode is >= 400 and < 500) _limiter.AttemptAcquire(who).Dispose();
            return Task.CompletedTask;
        });
        await _next(context);
    }

    /// <inheritdoc/>
    public void Dispose() => _limiter.Dispose();

    private static Who? WhoIs(HttpContext context)
    {
        if (context.GetEndpoint() is not { } endpoint || context.Features.Get<TenantInfo>() is not { } tenant) return null;
        // Pages send visitors to the sign-in without asking the door.
        if (endpoint.Metadata.GetMetadata<ComponentTypeMetadata>() is not null) return null;
        var isDevice = context.Request.Path.Equals(AgentRoutes.Session, StringComparison.OrdinalIgnoreCase);
        if (!isDevice && endpoint.Metadata.GetMetadata<EnableRateLimitingAttribute>() is not null) return null;
        return CallerOf.Http(context).Role == Role.Visitor ? new Who(tenant.Id, Limits.AddressOf(context), isDevice) : null;
    }

    private sealed record Who(TenantId Tenant, IPAddress? Address, bool IsDevice);
}
