namespace Paylatch.DeviceAgents.Protocol;

/// <summary>Addresses under the tenant's host.</summary>
public static class AgentRoutes
{
    /// <summary>GET: the tenant's time.</summary>
    public const string Time = "/agent/v1/time";

    /// <summary>POST <see cref="Protocol.EnrolRequest"/>.</summary>
    public const string Enrol = "/agent/v1/enrol";

    /// <summary>POST <see cref="SessionRequest"/>.</summary>
    public const string Session = "/agent/v1/session";

    /// <summary>POST <see cref="HeartbeatRequest"/>, under a session's token.</summary>
    public const string Heartbeat = "/agent/v1/heartbeat";

    /// <summary>GET, under a session's token; <c>?wait=seconds</c> up to 30.</summary>
    public const string Commands = "/agent/v1/commands";

    /// <summary>POST <see cref="ResultRequest"/>, under a session's token.</summary>
    public const string Results = "/agent/v1/results";
}

/// <summary>The <c>code</c> of the problems the portal answers and the agent acts on.</summary>
public static class AgentProblemCodes
{
    /// <summary>401: the device's clock is off; the problem carries <c>serverTime</c>.</summary>
    public const string ClockSkew = "agent.clock_skew";

    /// <summary>409 (heartbeat) or 401 (session): the counter is not above the last one.</summary>
    public const string Replayed = "agent.replayed";
}

/// <summary>Answer of GET time.</summary>
/// <param name="ServerTime">The tenant's clock.</param>
public sealed record TimeAnswer(DateTimeOffset ServerTime);

/// <summary>Asks to enrol.</summary>
/// <param name="Code">The one-time code.</param>
/// <param name="Proof">JWS of <see cref="EnrolProofClaims"/>.</param>
public sealed record EnrolRequest(string Code, string Proof);

/// <summary>The device is enrolled (201).</summary>
/// <param name="DeviceId">Its id.</param>
/// <param name="Credential">JWS of <see cref="CredentialClaims"/>.</param>
/// <param name="Keys">The tenant's command keys, each with <c>kid</c>; the agent trusts these and no others from now on.</param>
/// <param name="Lease">JWS of <see cref="LeaseClaims"/>.</param>
/// <param name="ServerTime">The tenant's clock.</param>
public sealed record EnrolAnswer(
    Guid DeviceId, string Credential, IReadOnlyList<Jwk> Keys, string Lease, DateTimeOffset ServerTime);

/// <summary>Opens a session.</summary>
/// <param name="Assertion">JWS of <see cref="SessionClaims"/>.</param>
public sealed record SessionRequest(string Assertion);

/// <summary>A session is open.</summary>
/// <param name="Token">Bearer token, opaque to the agent.</param>
/// <param name="ExpiresAt">When it ends, by the tenant's clock.</param>
/// <param name="ServerTime">The tenant's clock.</param>
public sealed record SessionAnswer(string Token, DateTimeOffset ExpiresAt, DateTimeOffset ServerTime);

/// <summary>I am alive.</summary>
/// <param name="Counter">Strictly increasing per device; of its own, not the session's.</param>
/// <param name="At">The device's clock.</param>
/// <param name="State">One of <see cref="StateNames"/>.</param>
/// <param name="Rooted">The system was opened up.</param>
/// <param name="Tampered">The case or the agent was meddled with.</param>
/// <param name="AgentVersion">Version of the agent's software.</param>
/// <param name="Battery">0 to 100; null without a battery.</param>
/// <param name="Sim">The SIM's number; null without one.</param>
public sealed record HeartbeatRequest(
    long Counter, DateTimeOffset At, string State, bool Rooted, bool Tampered, string AgentVersion, int? Battery = null, string? Sim = null);

/// <summary>Heard.</summary>
/// <param name="ServerTime">The tenant's clock.</param>
/// <param name="Lease">JWS of <see cref="LeaseClaims"/>.</param>
/// <param name="Pending">An order waits to be fetched.</param>
public sealed record HeartbeatAnswer(DateTimeOffset ServerTime, string Lease, bool Pending);

/// <summary>What waits for the device.</summary>
/// <param name="Commands">JWS of <see cref="CommandClaims"/>, lowest counter first.</param>
public sealed record CommandsAnswer(IReadOnlyList<string> Commands);

/// <summary>What became of an order. Sent until it is answered 204; the same one may arrive twice.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="Counter">The order's counter.</param>
/// <param name="Outcome"><c>done</c> or <c>refused</c>.</param>
/// <param name="State">The device's state when sending, one of <see cref="StateNames"/>.</param>
/// <param name="At">The device's clock when sending.</param>
/// <param name="Code">Why it was refused, one of <see cref="ProtocolCodes"/>.</param>
public sealed record ResultRequest(Guid OrderId, long Counter, string Outcome, string State, DateTimeOffset At, string? Code = null)
{
    /// <summary>The agent did it.</summary>
    public const string Done = "done";

    /// <summary>The agent would not, and nothing changed.</summary>
    public const string Refused = "refused";
}

/// <summary>What the agent reads of a ProblemDetails.</summary>
/// <param name="Code">Stable code.</param>
/// <param name="Title">In words.</param>
/// <param name="Detail">In more words.</param>
/// <param name="Status">HTTP status.</param>
/// <param name="ServerTime">With <see cref="AgentProblemCodes.ClockSkew"/>.</param>
public sealed record AgentProblem(
    string? Code = null, string? Title = null, string? Detail = null, int? Status = null, DateTimeOffset? ServerTime = null);
