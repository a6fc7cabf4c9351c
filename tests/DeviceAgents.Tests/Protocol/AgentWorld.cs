using System.Text;
using System.Text.Json;

namespace Paylatch.DeviceAgents.Protocol.Tests;

/// <summary>Clocks that a test moves by hand.</summary>
internal sealed class HandClock : IAgentClock
{
    public DateTimeOffset Wall { get; set; } = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);

    public TimeSpan Elapsed { get; set; } = TimeSpan.FromHours(5);

    public string Boot { get; set; } = "first";

    public void Pass(TimeSpan time)
    {
        Wall += time;
        Elapsed += time;
    }

    public void Reboot()
    {
        Boot += "'";
        Elapsed = TimeSpan.FromSeconds(20);
    }
}

/// <summary>One enrolled agent, the portal's key that it trusts, and the clocks of both.</summary>
internal sealed class AgentWorld
{
    public const string Tid = "zuri";

    public AgentWorld(TimeSpan? paidFor = null)
    {
        Portal = Clock.Wall;
        Agent = DeviceAgent.New(new DeviceFacts("phone", "Tecno Spark 20", "sim/1", "490154203237518"), Clock);
        var proof = PortalMessages.VerifyProof(Agent.Enrol(EnrolmentCode.New()), Portal);
        DeviceKey = VerifyingKey.From(proof.DeviceKey);
        var credential = PortalMessages.SignCredential(new CredentialClaims(Device, Tid, new Confirmation(proof.DeviceKey), Unix), Key);
        var lease = Lease(Portal + (paidFor ?? TimeSpan.FromDays(10)));
        Agent.Enrolled(new EnrolAnswer(Device, credential, [Key.Public.Jwk], lease, Portal));
    }

    public HandClock Clock { get; } = new();

    public SigningKey Key { get; } = SigningKey.New();

    public SigningKey Stranger { get; } = SigningKey.New();

    public Guid Device { get; } = Guid.CreateVersion7();

    public VerifyingKey DeviceKey { get; }

    public DeviceAgent Agent { get; private set; }

    /// <summary>The portal's clock.</summary>
    public DateTimeOffset Portal { get; private set; }

    public long Unix => Portal.ToUnixTimeSeconds();

    public long NextCounter { get; private set; } = 1;

    /// <summary>Every command the portal ever signed, with its counter.</summary>
    public List<(string Jws, long Counter)> Sent { get; } = [];

    /// <summary>The highest counter the agent obeyed, as the test saw it and not as the agent says.</summary>
    public long Obeyed { get; private set; }

    public LockMemory Lock => Agent.State.Lock;

    public void Pass(TimeSpan time)
    {
        Portal += time;
        Clock.Pass(time);
    }

    public CommandClaims Claims(string cmd, long? counter = null, long? iat = null) => new(
        Guid.CreateVersion7(), Device, Tid, cmd, counter ?? NextCounter++, iat ?? Unix, (iat ?? Unix) + 600, "installment overdue", "Please pay");

    public string Command(string cmd) => Sign(Claims(cmd));

    public string Sign(CommandClaims claims)
    {
        var jws = PortalMessages.SignCommand(claims, Key);
        Sent.Add((jws, claims.Cnt));
        return jws;
    }

    public void Give((string Jws, long Counter) command)
    {
        if (Agent.Obey(command.Jws).Taken) Obeyed = Math.Max(Obeyed, command.Counter);
    }

    public string Lease(DateTimeOffset? paidUntil, long? iat = null) =>
        PortalMessages.SignLease(new LeaseClaims(Device, Tid, iat ?? Unix, paidUntil?.ToUnixTimeSeconds(), paidUntil is null), Key);

    /// <summary>Switches the device off and on: only what it kept, as JSON, comes back.</summary>
    public void Restart(bool reboot = false)
    {
        var kept = JsonSerializer.Serialize(Agent.Keep(), WireJson.Default.AgentState);
        if (reboot) Clock.Reboot();
        Agent = DeviceAgent.Restore(JsonSerializer.Deserialize(kept, WireJson.Default.AgentState)!, Clock);
    }

    /// <summary>A message that was not signed by the portal for this device as what it is handed in as.</summary>
    public string Forgery(int way, string cmd) => (way % 10) switch
    {
        0 => PortalMessages.SignCommand(Claims(cmd, 1_000_000), Stranger),
        1 => Jws.Sign(Claims(cmd, 1_000_000), WireJson.Default.CommandClaims, SigningKey.FromPem(Stranger.ToPem(), Key.Kid), MessageTypes.Command),
        2 => Jws.Sign(Claims(cmd, 1_000_000), WireJson.Default.CommandClaims, Key, MessageTypes.Lease),
        3 => PortalMessages.SignCommand(Claims(cmd, 1_000_000) with { Sub = Guid.CreateVersion7() }, Key),
        4 => PortalMessages.SignCommand(Claims(cmd, 1_000_000) with { Tid = "other" }, Key),
        5 => $"{StrictBase64Url.Encode("""{"alg":"none"}"""u8)}.{StrictBase64Url.Encode(Json(cmd))}.",
        6 => Swapped(PortalMessages.SignCommand(Claims(CommandNames.Message, 1_000_000), Key), Json(cmd)),
        7 => PortalMessages.SignLease(new LeaseClaims(Device, Tid, Unix + 1_000, null, true), Stranger),
        8 => PortalMessages.SignLease(new LeaseClaims(Guid.CreateVersion7(), Tid, Unix + 1_000, Unix - 1_000, false), Key),
        _ => cmd,
    };

    private byte[] Json(string cmd) => JsonSerializer.SerializeToUtf8Bytes(Claims(cmd, 1_000_000), WireJson.Default.CommandClaims);

    private static string Swapped(string jws, byte[] payload)
    {
        var parts = jws.Split('.');
        return new StringBuilder(parts[0]).Append('.').Append(StrictBase64Url.Encode(payload)).Append('.').Append(parts[2]).ToString();
    }
}
