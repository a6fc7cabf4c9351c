using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Devices;

/// <summary>What an agent says about itself every so often, its figures within range.</summary>
public sealed record Heartbeat
{
    /// <summary>How far a device's clock may differ from the server's.</summary>
    public static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(5);

    /// <summary>Takes a heartbeat's figures.</summary>
    /// <exception cref="Refusal"><c>agent.heartbeat_invalid</c></exception>
    public Heartbeat(long counter, DateTimeOffset at, ReportedState state, short? battery, string? sim, bool rooted, bool tampered, string? agentVersion)
    {
        if (counter < 1) throw DevicesRefusals.HeartbeatInvalid("counter");
        if (!Enum.IsDefined(state)) throw DevicesRefusals.HeartbeatInvalid("state");
        if (battery is < 0 or > 100) throw DevicesRefusals.HeartbeatInvalid("battery");
        if (sim is { Length: > 64 }) throw DevicesRefusals.HeartbeatInvalid("sim");
        if (agentVersion is { Length: > 32 }) throw DevicesRefusals.HeartbeatInvalid("agentVersion");
        (Counter, At, State, Battery, Sim) = (counter, at, state, battery, string.IsNullOrWhiteSpace(sim) ? null : sim.Trim());
        (Rooted, Tampered, AgentVersion) = (rooted, tampered, agentVersion);
    }

    /// <summary>Strictly rising per device.</summary>
    public long Counter { get; }

    /// <summary>The device's own time.</summary>
    public DateTimeOffset At { get; }

    /// <summary>What the device is.</summary>
    public ReportedState State { get; }

    /// <summary>Percent, where there is a battery.</summary>
    public short? Battery { get; }

    /// <summary>The SIM's number, where there is one.</summary>
    public string? Sim { get; }

    /// <summary>True when the device is rooted.</summary>
    public bool Rooted { get; }

    /// <summary>True when the agent was tampered with.</summary>
    public bool Tampered { get; }

    /// <summary>The agent's version.</summary>
    public string? AgentVersion { get; }

    /// <summary>The flags as stored: 1 rooted, 2 tampered.</summary>
    public short Flags => (short)((Rooted ? 1 : 0) | (Tampered ? 2 : 0));

    /// <summary>Whether a device's time is near enough to the server's.</summary>
    public static bool IsNear(DateTimeOffset device, DateTimeOffset server) => (device - server).Duration() <= ClockTolerance;
}

/// <summary>What is strange about a device and not in the log yet.</summary>
/// <param name="Sim">Another SIM than the bound one.</param>
/// <param name="Tamper">Rooting or tampering.</param>
public readonly record struct Unnoted(bool Sim, bool Tamper);

/// <summary>
/// The hot part of a device: what it last said and until when it is paid. Heartbeats are written in batches by SQL.
/// </summary>
public sealed class DeviceStatus : Entity
{
    private DeviceStatus()
    {
    }

    /// <summary>The device.</summary>
    public DeviceId DeviceId { get; private set; }

    /// <summary>When the device locks itself; null when it has no such time.</summary>
    public DateTimeOffset? PaidUntil { get; private set; }

    /// <summary>True when the lease says: free for good.</summary>
    public bool Released { get; private set; }

    /// <summary>True while an order waits for the device.</summary>
    public bool LiveOrder { get; private set; }

    /// <summary>When it was last heard.</summary>
    public DateTimeOffset? LastSeenAt { get; private set; }

    /// <summary>The counter of the latest heartbeat.</summary>
    public long Counter { get; private set; }

    /// <summary>What it said it is.</summary>
    public ReportedState? ReportedState { get; private set; }

    /// <summary>Percent.</summary>
    public short? Battery { get; private set; }

    /// <summary>The SIM it has.</summary>
    public string? Sim { get; private set; }

    /// <summary>The SIM it had first.</summary>
    public string? BoundSim { get; private set; }

    /// <summary>True when the latest heartbeat said rooted.</summary>
    public bool Rooted { get; private set; }

    /// <summary>True when the latest heartbeat said tampered.</summary>
    public bool Tampered { get; private set; }

    /// <summary>The agent's version.</summary>
    public string? AgentVersion { get; private set; }

    /// <summary>The counter of the latest session.</summary>
    public long SessionCounter { get; private set; }

    /// <summary>The strange SIM that is in the log already; null when none is.</summary>
    public string? NotedSim { get; private set; }

    /// <summary>The flags (<see cref="Heartbeat.Flags"/>) that are in the log already.</summary>
    public short NotedFlags { get; private set; }

    /// <summary>The status of a device that was never heard.</summary>
    public static DeviceStatus For(DeviceId device, DateTimeOffset? paidUntil = null) =>
        new() { DeviceId = device, PaidUntil = paidUntil };

    /// <summary>Moves the time at which the device locks itself; after a release nothing moves any more.</summary>
    public void MoveLease(DateTimeOffset paidUntil)
    {
        if (!Released) PaidUntil = paidUntil;
    }

    /// <summary>Forgets the lease, the agent and what its last customer did with it. The next agent has a key of its own and counts anew.</summary>
    public void Restock()
    {
        (PaidUntil, LiveOrder, ReportedState, Sim, BoundSim) = (null, false, null, null, null);
        (Rooted, Tampered, NotedSim, NotedFlags, Counter, SessionCounter) = (false, false, null, 0, 0, 0);
    }

    /// <summary>Makes the lease say: free for good.</summary>
    public void Release() => (Released, PaidUntil) = (true, null);

    /// <summary>An order waits for the device.</summary>
    public void Queue() => LiveOrder = true;

    /// <summary>No order waits any more.</summary>
    public void Drain() => LiveOrder = false;

    /// <summary>Opens a session with a counter of the device's.</summary>
    /// <exception cref="Refusal"><c>agent.replayed</c></exception>
    public void OpenSession(long counter)
    {
        if (counter <= SessionCounter) throw DevicesRefusals.SessionReplayed();
        SessionCounter = counter;
    }

    /// <summary>
    /// Marks what is strange as noted and says what was not noted before. Kept apart from hearing it, so that a
    /// node that dies between hearing and noting loses nothing: the next heartbeat shows it again.
    /// </summary>
    public Unnoted Note()
    {
        var strange = BoundSim is not null && Sim is not null && Sim != BoundSim;
        var flags = (short)((Rooted ? 1 : 0) | (Tampered ? 2 : 0));
        var unnoted = new Unnoted(strange && Sim != NotedSim, (flags & ~NotedFlags) != 0);
        if (strange) NotedSim = Sim;
        NotedFlags = flags;
        return unnoted;
    }
}
