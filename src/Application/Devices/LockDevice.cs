using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Devices;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Devices;

/// <summary>Staff lock a device, with a reason. However many ask at once, one order goes out; the others get that one.</summary>
[Allow(Permission.ControlDevices)]
public sealed class LockDevice(IDevicesDb db, TenantClock clock, TenantInfo tenant)
{
    /// <summary>Which device, why, and what the customer shall read (a standard text when left out).</summary>
    public sealed record Command(DeviceId Device, string Reason, string? Message = null);

    /// <summary>Orders the lock.</summary>
    /// <exception cref="Refusal"><c>devices.not_found</c>, <c>devices.reason_invalid</c>, <c>devices.message_invalid</c>, <c>devices.unlock_under_way</c>, <c>devices.already_locked</c>, <c>devices.not_enrolled</c>, <c>devices.released</c></exception>
    public async Task<LiveOrder> Handle(Command command, CancellationToken ct)
    {
        var device = await db.Locked(command.Device, ct);
        var latest = await db.LatestOrder(device.Id, ct);
        var message = string.IsNullOrWhiteSpace(command.Message) ? await DeviceWords.Locked(db, device, tenant, clock.Today, ct) : command.Message;
        var placed = device.OrderLock(new OrderId(clock.NewId()), latest, command.Reason, message, clock.Now);
        return db.Queue(placed, await db.StatusOf(device.Id, ct));
    }
}
