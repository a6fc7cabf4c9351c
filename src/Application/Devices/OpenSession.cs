using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Devices;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Devices;

/// <summary>A session that was opened, with the tenant's time.</summary>
/// <param name="Token">The bearer token.</param>
/// <param name="ExpiresAt">When it ends.</param>
/// <param name="ServerTime">The tenant's clock.</param>
public sealed record OpenedSession(string Token, DateTimeOffset ExpiresAt, DateTimeOffset ServerTime);

/// <summary>
/// A device opens a session by signing once; until it ends, heartbeats and polls need only its token. The signature is
/// the credential, so anyone may try.
/// </summary>
[Allow(Permission.Anyone)]
public sealed class OpenSession(IDevicesDb db, IDeviceWire wire, TenantClock clock)
{
    /// <summary>Opens it.</summary>
    /// <exception cref="Refusal"><c>agent.*</c></exception>
    public async Task<OpenedSession> Handle(string assertion, CancellationToken ct)
    {
        var id = wire.ClaimedDevice(assertion);
        var jwk = await db.Devices.Where(d => d.Id == id).Select(d => d.PublicJwk).SingleOrDefaultAsync(ct);
        // An unknown device and a wrong key get one answer: nobody learns which devices there are.
        if (jwk is null) throw DevicesRefusals.BadProof();
        var key = JsonSerializer.Deserialize<DeviceKey>(jwk, JsonSerializerOptions.Web)!;
        var now = clock.Now;
        var counter = wire.CheckAssertion(assertion, key, id, now);
        var status = await db.LockStatus(id, ct);
        status.OpenSession(counter);
        var session = wire.OpenSession(id);
        return new OpenedSession(session.Token, now + session.EndsIn, now);
    }
}
