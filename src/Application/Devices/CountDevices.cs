using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Devices;

namespace Paylatch.Application.Devices;

/// <summary>Counts devices by state, within the rest of a filter.</summary>
[Allow(Permission.ViewPortfolio)]
public sealed class CountDevices(IDevicesDb db, TenantClock clock, TenantInfo tenant)
{
    /// <summary>The number of devices of each state, whichever state the filter asks for; states without any are left out.</summary>
    public async Task<IReadOnlyDictionary<DeviceState, int>> Handle(DeviceFilter filter, CancellationToken ct)
    {
        var within = filter with { State = null };
        if (within != new DeviceFilter()) return await ByState(db.Filtered(within, tenant, clock.Now), ct);
        // All of them are counted in the index of states alone; which of them are unsold stands only in the rows, so these
        // few are looked up and taken off.
        var counts = await ByState(db.Devices.AsNoTracking(), ct);
        var unsold = await db.Unsold().CountAsync(ct);
        if (unsold == 0) return counts;
        if ((counts[DeviceState.AwaitingEnrolment] -= unsold) == 0) counts.Remove(DeviceState.AwaitingEnrolment);
        return counts;
    }

    private static Task<Dictionary<DeviceState, int>> ByState(IQueryable<Device> devices, CancellationToken ct) =>
        devices.GroupBy(d => d.State).Select(g => new { State = g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.State, g => g.Count, ct);
}
