using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Paylatch.Application.Devices;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.DeviceAgents.Protocol;
using Paylatch.Domain.Devices;
using Paylatch.Domain.Shared;
using Paylatch.Infrastructure.Devices;
using Paylatch.Infrastructure.Persistence;
using Paylatch.Web.Shell;

namespace Paylatch.Web.Devices;

/// <summary>What every request of an agent goes through: who it is from, whether its body is what the protocol says, and how it is refused.</summary>
internal static class AgentRequest
{
    private const string Bearer = "Bearer ";

    /// <summary>The caller of a request that brings its credential in the body.</summary>
    public static Caller Visitor(HttpContext context) =>
        Caller.Visitor(context.Tenant().Id, context.Correlation()) with { Address = Address(context) };

    /// <summary>The device of a request's session; null without a session of this tenant's.</summary>
    public static Caller? Device(HttpContext context, SessionTokens tokens)
    {
        // The rate limit asks before the endpoint does; the token is read once.
        if (context.Items.TryGetValue(typeof(SessionTokens), out var read)) return read as Caller;
        var caller = Read(context, tokens);
        context.Items[typeof(SessionTokens)] = caller;
        return caller;
    }

    private static Caller? Read(HttpContext context, SessionTokens tokens)
    {
        var header = context.Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)) return null;
        var tenant = context.Tenant().Id;
        return tokens.Read(tenant, header[Bearer.Length..].Trim()) is { } device
            ? new Caller(tenant, Role.Device, device.Value.ToString(), context.Correlation()) { Device = device, Address = Address(context) }
            : null;
    }

    /// <summary>The body; null when it is not what the protocol says.</summary>
    public static async ValueTask<T?> Read<T>(HttpContext context, JsonTypeInfo<T> shape, CancellationToken ct)
        where T : class
    {
        try
        {
            return await JsonSerializer.DeserializeAsync(context.Request.Body, shape, ct);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The body is not what the protocol says.</summary>
    public static IResult Invalid(HttpContext context, string? field = null) => Problems.Of(DevicesRefusals.RequestInvalid(field), context);

    /// <summary>The problem of a refusal; one about the clock tells the time.</summary>
    public static async Task<IResult> Problem(Refusal refusal, HttpContext context, Operations operations, CancellationToken ct)
    {
        if (refusal.Code != AgentProblemCodes.ClockSkew) return Problems.Of(refusal, context);
        var time = await operations.Run(Visitor(context), (TellTime u) => u.Handle(), ct);
        return time.Done ? Problem(refusal, context, time.Value) : Problems.Of(refusal, context);
    }

    /// <summary>The problem of a refusal, where the time is known.</summary>
    public static IResult Problem(Refusal refusal, HttpContext context, DateTimeOffset serverTime) =>
        refusal.Code == AgentProblemCodes.ClockSkew
            ? Problems.Of(refusal, context, new Dictionary<string, object?> { ["serverTime"] = serverTime })
            : Problems.Of(refusal, context);

    /// <summary>How long a poll may wait: 0 when it does not say, null when it says something impossible.</summary>
    public static TimeSpan? Wait(HttpContext context, int longest)
    {
        if (!context.Request.Query.TryGetValue("wait", out var said)) return TimeSpan.Zero;
        return int.TryParse(said, System.Globalization.CultureInfo.InvariantCulture, out var seconds) && seconds >= 0 && seconds <= longest
            ? TimeSpan.FromSeconds(seconds)
            : null;
    }

    /// <summary>A state's name; null when there is no such state.</summary>
    public static ReportedState? State(string name) => name switch
    {
        StateNames.Active => ReportedState.Active,
        StateNames.Locked => ReportedState.Locked,
        StateNames.Released => ReportedState.Released,
        _ => null,
    };

    /// <summary>The heartbeat of a request.</summary>
    /// <exception cref="Refusal"><c>agent.heartbeat_invalid</c></exception>
    public static Heartbeat Heartbeat(HeartbeatRequest request)
    {
        var state = State(request.State) ?? throw DevicesRefusals.HeartbeatInvalid("state");
        if (request.Battery is < short.MinValue or > short.MaxValue) throw DevicesRefusals.HeartbeatInvalid("battery");
        if (request.Sim is { } sim && sim.Any(char.IsControl)) throw DevicesRefusals.HeartbeatInvalid("sim");
        if (request.AgentVersion.Any(char.IsControl)) throw DevicesRefusals.HeartbeatInvalid("agentVersion");
        return new Heartbeat(
            request.Counter, request.At, state, (short?)request.Battery, request.Sim, request.Rooted, request.Tampered, request.AgentVersion);
    }

    private static string? Address(HttpContext context) => context.Connection.RemoteIpAddress?.ToString();
}
