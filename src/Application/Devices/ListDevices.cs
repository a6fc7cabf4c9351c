using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Devices;

/// <summary>A page of devices.</summary>
/// <param name="Rows">The rows, newest device first.</param>
/// <param name="Next">The key to go on after; null at the end.</param>
/// <param name="Now">The tenant's clock when it was read.</param>
/// <param name="Zone">The tenant's zone.</param>
public sealed record DevicePage(IReadOnlyList<DeviceRow> Rows, DeviceId? Next, DateTimeOffset Now, TimeZoneInfo Zone);

/// <summary>Lists or searches devices, newest first, paged by key.</summary>
[Allow(Permission.ViewPortfolio)]
public sealed class ListDevices(IDevicesDb db, TenantClock clock, TenantInfo tenant)
{
    /// <summary>The largest page.</summary>
    public const int Most = 1_000;

    /// <summary>Which devices, after which key, how many.</summary>
    public sealed record Query(DeviceFilter Filter, DeviceId? After = null, int Limit = 50);

    /// <summary>Reads a page.</summary>
    public Task<DevicePage> Handle(Query query, CancellationToken ct) =>
        db.Page(query.Filter, query.After, Math.Clamp(query.Limit, 1, Most), clock, tenant, ct);
}
