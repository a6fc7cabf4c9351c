namespace Paylatch.DeviceAgents.Protocol;

/// <summary>What a device is.</summary>
/// <param name="Kind">phone, laptop, tv, fridge, solar…</param>
/// <param name="Model">Maker's model name.</param>
/// <param name="AgentVersion">Version of the agent's software.</param>
/// <param name="Imei">For devices with a radio.</param>
/// <param name="Serial">For the others.</param>
public sealed record DeviceFacts(string Kind, string Model, string AgentVersion, string? Imei = null, string? Serial = null);

/// <summary>What a device measures of itself for a heartbeat.</summary>
/// <param name="Battery">0 to 100; null without a battery.</param>
/// <param name="Sim">The SIM's number; null without one.</param>
/// <param name="Rooted">The system was opened up.</param>
/// <param name="Tampered">The case or the agent was meddled with.</param>
public sealed record Vitals(int? Battery, string? Sim, bool Rooted, bool Tampered);

/// <summary>What the device was told when it enrolled; trusted from then on.</summary>
/// <param name="DeviceId">Its id.</param>
/// <param name="Tid">The tenant's slug.</param>
/// <param name="Credential">Its credential.</param>
/// <param name="Keys">The only keys it takes commands and leases from.</param>
public sealed record Membership(Guid DeviceId, string Tid, string Credential, IReadOnlyList<Jwk> Keys);

/// <summary>What became of one order, kept so that a lost report can be repeated.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="Counter">Its counter.</param>
/// <param name="Refused">Why it was refused; null when done.</param>
public sealed record OrderOutcome(Guid OrderId, long Counter, string? Refused = null);

/// <summary>A message to the user.</summary>
/// <param name="Text">The text.</param>
/// <param name="At">When it was signed.</param>
public sealed record UserMessage(string Text, DateTimeOffset At);

/// <summary>
/// Everything an agent must keep over a restart. Holds the private key: on a real device it lies in sealed storage.
/// Store it (<see cref="DeviceAgent.Keep"/>) before sending what <see cref="DeviceAgent"/> built, or a counter could be used twice.
/// </summary>
public sealed record AgentState
{
    /// <summary>What the device is.</summary>
    public required DeviceFacts Facts { get; init; }

    /// <summary>PKCS#8 PEM of the device's own key.</summary>
    public required string PrivateKey { get; init; }

    /// <summary>Null until enrolled.</summary>
    public Membership? Membership { get; init; }

    /// <summary>The last session counter used.</summary>
    public long SessionCounter { get; init; }

    /// <summary>The last heartbeat counter used.</summary>
    public long HeartbeatCounter { get; init; }

    /// <summary>What it knows about being locked.</summary>
    public LockMemory Lock { get; init; } = new();

    /// <summary>The time it trusts; null until enrolled.</summary>
    public TrustedTime? Time { get; init; }

    /// <summary>What to add to the wall clock when dating requests, learnt from the server's complaints.</summary>
    public TimeSpan WallCorrection { get; init; }

    /// <summary>Outcomes not yet delivered, oldest first.</summary>
    public IReadOnlyList<OrderOutcome> Undelivered { get; init; } = [];

    /// <summary>The last outcomes, newest last.</summary>
    public IReadOnlyList<OrderOutcome> Recent { get; init; } = [];

    /// <summary>The last message to the user.</summary>
    public UserMessage? Message { get; init; }
}
