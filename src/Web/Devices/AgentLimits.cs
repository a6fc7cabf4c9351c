using System.Net;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;

namespace Paylatch.Web.Devices;

/// <summary>Limits of the agents' API that go by something else than a token.</summary>
internal static class AgentLimits
{
    /// <summary>
    /// Opening sessions: there is no token yet, and the device named in the body is not proven, so it goes by address. Many
    /// phones may share one address of their network, so it is generous; a signature check costs a tenth of a millisecond.
    /// </summary>
    public sealed class Session : IRateLimiterPolicy<(string, IPAddress?)>
    {
        private readonly int _perMinute;

        private Session(int perMinute) => _perMinute = perMinute;

        /// <inheritdoc/>
        public Func<OnRejectedContext, CancellationToken, ValueTask>? OnRejected => null;

        /// <summary>The policy as configured under <c>Limits:SessionsPerMinute</c>.</summary>
        public static Session Of(IServiceProvider services) =>
            new(services.GetRequiredService<IConfiguration>().GetValue("Limits:SessionsPerMinute", 1_200));

        /// <inheritdoc/>
        public RateLimitPartition<(string, IPAddress?)> GetPartition(HttpContext httpContext) => RateLimitPartition.GetTokenBucketLimiter(
            (httpContext.Request.Host.Host, httpContext.Connection.RemoteIpAddress),
            _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = _perMinute,
                TokensPerPeriod = Math.Max(1, _perMinute / 4),
                ReplenishmentPeriod = TimeSpan.FromSeconds(15),
                AutoReplenishment = true,
                QueueLimit = 0,
            });
    }
}
