using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Devices;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Devices;

/// <summary>A device answers an order. The same answer again changes nothing.</summary>
[Allow(Permission.ActAsDevice)]
public sealed class ReportResult(IDevicesDb db, TenantClock clock, Caller caller)
{
    /// <summary>The order, the counter it carried, what became of it, and what the device shows now.</summary>
    public sealed record Command(OrderId Order, long Counter, OrderOutcome Outcome, string? Code, ReportedState Shown);

    /// <summary>Takes the answer.</summary>
    /// <exception cref="Refusal"><c>devices.order_not_found</c> for an order of another device or with another counter</exception>
    public async Task<Nothing> Handle(Command command, CancellationToken ct)
    {
        var device = await db.Locked(caller.RequireDevice(), ct);
        var order = await db.Orders.SingleOrDefaultAsync(o => o.Id == command.Order && o.DeviceId == device.Id && o.Counter == command.Counter, ct)
            ?? throw DevicesRefusals.OrderNotFound();
        device.ResultReported(order, command.Outcome, command.Shown, command.Code, clock.Now);
        var others = await db.Orders.AnyAsync(
            o => o.DeviceId == device.Id && o.Id != order.Id && (o.State == OrderState.Ordered || o.State == OrderState.Armed), ct);
        if (!others && !order.IsLive) (await db.StatusOf(device.Id, ct)).Drain();
        return default;
    }
}
