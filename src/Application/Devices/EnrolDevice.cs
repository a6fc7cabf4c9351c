using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Devices;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Devices;

/// <summary>What an enrolled agent is given.</summary>
/// <param name="Device">Its id.</param>
/// <param name="Credential">Who it is, signed.</param>
/// <param name="Keys">The keys it trusts from now on.</param>
/// <param name="Lease">Until when it is paid, signed.</param>
/// <param name="ServerTime">The tenant's clock.</param>
public sealed record EnrolmentPapers(DeviceId Device, string Credential, IReadOnlyList<DeviceKey> Keys, string Lease, DateTimeOffset ServerTime);

/// <summary>
/// An agent enrols with a one-time code and a key it made itself. The code is the credential, so anyone may try; what it
/// reads of itself must be what was sold.
/// </summary>
[Allow(Permission.Anyone)]
public sealed class EnrolDevice(IDevicesDb db, IDeviceWire wire, TenantClock clock)
{
    /// <summary>The code, and the JWS by the device's new key.</summary>
    public sealed record Command(string Code, string Proof);

    /// <summary>Enrols it.</summary>
    /// <exception cref="Refusal"><c>agent.*</c>, <c>devices.code_*</c>, <c>devices.wrong_device</c>, <c>devices.already_enrolled</c></exception>
    public async Task<EnrolmentPapers> Handle(Command command, CancellationToken ct)
    {
        var now = clock.Now;
        var proven = wire.CheckProof(command.Code, command.Proof, now);
        var hash = proven.Code.Hash();
        var id = await db.Enrolments.Where(e => e.Hash == hash).Select(e => (DeviceId?)e.DeviceId).SingleOrDefaultAsync(ct)
            ?? throw DevicesRefusals.CodeUnknown();
        // Under the device's lock: of two that try the same code at once, the second sees it used.
        var device = await db.Locked(id, ct);
        (await db.Enrolments.SingleAsync(e => e.Hash == hash, ct)).Use(now);
        device.Enrol(proven.Claim, JsonSerializer.Serialize(proven.Key, JsonSerializerOptions.Web), now);
        var status = await db.StatusOf(id, ct);
        return new EnrolmentPapers(
            id,
            await wire.SignCredential(id, proven.Key, now, ct),
            await wire.CommandKeys(ct),
            await wire.SignLease(status, now, ct),
            now);
    }
}
