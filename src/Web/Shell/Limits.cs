using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.RateLimiting;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Shared;
using Paylatch.Infrastructure.Devices;
using Paylatch.Web.Devices;

namespace Paylatch.Web.Shell;

/// <summary>How much one request, device, address or tenant may ask for.</summary>
public static class Limits
{
    /// <summary>Policy for attempts to sign in or to use a code: few per address.</summary>
    public const string SignIn = "sign-in";

    /// <summary>Policy for a provider's messages, by tenant and address: far more than any provider sends.</summary>
    public const string Webhook = "webhook";

    /// <summary>Policy for one device: a session's worth of heartbeats and polls; by address without a session.</summary>
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
        var sessionsPerMinute = configuration.GetValue("Limits:SessionsPerMinute", 1_200);
        var webhooksPerMinute = configuration.GetValue("Limits:WebhooksPerMinute", 3_000);
        services.AddRequestTimeouts(options =>
        {
            options.DefaultPolicy = new RequestTimeoutPolicy { Timeout = TimeSpan.FromSeconds(30), TimeoutStatusCode = 503 };
            options.AddPolicy(LongPoll, TimeSpan.FromSeconds(45));
        });
        return services.AddRateLimiter(options =>
        {
            options.OnRejected = Reject;
            options.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, (TenantId, bool)>(context =>
            {
                var tenant = context.Features.Get<TenantInfo>()?.Id ?? default;
                // The page that says it was too much must not be too much.
                return context.InTrouble()
                    ? RateLimitPartition.GetNoLimiter((tenant, true))
                    : RateLimitPartition.GetTokenBucketLimiter((tenant, false), _ => Bucket(tenantPerSecond * 2, tenantPerSecond, TimeSpan.FromSeconds(1)));
            });
            options.AddPolicy(Device, context => RateLimitPartition.GetTokenBucketLimiter(
                DeviceOf(context) is { } device ? (object)device : ByAddress(context),
                who => PerMinute(who is DeviceId ? devicePerMinute : sessionsPerMinute)));
            options.AddPolicy(SignIn, context => RateLimitPartition.GetTokenBucketLimiter(
                ByAddress(context), _ => Bucket(signInPerMinute, signInPerMinute, TimeSpan.FromMinutes(1))));
            options.AddPolicy(Webhook, context => RateLimitPartition.GetTokenBucketLimiter(ByAddress(context), _ => PerMinute(webhooksPerMinute)));
        });
    }

    /// <summary>The answer to whoever asks too often.</summary>
    public static Refusal TooMany() => new("request.too_many", "Too many requests. Wait a moment and try again.", RefusalKind.TooMany);

    /// <summary>Says it. A policy that is given as an object names this itself: without, its answer is a bare 503.</summary>
    internal static async ValueTask Reject(OnRejectedContext rejected, CancellationToken ct) =>
        await Problems.Of(TooMany(), rejected.HttpContext).ExecuteAsync(rejected.HttpContext);

    /// <summary>The tenant and the address a request is counted under; the tenant, since a host can be spelled in many ways.</summary>
    internal static (TenantId Tenant, IPAddress? Address) ByAddress(HttpContext context) =>
        (context.Features.Get<TenantInfo>()?.Id ?? default, AddressOf(context));

    /// <summary>The address a request is counted under; of IPv6 the network, since each customer of a provider has one whole.</summary>
    internal static IPAddress? AddressOf(HttpContext context)
    {
        if (context.Connection.RemoteIpAddress is not { } address) return null;
        if (address.IsIPv4MappedToIPv6) return address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6) return address;
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new IPAddress(bytes);
    }

    /// <summary>So many in each minute by the clock.</summary>
    internal static FixedWindowRateLimiterOptions Window(int most) => new() { PermitLimit = most, Window = TimeSpan.FromMinutes(1) };

    /// <summary>So many in a minute, given back little by little.</summary>
    internal static TokenBucketRateLimiterOptions PerMinute(int most) => Bucket(most, most / 4, TimeSpan.FromSeconds(15));

    // A token that does not verify is nobody's: each made-up one would have a bucket of its own.
    private static DeviceId? DeviceOf(HttpContext context) =>
        context.Features.Get<TenantInfo>() is not null && AgentRequest.Device(context, context.RequestServices.GetRequiredService<SessionTokens>()) is { } caller
            ? caller.Device
            : null;

    private static TokenBucketRateLimiterOptions Bucket(int most, int refill, TimeSpan every) => new()
    {
        TokenLimit = most,
        TokensPerPeriod = Math.Max(1, refill),
        ReplenishmentPeriod = every,
        AutoReplenishment = true,
        QueueLimit = 0,
    };
}
