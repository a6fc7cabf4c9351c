using Paylatch.Domain.Shared;

namespace Paylatch.Application.Tenancy;

/// <summary>A tenant as every request knows it: read once, kept in memory, refreshed when it changes.</summary>
/// <param name="Id">The tenant.</param>
/// <param name="Slug">Its subdomain, lower case; empty for the platform itself.</param>
/// <param name="Name">Its name as customers see it.</param>
/// <param name="Schema">Its PostgreSQL schema.</param>
/// <param name="Region">The code of the region whose server holds it.</param>
/// <param name="Currency">The currency it sells in.</param>
/// <param name="Culture">Its default culture, such as <c>sw-KE</c>.</param>
/// <param name="TimeZone">Its IANA time zone.</param>
/// <param name="Sandbox">True when it has a clock of its own that can be moved.</param>
/// <param name="Accent">Its accent colour, <c>#rrggbb</c>.</param>
/// <param name="LogoUrl">Its logo's address, or null.</param>
public sealed record TenantInfo(
    TenantId Id, string Slug, string Name, string Schema, string Region, Currency Currency, string Culture,
    TimeZoneInfo TimeZone, bool Sandbox, string Accent, string? LogoUrl)
{
    /// <summary>True for the platform itself.</summary>
    public bool IsPlatform => Id.Value == Guid.Empty;
}

/// <summary>
/// The tenant's time within one operation: the system's, moved by the sandbox clock where the tenant has one.
/// Everything about money, leases and due dates asks here and nowhere else.
/// </summary>
public sealed class TenantClock(TenantInfo tenant, TimeProvider time, TimeSpan moved)
{
    /// <summary>Whose time it is.</summary>
    public TenantId Tenant => tenant.Id;

    /// <summary>The tenant's present instant, UTC.</summary>
    public DateTimeOffset Now => time.GetUtcNow() + moved;

    /// <summary>Today's date in the tenant's time zone.</summary>
    public DateOnly Today => DateOf(Now);

    /// <summary>How far the sandbox clock is ahead; zero for real tenants.</summary>
    public TimeSpan Moved => moved;

    /// <summary>The date an instant has in the tenant's time zone.</summary>
    public DateOnly DateOf(DateTimeOffset instant) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, tenant.TimeZone).DateTime);

    /// <summary>The instant at which a date begins in the tenant's time zone; after a gap at midnight, the first that exists.</summary>
    public DateTimeOffset StartOf(DateOnly date) => At(date, TimeOnly.MinValue);

    /// <summary>
    /// The instant at which it is a time of a date in the tenant's time zone. Where clocks skip that time, the first instant
    /// after it; where they show it twice, the first time.
    /// </summary>
    public DateTimeOffset At(DateOnly date, TimeOnly time)
    {
        var local = date.ToDateTime(time);
        while (tenant.TimeZone.IsInvalidTime(local)) local = local.AddMinutes(15);
        var offset = tenant.TimeZone.IsAmbiguousTime(local) ? tenant.TimeZone.GetAmbiguousTimeOffsets(local).Max() : tenant.TimeZone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }

    /// <summary>A new time-ordered id (UUID version 7).</summary>
    public Guid NewId() => Guid.CreateVersion7(time.GetUtcNow());
}
