using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Devices;

/// <summary>Rows as they are now.</summary>
/// <param name="Rows">The rows.</param>
/// <param name="Now">The tenant's clock when they were read.</param>
public sealed record ReadRows(IReadOnlyList<DeviceRow> Rows, DateTimeOffset Now);

/// <summary>Reads some rows of the grid again: those a signal named.</summary>
[Allow(Permission.ViewPortfolio)]
public sealed class GetDeviceRows(IDevicesDb db, TenantClock clock)
{
    /// <summary>At most <see cref="ListDevices.Most"/> rows; ids that are not there are left out.</summary>
    public async Task<ReadRows> Handle(IReadOnlyCollection<DeviceId> ids, CancellationToken ct)
    {
        var some = ids.Take(ListDevices.Most).ToList();
        return new ReadRows(await db.Rows(db.Devices.AsNoTracking().Where(d => some.Contains(d.Id)), clock.Now, clock.Today, ct), clock.Now);
    }
}
