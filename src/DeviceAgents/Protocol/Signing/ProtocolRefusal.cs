namespace Paylatch.DeviceAgents.Protocol;

/// <summary>One end of the wire says no to what the other end sent. Nothing was changed.</summary>
/// <param name="code">Stable code, one of <see cref="ProtocolCodes"/>.</param>
/// <param name="reason">What is wrong, for a log.</param>
public sealed class ProtocolRefusal(string code, string reason) : Exception(reason)
{
    /// <summary>Stable code, one of <see cref="ProtocolCodes"/>.</summary>
    public string Code { get; } = code;
}

/// <summary>Why a signed message is refused. The agent reports these codes in its results.</summary>
public static class ProtocolCodes
{
    /// <summary>Not a compact JWS, or its JSON does not have the promised shape.</summary>
    public const string Malformed = "malformed";

    /// <summary>Signed by nobody we trust, by another algorithm, or changed on the way.</summary>
    public const string BadSignature = "bad_signature";

    /// <summary>A key that is not a point on P-256.</summary>
    public const string BadKey = "bad_key";

    /// <summary>Meant for another device.</summary>
    public const string WrongDevice = "wrong_device";

    /// <summary>Meant for another tenant.</summary>
    public const string WrongTenant = "wrong_tenant";

    /// <summary>The counter is not above the last one taken.</summary>
    public const string Replayed = "replayed";

    /// <summary>Its time is over.</summary>
    public const string Expired = "expired";

    /// <summary>Dated further in the future than clocks may differ.</summary>
    public const string NotYet = "not_yet";

    /// <summary>The sender's clock is more than <see cref="ProtocolLimits.ClockSkew"/> away.</summary>
    public const string ClockSkew = "clock_skew";

    /// <summary>The code in the proof is not the code in the request.</summary>
    public const string WrongCode = "wrong_code";

    /// <summary>A lock for a device that is released: release is final.</summary>
    public const string Released = "released";

    /// <summary>An order this agent does not know.</summary>
    public const string Unsupported = "unsupported";

    /// <summary>The device has not been enrolled.</summary>
    public const string NotEnrolled = "not_enrolled";
}

/// <summary>The protocol's fixed times and sizes.</summary>
public static class ProtocolLimits
{
    /// <summary>How far a device's clock may be from the server's before it is asked to correct it.</summary>
    public static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(5);

    /// <summary>How long a signed command may be obeyed.</summary>
    public static readonly TimeSpan CommandLife = TimeSpan.FromMinutes(10);

    /// <summary>How far in the future of the agent's trusted time a signed message may be dated.</summary>
    public static readonly TimeSpan FutureTolerance = TimeSpan.FromSeconds(60);

    /// <summary>
    /// How long an unlock order holds against the leases signed before it. A bound, so that a device that is cut off
    /// right after an unlock does not stay open for ever.
    /// </summary>
    public static readonly TimeSpan UnlockHolds = TimeSpan.FromDays(1);

    /// <summary>The longest signed message either end reads, in characters.</summary>
    public const int LongestMessage = 16 * 1024;
}

internal static class Refuse
{
    public static ProtocolRefusal Malformed(string what) => new(ProtocolCodes.Malformed, what);

    public static ProtocolRefusal Signature(string what) => new(ProtocolCodes.BadSignature, what);

    public static ProtocolRefusal Key(string what) => new(ProtocolCodes.BadKey, what);
}
