using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Lending;

/// <summary>Shows what one person may decide alone about a restructuring, and who set it so.</summary>
[Allow(Permission.ViewPortfolio)]
public sealed class ShowRestructureLimits(IRestructuringDb restructuring, TenantInfo tenant, TenantClock clock)
{
    /// <summary>What is in force.</summary>
    /// <param name="Limits">The limits.</param>
    /// <param name="SetAt">When they were set; null while nobody has.</param>
    /// <param name="SetBy">Who set them: a name; null while nobody has, or where none is known.</param>
    /// <param name="Now">The tenant's present.</param>
    /// <param name="Zone">The tenant's zone.</param>
    public sealed record Shown(RestructureLimits Limits, DateTimeOffset? SetAt, string? SetBy, DateTimeOffset Now, TimeZoneInfo Zone);

    /// <summary>The limits.</summary>
    public async Task<Shown> Handle(CancellationToken ct)
    {
        var chosen = await restructuring.RestructureLimits.AsNoTracking().SingleOrDefaultAsync(ct);
        var by = chosen?.SetBy is { } actor ? await restructuring.NameOf(actor, ct) : null;
        return new Shown(await restructuring.Limits(tenant.Currency, ct), chosen?.SetAt, by, clock.Now, tenant.TimeZone);
    }
}
