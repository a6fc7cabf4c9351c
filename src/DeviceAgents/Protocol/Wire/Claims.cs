namespace Paylatch.DeviceAgents.Protocol;

/// <summary>The <c>typ</c> of every signed message.</summary>
public static class MessageTypes
{
    /// <summary>A device proves that it holds the key it enrols with.</summary>
    public const string EnrolProof = "paylatch-enrol+jwt";

    /// <summary>The tenant names a device and its key.</summary>
    public const string Credential = "paylatch-credential+jwt";

    /// <summary>A device opens a session.</summary>
    public const string Session = "paylatch-session+jwt";

    /// <summary>The tenant orders a device to do something.</summary>
    public const string Command = "paylatch-command+jwt";

    /// <summary>The tenant says until when a device is paid.</summary>
    public const string Lease = "paylatch-lease+jwt";
}

/// <summary>What a command tells the device to do.</summary>
public static class CommandNames
{
    /// <summary>Lock; emergency calls and what keeps goods from spoiling go on.</summary>
    public const string Lock = "lock";

    /// <summary>Unlock, whatever locked it.</summary>
    public const string Unlock = "unlock";

    /// <summary>Paid off: never lock again.</summary>
    public const string Release = "release";

    /// <summary>Show a message; changes no state.</summary>
    public const string Message = "message";
}

/// <summary>The states a device reports.</summary>
public static class StateNames
{
    /// <summary>In use.</summary>
    public const string Active = "active";

    /// <summary>Locked by order or by a lease that ran out.</summary>
    public const string Locked = "locked";

    /// <summary>Paid off. Final.</summary>
    public const string Released = "released";
}

/// <summary>Payload of an enrolment proof, signed by the device's new key, which is in the header.</summary>
/// <param name="Code">The one-time enrolment code, in the form <see cref="EnrolmentCode.Normalise"/> gives.</param>
/// <param name="Kind">phone, laptop, tv, fridge, solar…</param>
/// <param name="Model">Maker's model name.</param>
/// <param name="AgentVersion">Version of the agent's software.</param>
/// <param name="Iat">Unix seconds, by the device's clock.</param>
/// <param name="Imei">For devices with a radio.</param>
/// <param name="Serial">For the others.</param>
public sealed record EnrolProofClaims(
    string Code, string Kind, string Model, string AgentVersion, long Iat, string? Imei = null, string? Serial = null);

/// <summary>Holds the key a credential is bound to (RFC 7800).</summary>
/// <param name="Jwk">The device's public key.</param>
public sealed record Confirmation(Jwk Jwk);

/// <summary>Payload of a device's credential, signed by the tenant's command key.</summary>
/// <param name="Sub">The device.</param>
/// <param name="Tid">The tenant's slug.</param>
/// <param name="Cnf">The device's key.</param>
/// <param name="Iat">Unix seconds.</param>
public sealed record CredentialClaims(Guid Sub, string Tid, Confirmation Cnf, long Iat);

/// <summary>Payload of a session assertion, signed by the device; the header's <c>kid</c> is the device's id.</summary>
/// <param name="Sub">The device.</param>
/// <param name="Tid">The tenant's slug.</param>
/// <param name="Iat">Unix seconds, by the device's clock.</param>
/// <param name="Cnt">Strictly increasing per device.</param>
/// <param name="Jti">Random.</param>
public sealed record SessionClaims(Guid Sub, string Tid, long Iat, long Cnt, string Jti);

/// <summary>Payload of a command, signed by the tenant's command key.</summary>
/// <param name="Jti">The order.</param>
/// <param name="Sub">The device.</param>
/// <param name="Tid">The tenant's slug.</param>
/// <param name="Cmd">One of <see cref="CommandNames"/>.</param>
/// <param name="Cnt">Strictly increasing per device; the same order keeps its counter however often it is signed.</param>
/// <param name="Iat">Unix seconds.</param>
/// <param name="Exp">Unix seconds; from then on it is refused.</param>
/// <param name="Reason">Why, for the audit.</param>
/// <param name="Message">What the device shows its user.</param>
public sealed record CommandClaims(
    Guid Jti, Guid Sub, string Tid, string Cmd, long Cnt, long Iat, long Exp, string Reason, string? Message = null);

/// <summary>Payload of a lease, signed by the tenant's command key.</summary>
/// <param name="Sub">The device.</param>
/// <param name="Tid">The tenant's slug.</param>
/// <param name="Iat">Unix seconds.</param>
/// <param name="PaidUntil">Unix seconds at which the device locks itself; null exactly when released.</param>
/// <param name="Released">Paid off for good.</param>
public sealed record LeaseClaims(Guid Sub, string Tid, long Iat, long? PaidUntil = null, bool Released = false);
