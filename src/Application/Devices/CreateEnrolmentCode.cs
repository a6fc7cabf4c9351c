using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Devices;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Devices;

/// <summary>A code to enrol with, shown this once.</summary>
/// <param name="Code">As people read it: <c>XXXX-XXXX-XXXX</c>.</param>
/// <param name="QrText">What the QR says: where to enrol and with which code.</param>
/// <param name="ExpiresAt">From when it can no longer be used.</param>
public sealed record EnrolmentOffer(string Code, string QrText, DateTimeOffset ExpiresAt);

/// <summary>Makes a one-time code with which a device's agent enrols. A new code takes the place of the open one.</summary>
[Allow(Permission.Sell)]
public sealed class CreateEnrolmentCode(IDevicesDb db, IDeviceWire wire, TenantClock clock)
{
    /// <summary>For which device, and at which address of the tenant it shall enrol (scheme, host and port).</summary>
    public sealed record Command(DeviceId Device, Uri Portal);

    /// <summary>Makes the code.</summary>
    /// <exception cref="Refusal"><c>devices.not_found</c>, <c>devices.already_enrolled</c></exception>
    public async Task<EnrolmentOffer> Handle(Command command, CancellationToken ct)
    {
        var device = await db.Locked(command.Device, ct);
        if (device.State != DeviceState.AwaitingEnrolment) throw DevicesRefusals.AlreadyEnrolled();
        var open = await db.Enrolments.SingleOrDefaultAsync(e => e.DeviceId == device.Id && e.UsedAt == null, ct);
        open?.Withdraw(clock.Now);
        var code = EnrolmentCode.Of(RandomNumberGenerator.GetBytes(EnrolmentCode.Length));
        var offer = Enrolment.Open(code, device.Id, clock.Now);
        db.Enrolments.Add(offer);
        return new EnrolmentOffer(code.Shown, wire.EnrolmentText(command.Portal, code), offer.ExpiresAt);
    }
}
