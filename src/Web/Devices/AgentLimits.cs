using System.Net;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using Paylatch.Domain.Shared;
using Paylatch.Web.Shell;

namespace Paylatch.Web.Devices;

/// <summary>Limits of the agents' API that go by something else than a token.</summary>
internal static class AgentLimits
{
    /// <summary>
    /// Opening sessions: there is no token yet, and the device named in the body is not proven, so it goes by address. Many
    /// phones may share one address of their network, so it is generous; a signature check costs a tenth of a millisecond.
    /// </summary>
    public sealed class Session : IRateLimiterPolicy<(TenantId Tenant, IPAddress? Address)>
    {
        private readonly int _perMinute;

        private Session(int perMinute) => _perMinute = perMinute;

        /// <inheritdoc/>
        public Func<OnRejectedContext, CancellationToken, ValueTask> OnRejected => Limits.Reject;

        /// <summary>The policy as configured under <c>Limits:SessionsPerMinute</c>.</summary>
        public static Session Of(IServiceProvider services) =>
            new(services.GetRequiredService<IConfiguration>().GetValue("Limits:SessionsPerMinute", 1_200));

        /// <inheritdoc/>
        public RateLimitPartition<(TenantId Tenant, IPAddress? Address)> GetPartition(HttpContext httpContext) =>
            RateLimitPartition.GetTokenBucketLimiter(Limits.ByAddress(httpContext), _ => Limits.PerMinute(_perMinute));
    }
}
