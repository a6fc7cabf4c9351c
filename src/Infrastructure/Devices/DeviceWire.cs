using Paylatch.Application.Devices;
using Paylatch.DeviceAgents.Protocol;
using Paylatch.Domain.Devices;
using Paylatch.Domain.Shared;
using Paylatch.Infrastructure.Persistence;
using Paylatch.Infrastructure.Shared;
using EnrolmentCode = Paylatch.Domain.Devices.EnrolmentCode;

namespace Paylatch.Infrastructure.Devices;

/// <summary>The device protocol (src/DeviceAgents/Protocol) under the tenant's command key.</summary>
public sealed class DeviceWire(Operation operation, KeyRing keys, SessionTokens tokens) : IDeviceWire
{
    // An agent takes no more.
    private const int MostKeys = 8;

    /// <inheritdoc/>
    public ProvenEnrolment CheckProof(string code, string proof, DateTimeOffset now) => Checked(() =>
    {
        var proven = PortalMessages.VerifyProof(new EnrolRequest(code, proof), now);
        var kind = KindOf(proven.Claims.Kind) ?? throw DevicesRefusals.KindUnknown();
        var claim = new EnrolmentClaim(kind, proven.Claims.Imei, proven.Claims.Serial);
        return new ProvenEnrolment(EnrolmentCode.Parse(code), claim, new DeviceKey(proven.DeviceKey.X, proven.DeviceKey.Y));
    });

    /// <inheritdoc/>
    public DeviceId ClaimedDevice(string assertion) => Checked(() => new DeviceId(PortalMessages.ClaimedDevice(assertion)));

    /// <inheritdoc/>
    public long CheckAssertion(string assertion, DeviceKey key, DeviceId device, DateTimeOffset now) => Checked(() =>
        PortalMessages.VerifyAssertion(assertion, VerifyingKey.From(Jwk(key)), device.Value, operation.Tenant.Slug, now).Cnt);

    /// <inheritdoc/>
    public DeviceSession OpenSession(DeviceId device) => new(tokens.Issue(operation.Tenant.Id, device), SessionTokens.Life);

    /// <inheritdoc/>
    public async Task<string> SignOrder(Order order, DateTimeOffset now, CancellationToken ct)
    {
        var name = order.Kind switch
        {
            OrderKind.Lock => CommandNames.Lock,
            OrderKind.Unlock => CommandNames.Unlock,
            OrderKind.Release => CommandNames.Release,
            _ => CommandNames.Message,
        };
        var claims = new CommandClaims(
            order.Id.Value, order.DeviceId.Value, operation.Tenant.Slug, name, order.Counter, now.ToUnixTimeSeconds(),
            (now + ProtocolLimits.CommandLife).ToUnixTimeSeconds(), order.Reason, order.Message);
        return PortalMessages.SignCommand(claims, await Key(ct));
    }

    /// <inheritdoc/>
    public async Task<string> SignLease(DeviceStatus status, DateTimeOffset now, CancellationToken ct) =>
        Leases.Sign(operation.Tenant.Slug, status.DeviceId, status.PaidUntil, status.Released, now, await Key(ct));

    /// <inheritdoc/>
    public async Task<string> SignCredential(DeviceId device, DeviceKey key, DateTimeOffset now, CancellationToken ct)
    {
        var claims = new CredentialClaims(device.Value, operation.Tenant.Slug, new Confirmation(Jwk(key)), now.ToUnixTimeSeconds());
        return PortalMessages.SignCredential(claims, await Key(ct));
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<DeviceKey>> CommandKeys(CancellationToken ct)
    {
        await Key(ct);
        var all = await keys.PublicKeys(operation, KeyPurposes.DeviceCommands, ct);
        return [.. all.Take(MostKeys).Select(key => new DeviceKey(key.Jwk.X, key.Jwk.Y, key.Jwk.Kid))];
    }

    /// <inheritdoc/>
    public string EnrolmentText(Uri portal, EnrolmentCode code) => new EnrolmentLink(portal, code.Shown).ToString();

    /// <summary>A key as it travels.</summary>
    public static Jwk Jwk(DeviceKey key) => new("EC", "P-256", key.X, key.Y, key.Kid);

    private ValueTask<SigningKey> Key(CancellationToken ct) => keys.Signer(operation, KeyPurposes.DeviceCommands, ct);

    private static DeviceKind? KindOf(string kind) => kind.ToLowerInvariant() switch
    {
        "phone" => DeviceKind.Phone,
        "laptop" => DeviceKind.Laptop,
        "tv" => DeviceKind.Tv,
        "fridge" => DeviceKind.Fridge,
        "solar" or "solar_kit" => DeviceKind.SolarKit,
        _ => null,
    };

    private static T Checked<T>(Func<T> check)
    {
        try
        {
            return check();
        }
        catch (ProtocolRefusal no)
        {
            throw no.Code switch
            {
                ProtocolCodes.ClockSkew => DevicesRefusals.ClockSkew(),
                ProtocolCodes.BadSignature or ProtocolCodes.BadKey => DevicesRefusals.BadProof(),
                ProtocolCodes.Malformed => DevicesRefusals.RequestInvalid(),
                _ => DevicesRefusals.ProtocolBroken(no.Code, no.Message),
            };
        }
    }
}
