using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Devices;
using Paylatch.Domain.Lending.Events;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Devices;

/// <summary>Puts a device that came back to stock, so that it can be sold again, or orders its release.</summary>
[Allow(Permission.System)]
public sealed class SettleReturnedDevice(IDevicesDb db, TenantClock clock, TenantInfo tenant) : IReactTo<DeviceReturned>
{
    /// <inheritdoc/>
    public async Task<Nothing> Handle(DeviceReturned happened, CancellationToken ct)
    {
        var device = await db.Locked(happened.Device, ct);
        if (device.LoanId != happened.Loan) return default;
        var latest = await db.LatestOrder(device.Id, ct);
        if (happened.ToStock)
        {
            if (device.Restock(happened.Loan, latest, clock.Now)) (await db.LockStatus(device.Id, ct)).Restock();
            return default;
        }

        var status = await db.StatusOf(device.Id, ct);
        if (!status.Released)
        {
            status.Release();
            device.LeaseSet(null);
        }

        var message = await DeviceWords.Released(db, device, tenant, ct);
        var placed = device.OrderRelease(new OrderId(clock.NewId()), latest, "The device came back.", message, clock.Now);
        if (placed is not null) db.Queue(placed, status);
        return default;
    }
}
