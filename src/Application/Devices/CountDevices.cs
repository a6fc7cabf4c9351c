using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Devices;

namespace Paylatch.Application.Devices;

/// <summary>Counts devices by state, within a search.</summary>
[Allow(Permission.ViewPortfolio)]
public sealed class CountDevices(IDevicesDb db, TenantClock clock, TenantInfo tenant)
{
    /// <summary>The number of devices of each state; states without any are left out.</summary>
    public async Task<IReadOnlyDictionary<DeviceState, int>> Handle(string? search, CancellationToken ct) =>
        await db.Filtered(new DeviceFilter(Search: search), tenant, clock.Now)
            .GroupBy(d => d.State)
            .Select(g => new { State = g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.State, g => g.Count, ct);
}
