namespace Paylatch.DeviceAgents.Protocol;

/// <summary>What the agent makes of a signed message.</summary>
/// <param name="Refused">Why it was refused, one of <see cref="ProtocolCodes"/>; null when taken.</param>
/// <param name="OrderId">The order, when the message was proven to be a command for this device.</param>
public sealed record Verdict(string? Refused, Guid? OrderId = null)
{
    /// <summary>True when the message was taken.</summary>
    public bool Taken => Refused is null;
}

/// <summary>
/// The agent on a device: builds what the device says, checks what it is told, and decides whether it is locked.
/// No network, no files, no threads of its own: the platform's shell moves the messages, stores what <see cref="Keep"/> gives, and
/// calls from one thread at a time.
/// </summary>
public sealed class DeviceAgent
{
    private const int RecentKept = 32;
    private const int MostKeys = 8;

    private readonly IAgentClock _clock;
    private readonly SigningKey _key;
    private Dictionary<string, VerifyingKey> _portalKeys = [];

    private DeviceAgent(AgentState state, SigningKey key, IAgentClock clock)
    {
        (State, _key, _clock) = (state, key, clock);
        if (state.Membership is { } member) _portalKeys = KeysByName(member.Keys);
    }

    /// <summary>What the agent knows; replaced as a whole by every change. To keep it, take <see cref="Keep"/>.</summary>
    public AgentState State { get; private set; }

    /// <summary>Null until enrolled.</summary>
    public Guid? DeviceId => State.Membership?.DeviceId;

    /// <summary>The time the agent trusts; the wall clock's until it is enrolled.</summary>
    public DateTimeOffset Now => State.Time?.Now(_clock) ?? SaidTime;

    /// <summary>The time the device writes on what it sends: its wall clock, put right as the server asked.</summary>
    public DateTimeOffset SaidTime => _clock.Wall + State.WallCorrection;

    /// <summary>What locks the device now.</summary>
    public LockCause LockedBy => State.Lock.CauseAt(Now);

    /// <summary>The state's name now, one of <see cref="StateNames"/>.</summary>
    public string StateName => State.Lock.StateAt(Now);

    /// <summary>Makes a device fresh from the factory, with a key of its own.</summary>
    public static DeviceAgent New(DeviceFacts facts, IAgentClock clock)
    {
        ArgumentNullException.ThrowIfNull(facts);
        var key = SigningKey.New();
        return new DeviceAgent(new AgentState { Facts = facts, PrivateKey = key.ToPem() }, key, clock);
    }

    /// <summary>Wakes a device with what it kept.</summary>
    /// <exception cref="ProtocolRefusal">When what it kept cannot be read.</exception>
    public static DeviceAgent Restore(AgentState state, IAgentClock clock)
    {
        ArgumentNullException.ThrowIfNull(state);
        var agent = new DeviceAgent(state, SigningKey.FromPem(state.PrivateKey), clock);
        // From here on time runs in this boot, from the last time known.
        agent.State = agent.Keep();
        return agent;
    }

    /// <summary>
    /// What to store: the state with the trusted time brought up to now, because the elapsed clock does not survive a
    /// reboot. Store it after every change and every few minutes: what passed since is the most a reboot can hide.
    /// </summary>
    public AgentState Keep() => State with { Time = State.Time?.Anchored(_clock) };

    /// <summary>Asks to enrol with a one-time code.</summary>
    public EnrolRequest Enrol(string code)
    {
        var normal = EnrolmentCode.Normalise(code) ?? throw Refuse.Malformed("Not an enrolment code.");
        var f = State.Facts;
        var claims = new EnrolProofClaims(normal, f.Kind, f.Model, f.AgentVersion, SaidTime.ToUnixTimeSeconds(), f.Imei, f.Serial);
        var jwk = _key.Public.Jwk with { Kid = null };
        return new EnrolRequest(normal, Jws.Sign(claims, WireJson.Default.EnrolProofClaims, _key, MessageTypes.EnrolProof, jwk));
    }

    /// <summary>Takes the answer to <see cref="Enrol"/>: pins the portal's keys and checks all it signed with them.</summary>
    /// <exception cref="ProtocolRefusal">When anything in it does not fit; the device stays as it was.</exception>
    public void Enrolled(EnrolAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        if (State.Membership is not null) throw new InvalidOperationException("Already enrolled.");
        var keys = KeysByName(answer.Keys);
        var credential = Open(keys, answer.Credential, MessageTypes.Credential, WireJson.Default.CredentialClaims);
        if (credential.Sub != answer.DeviceId || VerifyingKey.From(credential.Cnf.Jwk).Jwk.Thumbprint() != _key.Kid)
            throw new ProtocolRefusal(ProtocolCodes.WrongDevice, "The credential is for another device or key.");
        var member = new Membership(answer.DeviceId, credential.Tid, answer.Credential, answer.Keys);
        var lease = CheckLease(Open(keys, answer.Lease, MessageTypes.Lease, WireJson.Default.LeaseClaims), member);
        _portalKeys = keys;
        State = State with
        {
            Membership = member,
            Lock = State.Lock.Take(lease),
            Time = new TrustedTime(DateTimeOffset.FromUnixTimeSeconds(lease.Iat), _clock.Elapsed, _clock.Boot),
        };
    }

    /// <summary>Builds the assertion that opens a session. Uses up a counter.</summary>
    public SessionRequest OpenSession()
    {
        var member = Member();
        State = State with { SessionCounter = State.SessionCounter + 1 };
        var claims = new SessionClaims(
            member.DeviceId, member.Tid, SaidTime.ToUnixTimeSeconds(), State.SessionCounter, Guid.NewGuid().ToString("N"));
        var header = new JwsHeader(Jws.Algorithm, MessageTypes.Session, member.DeviceId.ToString("D"));
        var payload = System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(claims, WireJson.Default.SessionClaims);
        return new SessionRequest(Jws.Sign(header, payload, _key));
    }

    /// <summary>Builds a heartbeat. Uses up a counter.</summary>
    public HeartbeatRequest Heartbeat(Vitals vitals)
    {
        ArgumentNullException.ThrowIfNull(vitals);
        Member();
        State = State with { HeartbeatCounter = State.HeartbeatCounter + 1 };
        return new HeartbeatRequest(
            State.HeartbeatCounter, SaidTime, StateName, vitals.Rooted, vitals.Tampered, State.Facts.AgentVersion, vitals.Battery, vitals.Sim);
    }

    /// <summary>The portal has seen higher counters than ours (we were restored from an old copy): leaps ahead.</summary>
    public void LeapCounters() => State = State with
    {
        SessionCounter = State.SessionCounter + 1000,
        HeartbeatCounter = State.HeartbeatCounter + 1000,
    };

    /// <summary>
    /// The server says the device's clock is off. Only what the device writes on its requests is put right: the time
    /// that decides about locks takes signed messages and nothing else.
    /// </summary>
    public void CorrectClock(DateTimeOffset serverTime) => State = State with { WallCorrection = serverTime - _clock.Wall };

    /// <summary>Takes a lease.</summary>
    public Verdict TakeLease(string? jws)
    {
        try
        {
            var lease = CheckLease(Open(_portalKeys, jws, MessageTypes.Lease, WireJson.Default.LeaseClaims), Member());
            State = State with { Lock = State.Lock.Take(lease), Time = Seen(lease.Iat) };
            return new Verdict(null);
        }
        catch (ProtocolRefusal no)
        {
            return new Verdict(no.Code);
        }
    }

    /// <summary>
    /// Obeys a command or refuses it. Outcomes of commands proven to be for this device wait in
    /// <see cref="Results"/>; others leave no trace, so that a forger cannot make us report on a real order. One refused
    /// for its time alone is not reported: the portal signs it anew at the next fetch.
    /// </summary>
    public Verdict Obey(string? jws)
    {
        CommandClaims command;
        try
        {
            command = CheckCommand(Open(_portalKeys, jws, MessageTypes.Command, WireJson.Default.CommandClaims), Member());
        }
        catch (ProtocolRefusal no)
        {
            return new Verdict(no.Code);
        }

        if (command.Cnt <= State.Lock.CommandCounter) return Replayed(command);
        var now = Now.ToUnixTimeSeconds();
        if (command.Iat > now + (long)ProtocolLimits.FutureTolerance.TotalSeconds) return new Verdict(ProtocolCodes.NotYet, command.Jti);
        if (command.Exp <= now) return new Verdict(ProtocolCodes.Expired, command.Jti);
        return Do(command);
    }

    /// <summary>What to report, oldest first. Send each until the portal takes it, then call <see cref="Reported"/>.</summary>
    public IReadOnlyList<ResultRequest> Results() =>
        [.. State.Undelivered.Select(o => new ResultRequest(
            o.OrderId, o.Counter, o.Refused is null ? ResultRequest.Done : ResultRequest.Refused, StateName, SaidTime, o.Refused))];

    /// <summary>The portal took a result, or will never take it.</summary>
    public void Reported(Guid orderId) =>
        State = State with { Undelivered = [.. State.Undelivered.Where(o => o.OrderId != orderId)] };

    private Verdict Do(CommandClaims command)
    {
        var (memory, refused) = State.Lock.Take(command);
        var outcome = new OrderOutcome(command.Jti, command.Cnt, refused);
        State = State with
        {
            Lock = memory,
            Time = Seen(command.Iat),
            Message = refused is null ? Shown(command) : State.Message,
            Recent = [.. State.Recent.Append(outcome).TakeLast(RecentKept)],
        };
        Report(outcome);
        return new Verdict(refused, command.Jti);
    }

    // An order without words takes the last one's from the screen: "please pay" must not outlive the unlock.
    private UserMessage? Shown(CommandClaims command) => command switch
    {
        { Message: { } text } => new UserMessage(text, DateTimeOffset.FromUnixTimeSeconds(command.Iat)),
        { Cmd: CommandNames.Message } => State.Message,
        _ => null,
    };

    // The portal signs an order again when our report was lost. It must hear what became of it, not "replayed".
    private Verdict Replayed(CommandClaims command)
    {
        var known = State.Recent.LastOrDefault(o => o.OrderId == command.Jti && o.Counter == command.Cnt);
        Report(known ?? new OrderOutcome(command.Jti, command.Cnt, ProtocolCodes.Replayed));
        return new Verdict(ProtocolCodes.Replayed, command.Jti);
    }

    private void Report(OrderOutcome outcome) => State = State with
    {
        Undelivered = [.. State.Undelivered.Where(o => o.OrderId != outcome.OrderId).TakeLast(RecentKept - 1), outcome],
    };

    private TrustedTime Seen(long iat) =>
        State.Time!.Seen(DateTimeOffset.FromUnixTimeSeconds(iat), _clock);

    private Membership Member() =>
        State.Membership ?? throw new ProtocolRefusal(ProtocolCodes.NotEnrolled, "The device is not enrolled.");

    private static CommandClaims CheckCommand(CommandClaims command, Membership member)
    {
        MustBeFor(command.Sub, command.Tid, member);
        if (!IsTime(command.Iat) || !IsTime(command.Exp)) throw Refuse.Malformed("A time in the command is outside the calendar.");
        return command;
    }

    private static LeaseClaims CheckLease(LeaseClaims lease, Membership member)
    {
        MustBeFor(lease.Sub, lease.Tid, member);
        if (!IsTime(lease.Iat) || (lease.PaidUntil is { } end && !IsTime(end)))
            throw Refuse.Malformed("A time in the lease is outside the calendar.");
        if (lease.Released == lease.PaidUntil.HasValue) throw Refuse.Malformed("A lease has an end unless the device is released.");
        return lease;
    }

    private static void MustBeFor(Guid sub, string tid, Membership member)
    {
        if (sub != member.DeviceId) throw new ProtocolRefusal(ProtocolCodes.WrongDevice, "Meant for another device.");
        if (tid != member.Tid) throw new ProtocolRefusal(ProtocolCodes.WrongTenant, "Meant for another tenant.");
    }

    // From 1970 to 9000: leaves room for adding days without leaving the calendar.
    private static bool IsTime(long unixSeconds) => unixSeconds is >= 0 and < 221845392000;

    private static T Open<T>(
        Dictionary<string, VerifyingKey> keys, string? compact, string typ, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> shape)
        where T : class
    {
        var jws = Jws.Read(compact);
        if (jws.Header.Kid is not { } kid || !keys.TryGetValue(kid, out var key))
            throw Refuse.Signature("Signed by a key we do not know.");
        return jws.Open(key, typ, shape);
    }

    private static Dictionary<string, VerifyingKey> KeysByName(IReadOnlyList<Jwk> keys)
    {
        if (keys.Count is 0 or > MostKeys) throw Refuse.Key("The portal gave no keys, or too many.");
        var byName = new Dictionary<string, VerifyingKey>(StringComparer.Ordinal);
        foreach (var jwk in keys)
        {
            if (jwk.Kid is not { Length: > 0 } kid || !byName.TryAdd(kid, VerifyingKey.From(jwk)))
                throw Refuse.Key("A portal key has no name, or another one's.");
        }

        return byName;
    }
}
