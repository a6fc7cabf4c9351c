using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Devices;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Devices;

/// <summary>
/// Staff unlock a device, with a reason. An unlock takes the place of a lock still on its way. Where the lease has run out
/// it is lengthened by a day: without that the next heartbeat's lease would lock the device again.
/// </summary>
[Allow(Permission.ControlDevices)]
public sealed class UnlockDevice(IDevicesDb db, TenantClock clock, TenantInfo tenant)
{
    private static readonly TimeSpan Respite = TimeSpan.FromDays(1);

    /// <summary>Which device and why.</summary>
    public sealed record Command(DeviceId Device, string Reason);

    /// <summary>Orders the unlock.</summary>
    /// <exception cref="Refusal"><c>devices.not_found</c>, <c>devices.reason_invalid</c>, <c>devices.not_enrolled</c>, <c>devices.released</c></exception>
    public async Task<LiveOrder> Handle(Command command, CancellationToken ct)
    {
        var device = await db.Locked(command.Device, ct);
        var latest = await db.LatestOrder(device.Id, ct);
        var message = await DeviceWords.Unlocked(db, device, tenant, ct);
        var placed = device.OrderUnlock(new OrderId(clock.NewId()), latest, command.Reason, message, clock.Now);
        var status = await db.StatusOf(device.Id, ct);
        if (status is { Released: false, PaidUntil: { } end } && end < clock.Now + Respite)
        {
            status.MoveLease(clock.Now + Respite);
            device.LeaseSet(status.PaidUntil);
        }

        return db.Queue(placed, status);
    }
}
