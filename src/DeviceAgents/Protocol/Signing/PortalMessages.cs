namespace Paylatch.DeviceAgents.Protocol;

/// <summary>A proof that held.</summary>
/// <param name="Claims">What the device says of itself.</param>
/// <param name="DeviceKey">The key it holds.</param>
public sealed record VerifiedProof(EnrolProofClaims Claims, Jwk DeviceKey);

/// <summary>The portal's end of the wire: what it signs for devices and how it checks what they signed.</summary>
public static class PortalMessages
{
    /// <summary>Signs a command. Give the same order the same counter each time it is signed.</summary>
    public static string SignCommand(CommandClaims claims, SigningKey key)
    {
        ArgumentNullException.ThrowIfNull(claims);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(claims.Cnt, 0);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(claims.Exp, claims.Iat);
        return Jws.Sign(claims, WireJson.Default.CommandClaims, key, MessageTypes.Command);
    }

    /// <summary>Signs a lease. Exactly the released ones have no end: a lease without one would never lock.</summary>
    public static string SignLease(LeaseClaims claims, SigningKey key)
    {
        ArgumentNullException.ThrowIfNull(claims);
        if (claims.Released == claims.PaidUntil.HasValue)
            throw new ArgumentException("A lease has an end unless the device is released.", nameof(claims));
        return Jws.Sign(claims, WireJson.Default.LeaseClaims, key, MessageTypes.Lease);
    }

    /// <summary>Signs a device's credential.</summary>
    public static string SignCredential(CredentialClaims claims, SigningKey key) =>
        Jws.Sign(claims, WireJson.Default.CredentialClaims, key, MessageTypes.Credential);

    /// <summary>Checks that whoever enrols holds the key in the proof's header, means this code, and knows the time.</summary>
    /// <param name="request">What was sent.</param>
    /// <param name="now">The tenant's clock.</param>
    /// <exception cref="ProtocolRefusal">malformed, bad_key, bad_signature, wrong_code or clock_skew</exception>
    public static VerifiedProof VerifyProof(EnrolRequest request, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(request);
        var jws = Jws.Read(request.Proof);
        var jwk = (jws.Header.Jwk ?? throw Refuse.Malformed("The proof carries no key.")) with { Kid = null };
        var claims = jws.Open(VerifyingKey.From(jwk), MessageTypes.EnrolProof, WireJson.Default.EnrolProofClaims);
        if (EnrolmentCode.Normalise(request.Code) is not { } code || claims.Code != code)
            throw new ProtocolRefusal(ProtocolCodes.WrongCode, "The proof was made for another code.");
        MustBeNear(claims.Iat, now);
        return new VerifiedProof(claims, jwk);
    }

    /// <summary>The device an assertion says it is from, to look up its key. Not proven.</summary>
    /// <exception cref="ProtocolRefusal">malformed or bad_signature</exception>
    public static Guid ClaimedDevice(string? assertion) =>
        Guid.TryParseExact(Jws.Read(assertion).Header.Kid, "D", out var device)
            ? device
            : throw Refuse.Malformed("The assertion names no device.");

    /// <summary>
    /// Checks a session assertion. The counter in the answer must still be compared with, and stored as, the device's last one.
    /// </summary>
    /// <param name="assertion">What was sent.</param>
    /// <param name="deviceKey">The key the device enrolled with.</param>
    /// <param name="device">The device that key belongs to.</param>
    /// <param name="tid">The tenant's slug.</param>
    /// <param name="now">The tenant's clock.</param>
    /// <exception cref="ProtocolRefusal">malformed, bad_signature, wrong_device, wrong_tenant or clock_skew</exception>
    public static SessionClaims VerifyAssertion(string? assertion, VerifyingKey deviceKey, Guid device, string tid, DateTimeOffset now)
    {
        var claims = Jws.Read(assertion).Open(deviceKey, MessageTypes.Session, WireJson.Default.SessionClaims);
        if (claims.Sub != device) throw new ProtocolRefusal(ProtocolCodes.WrongDevice, "Signed by one device for another.");
        if (claims.Tid != tid) throw new ProtocolRefusal(ProtocolCodes.WrongTenant, "Signed for another tenant.");
        MustBeNear(claims.Iat, now);
        return claims;
    }

    /// <summary>Checks a device's credential against one of the tenant's command keys.</summary>
    /// <exception cref="ProtocolRefusal">malformed or bad_signature</exception>
    public static CredentialClaims VerifyCredential(string? credential, VerifyingKey key) =>
        Jws.Read(credential).Open(key, MessageTypes.Credential, WireJson.Default.CredentialClaims);

    /// <summary>True when a device's clock is near enough to the server's.</summary>
    public static bool IsNear(DateTimeOffset deviceTime, DateTimeOffset now) =>
        (deviceTime - now).Duration() <= ProtocolLimits.ClockSkew;

    private static void MustBeNear(long iat, DateTimeOffset now)
    {
        // Compared as numbers: an iat outside the calendar must be refused, not overflow.
        var far = iat is < 0 or > 253402300799 || !IsNear(DateTimeOffset.FromUnixTimeSeconds(iat), now);
        if (far) throw new ProtocolRefusal(ProtocolCodes.ClockSkew, "The device's clock is too far from the server's.");
    }
}
