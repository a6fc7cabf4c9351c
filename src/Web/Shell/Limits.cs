using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.RateLimiting;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Shared;

namespace Paylatch.Web.Shell;

/// <summary>How much one request, device, address or tenant may ask for.</summary>
public static class Limits
{
    /// <summary>Policy for attempts to sign in or to use a code: few per address.</summary>
    public const string SignIn = "sign-in";

    /// <summary>Policy for one device: a token's worth of heartbeats and polls.</summary>
    public const string Device = "device";

    /// <summary>Time-out policy for long polls.</summary>
    public const string LongPoll = "long-poll";

    /// <summary>The largest request body in bytes; larger ones name their own limit at the endpoint.</summary>
    public const int BodyBytes = 1_000_000;

    /// <summary>Registers rate limits and time-outs.</summary>
    public static IServiceCollection AddLimits(this IServiceCollection services, IConfiguration configuration)
    {
        var tenantPerSecond = configuration.GetValue("Limits:TenantPerSecond", 5_000);
        var devicePerMinute = configuration.GetValue("Limits:DevicePerMinute", 240);
        var signInPerMinute = configuration.GetValue("Limits:SignInPerMinute", 30);
        services.AddRequestTimeouts(options =>
        {
            options.DefaultPolicy = new RequestTimeoutPolicy { Timeout = TimeSpan.FromSeconds(30), TimeoutStatusCode = 503 };
            options.AddPolicy(LongPoll, TimeSpan.FromSeconds(45));
        });
        return services.AddRateLimiter(options =>
        {
            options.OnRejected = async (rejected, ct) =>
            {
                var no = new Refusal("request.too_many", "Too many requests. Wait a moment and try again.", RefusalKind.TooMany);
                await Problems.Of(no, rejected.HttpContext).ExecuteAsync(rejected.HttpContext);
            };
            options.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, (TenantId, bool)>(context =>
            {
                var tenant = context.Features.Get<TenantInfo>()?.Id ?? default;
                // The page that says it was too much must not be too much.
                return context.InTrouble()
                    ? RateLimitPartition.GetNoLimiter((tenant, true))
                    : RateLimitPartition.GetTokenBucketLimiter((tenant, false), _ => Bucket(tenantPerSecond * 2, tenantPerSecond, TimeSpan.FromSeconds(1)));
            });
            options.AddPolicy(Device, context => RateLimitPartition.GetTokenBucketLimiter(
                context.Request.Headers.Authorization.ToString(),
                _ => Bucket(devicePerMinute, devicePerMinute / 4, TimeSpan.FromSeconds(15))));
            options.AddPolicy(SignIn, context => RateLimitPartition.GetTokenBucketLimiter(
                (context.Request.Host.Host, context.Connection.RemoteIpAddress),
                _ => Bucket(signInPerMinute, signInPerMinute, TimeSpan.FromMinutes(1))));
        });
    }

    private static TokenBucketRateLimiterOptions Bucket(int most, int refill, TimeSpan every) => new()
    {
        TokenLimit = most,
        TokensPerPeriod = Math.Max(1, refill),
        ReplenishmentPeriod = every,
        AutoReplenishment = true,
        QueueLimit = 0,
    };
}
