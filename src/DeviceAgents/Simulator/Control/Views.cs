using System.Globalization;
using Paylatch.DeviceAgents.Protocol;

namespace Paylatch.DeviceAgents.Simulator;

/// <summary>What the device's screen says.</summary>
/// <param name="Title">In large letters.</param>
/// <param name="Text">Below it.</param>
/// <param name="Essential">What a lock never takes away; null when not locked.</param>
public sealed record Face(string Title, string Text, string? Essential);

/// <summary>One simulated device as the control API shows it.</summary>
public sealed record DeviceView
{
    /// <summary>The id the portal gave it.</summary>
    public required Guid Id { get; init; }

    /// <summary>The tenant's base address.</summary>
    public required string TenantUrl { get; init; }

    /// <summary>phone, laptop, tv, fridge, solar…</summary>
    public required string Kind { get; init; }

    /// <summary>Maker's model name.</summary>
    public required string Model { get; init; }

    /// <summary>For devices with a radio.</summary>
    public string? Imei { get; init; }

    /// <summary>For the others.</summary>
    public string? Serial { get; init; }

    /// <summary>Whether it has a network.</summary>
    public required bool Online { get; init; }

    /// <summary>active, locked or released.</summary>
    public required string State { get; init; }

    /// <summary>none, order or lease.</summary>
    public required string LockedBy { get; init; }

    /// <summary>What its screen says.</summary>
    public required Face Face { get; init; }

    /// <summary>Why the merchant locked it.</summary>
    public string? Reason { get; init; }

    /// <summary>The last message to its user.</summary>
    public string? Message { get; init; }

    /// <summary>When it locks itself if it hears nothing; null when released.</summary>
    public DateTimeOffset? PaidUntil { get; init; }

    /// <summary>The time the agent trusts.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>What its wall clock shows.</summary>
    public required DateTimeOffset Wall { get; init; }

    /// <summary>How wrong its wall clock was set.</summary>
    public required double SkewSeconds { get; init; }

    /// <summary>The SIM's number; null without one.</summary>
    public string? Sim { get; init; }

    /// <summary>The case or the agent was meddled with.</summary>
    public required bool Tampered { get; init; }

    /// <summary>The system was opened up.</summary>
    public required bool Rooted { get; init; }

    /// <summary>0 to 100; null without a battery.</summary>
    public int? Battery { get; init; }

    /// <summary>The highest command counter taken.</summary>
    public required long CommandCounter { get; init; }

    /// <summary>The last heartbeat's counter.</summary>
    public required long HeartbeatCounter { get; init; }

    /// <summary>When the portal last took a heartbeat, since this process started.</summary>
    public DateTimeOffset? LastHeartbeatAt { get; init; }

    /// <summary>What went wrong last, until a heartbeat goes well.</summary>
    public string? Problem { get; init; }

    /// <summary>How many messages the agent refused, by code, since this process started.</summary>
    public required IReadOnlyDictionary<string, int> Refusals { get; init; }
}

/// <summary>The fleet in numbers.</summary>
/// <param name="Devices">All.</param>
/// <param name="Online">With a network.</param>
/// <param name="Locked">Locked by order or lease.</param>
/// <param name="Released">Paid off.</param>
/// <param name="InTrouble">Online, and could not talk to the portal last time.</param>
public sealed record FleetView(int Devices, int Online, int Locked, int Released, int InTrouble);

internal static class Views
{
    public static DeviceView Of(DeviceAgent agent, Body body, WorldClock clock, World world, Diary diary, int? battery)
    {
        var (state, facts, now) = (agent.State, agent.State.Facts, agent.Now);
        var (heard, problem, refusals) = diary.Read();
        var cause = state.Lock.CauseAt(now);
        var paidUntil = state.Lock.LocksAt is { } at ? DateTimeOffset.FromUnixTimeSeconds(at) : (DateTimeOffset?)null;
        return new DeviceView
        {
            Id = agent.DeviceId!.Value,
            TenantUrl = world.Portal.GetLeftPart(UriPartial.Authority),
            Kind = facts.Kind,
            Model = facts.Model,
            Imei = facts.Imei,
            Serial = facts.Serial,
            Online = body.Online,
            State = state.Lock.StateAt(now),
            LockedBy = cause.ToString().ToLowerInvariant(),
            Face = FaceOf(facts.Kind, state, cause, paidUntil),
            Reason = state.Lock.Order?.Reason,
            Message = state.Message?.Text,
            PaidUntil = paidUntil,
            Time = now,
            Wall = clock.Wall,
            SkewSeconds = Math.Round(clock.Skew.TotalSeconds),
            Sim = body.Sim,
            Tampered = body.Tampered,
            Rooted = body.Rooted,
            Battery = battery,
            CommandCounter = state.Lock.CommandCounter,
            HeartbeatCounter = state.HeartbeatCounter,
            LastHeartbeatAt = heard,
            Problem = body.Online ? problem : null,
            Refusals = refusals,
        };
    }

    private static Face FaceOf(string kind, AgentState state, LockCause cause, DateTimeOffset? paidUntil)
    {
        var message = state.Message?.Text;
        if (state.Lock.Released) return new Face("Yours", message ?? "Paid in full. This device will never lock again.", null);
        var until = paidUntil is { } end ? end.ToString("ddd d MMM yyyy HH:mm 'UTC'", CultureInfo.InvariantCulture) : "";
        return cause switch
        {
            LockCause.None => new Face("Ready", message ?? $"Paid until {until}.", null),
            LockCause.Order => new Face("Locked", state.Lock.Order!.Message ?? "Please pay your installment to unlock.", EssentialOf(kind)),
            _ => new Face("Locked", $"The time paid for ended on {until}. Pay to unlock.", EssentialOf(kind)),
        };
    }

    // Degrade, never spoil, and never cut emergency calls.
    private static string EssentialOf(string kind) => kind switch
    {
        "phone" or "tablet" => "Emergency calls still work: 112",
        "fridge" => "Keeps cooling at 4\u00a0°C. Ice maker, display and fast freeze are off.",
        "laptop" => "Your files are safe. Nothing is erased.",
        "tv" => "Emergency broadcasts are still shown.",
        "solar" or "solar_kit" => "One light stays on. The other sockets are off.",
        _ => "What keeps people and goods safe stays on.",
    };
}
