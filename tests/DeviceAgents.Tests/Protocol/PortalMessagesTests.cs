namespace Paylatch.DeviceAgents.Protocol.Tests;

public sealed class PortalMessagesTests
{
    private static readonly DeviceFacts Facts = new("fridge", "Ramtons RF/240", "sim/1", Serial: "RF240-0001");
    private readonly AgentWorld _world = new();

    [Fact]
    public void A_proof_says_what_the_device_is_and_which_key_it_holds()
    {
        var code = EnrolmentCode.New();
        var proof = PortalMessages.VerifyProof(DeviceAgent.New(Facts, _world.Clock).Enrol(code), _world.Portal);
        Assert.Equal(new EnrolProofClaims(code, "fridge", "Ramtons RF/240", "sim/1", _world.Unix, null, "RF240-0001"), proof.Claims);
        Assert.Null(proof.DeviceKey.Kid);
    }

    [Fact]
    public void A_proof_for_another_code_or_from_another_time_is_refused()
    {
        var request = DeviceAgent.New(Facts, _world.Clock).Enrol(EnrolmentCode.New());
        MustRefuse(ProtocolCodes.WrongCode, () => PortalMessages.VerifyProof(request with { Code = EnrolmentCode.New() }, _world.Portal));
        MustRefuse(ProtocolCodes.WrongCode, () => PortalMessages.VerifyProof(request with { Code = "no code" }, _world.Portal));
        MustRefuse(ProtocolCodes.ClockSkew, () => PortalMessages.VerifyProof(request, _world.Portal.AddMinutes(5).AddSeconds(1)));
        MustRefuse(ProtocolCodes.ClockSkew, () => PortalMessages.VerifyProof(request, _world.Portal.AddMinutes(-5).AddSeconds(-1)));
        Assert.NotNull(PortalMessages.VerifyProof(request, _world.Portal.AddMinutes(5)));
    }

    [Fact]
    public void A_proof_must_be_signed_by_the_key_it_carries()
    {
        var code = EnrolmentCode.New();
        var claims = new EnrolProofClaims(code, "phone", "X", "sim/1", _world.Unix);
        var stolen = Jws.Sign(claims, WireJson.Default.EnrolProofClaims, _world.Stranger, MessageTypes.EnrolProof, _world.Key.Public.Jwk);
        MustRefuse(ProtocolCodes.BadSignature, () => PortalMessages.VerifyProof(new EnrolRequest(code, stolen), _world.Portal));
        var keyless = Jws.Sign(claims, WireJson.Default.EnrolProofClaims, _world.Stranger, MessageTypes.EnrolProof);
        MustRefuse(ProtocolCodes.Malformed, () => PortalMessages.VerifyProof(new EnrolRequest(code, keyless), _world.Portal));
    }

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue)]
    [InlineData(253402300800)]
    public void A_proof_dated_outside_the_calendar_is_refused(long iat)
    {
        var code = EnrolmentCode.New();
        var claims = new EnrolProofClaims(code, "phone", "X", "sim/1", iat);
        var proof = Jws.Sign(claims, WireJson.Default.EnrolProofClaims, _world.Stranger, MessageTypes.EnrolProof, _world.Stranger.Public.Jwk);
        MustRefuse(ProtocolCodes.ClockSkew, () => PortalMessages.VerifyProof(new EnrolRequest(code, proof), _world.Portal));
    }

    [Fact]
    public void An_assertion_opens_a_session_of_its_own_device_only()
    {
        var assertion = _world.Agent.OpenSession().Assertion;
        Assert.Equal(_world.Device, PortalMessages.ClaimedDevice(assertion));
        var claims = PortalMessages.VerifyAssertion(assertion, _world.DeviceKey, _world.Device, AgentWorld.Tid, _world.Portal);
        Assert.Equal((1L, _world.Unix), (claims.Cnt, claims.Iat));
        Assert.Equal(2, Verify(_world.Agent.OpenSession().Assertion, _world.DeviceKey).Cnt);

        MustRefuse(ProtocolCodes.BadSignature, () => Verify(assertion, _world.Key.Public));
        MustRefuse(ProtocolCodes.WrongDevice, () => PortalMessages.VerifyAssertion(assertion, _world.DeviceKey, Guid.CreateVersion7(), AgentWorld.Tid, _world.Portal));
        MustRefuse(ProtocolCodes.WrongTenant, () => PortalMessages.VerifyAssertion(assertion, _world.DeviceKey, _world.Device, "duka", _world.Portal));
        MustRefuse(ProtocolCodes.ClockSkew, () => PortalMessages.VerifyAssertion(assertion, _world.DeviceKey, _world.Device, AgentWorld.Tid, _world.Portal.AddMinutes(6)));
        MustRefuse(ProtocolCodes.Malformed, () => PortalMessages.ClaimedDevice(_world.Lease(_world.Portal)));
    }

    [Fact]
    public void A_credential_binds_the_device_to_its_key()
    {
        var credential = PortalMessages.VerifyCredential(_world.Agent.State.Membership!.Credential, _world.Key.Public);
        Assert.Equal((_world.Device, AgentWorld.Tid, _world.DeviceKey.Jwk), (credential.Sub, credential.Tid, credential.Cnf.Jwk));
        MustRefuse(ProtocolCodes.BadSignature, () => PortalMessages.VerifyCredential(_world.Lease(_world.Portal), _world.Key.Public));
    }

    [Fact]
    public void A_device_does_not_enrol_with_an_answer_that_does_not_fit()
    {
        var agent = DeviceAgent.New(Facts, _world.Clock);
        var own = PortalMessages.VerifyProof(agent.Enrol(EnrolmentCode.New()), _world.Portal).DeviceKey;
        string Credential(Guid sub, Jwk jwk, SigningKey key) =>
            PortalMessages.SignCredential(new CredentialClaims(sub, AgentWorld.Tid, new Confirmation(jwk), _world.Unix), key);
        var good = new EnrolAnswer(
            _world.Device, Credential(_world.Device, own, _world.Key), [_world.Key.Public.Jwk], _world.Lease(_world.Portal.AddDays(1)), _world.Portal);

        MustRefuse(ProtocolCodes.BadKey, () => agent.Enrolled(good with { Keys = [] }));
        MustRefuse(ProtocolCodes.BadKey, () => agent.Enrolled(good with { Keys = [_world.Key.Public.Jwk with { Kid = null }] }));
        MustRefuse(ProtocolCodes.BadSignature, () => agent.Enrolled(good with { Keys = [_world.Stranger.Public.Jwk] }));
        MustRefuse(ProtocolCodes.BadSignature, () => agent.Enrolled(good with { Credential = Credential(_world.Device, own, _world.Stranger) }));
        MustRefuse(ProtocolCodes.WrongDevice, () => agent.Enrolled(good with { Credential = Credential(_world.Device, _world.DeviceKey.Jwk, _world.Key) }));
        var other = Guid.CreateVersion7();
        MustRefuse(ProtocolCodes.WrongDevice, () => agent.Enrolled(good with { DeviceId = other }));
        MustRefuse(ProtocolCodes.WrongDevice, () => agent.Enrolled(good with { Credential = Credential(other, own, _world.Key) }));
        MustRefuse(ProtocolCodes.BadSignature, () => agent.Enrolled(good with { Lease = good.Credential }));
        Assert.Null(agent.DeviceId);
        agent.Enrolled(good);
        Assert.Equal(_world.Device, agent.DeviceId);
    }

    private SessionClaims Verify(string assertion, VerifyingKey key) =>
        PortalMessages.VerifyAssertion(assertion, key, _world.Device, AgentWorld.Tid, _world.Portal);

    private static void MustRefuse(string code, Action act) => Assert.Equal(code, Assert.Throws<ProtocolRefusal>(act).Code);
}
