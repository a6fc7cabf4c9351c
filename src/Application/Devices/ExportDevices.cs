using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Devices.Events;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Devices;

/// <summary>
/// Reads the list for export, page by page, so that no transaction waits for a slow reader. That a list left the portal
/// is in the log once, with the first page.
/// </summary>
[Allow(Permission.ViewPortfolio)]
public sealed class ExportDevices(IDevicesDb db, TenantClock clock, TenantInfo tenant, IEventLog log)
{
    /// <summary>Reads the page after a key, or the first.</summary>
    public async Task<DevicePage> Handle(DeviceFilter filter, DeviceId? after, CancellationToken ct)
    {
        if (after is null) log.Append(new DevicesExported(filter.State, !string.IsNullOrWhiteSpace(filter.Search)));
        return await db.Page(filter, after, ListDevices.Most, clock, tenant, ct);
    }
}
