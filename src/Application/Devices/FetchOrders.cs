using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Devices;

namespace Paylatch.Application.Devices;

/// <summary>
/// Hands a device what is ordered of it. Each fetch signs anew with a short life, so that an order copied on the way is
/// of no use later; the order keeps its counter, so that it is obeyed once however often it is fetched.
/// </summary>
[Allow(Permission.ActAsDevice)]
public sealed class FetchOrders(IDevicesDb db, IDeviceWire wire, TenantClock clock, Caller caller)
{
    private const int Most = 20;

    /// <summary>The signed orders, lowest counter first; empty when nothing waits.</summary>
    public async Task<IReadOnlyList<string>> Handle(CancellationToken ct)
    {
        var id = caller.RequireDevice();
        // Most polls find nothing: they take no lock.
        if (!await db.OrderWaits(id, ct)) return [];
        var device = await db.Locked(id, ct);
        var orders = await db.Orders
            .Where(o => o.DeviceId == id && (o.State == OrderState.Ordered || o.State == OrderState.Armed))
            .OrderBy(o => o.Counter).Take(Most).ToListAsync(ct);
        var signed = new List<string>(orders.Count);
        foreach (var order in orders)
        {
            device.OrderFetched(order, clock.Now);
            signed.Add(await wire.SignOrder(order, clock.Now, ct));
        }

        return signed;
    }
}
