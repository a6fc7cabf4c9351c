using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Domain.Shared;
using Paylatch.Domain.Tenancy;

namespace Paylatch.Application.Tenancy;

/// <summary>Lists the active merchants of the caller's region; for a super-admin, of any or all regions.</summary>
[Allow(Permission.ViewRegion)]
public sealed class ListRegionMerchants(ITenancyDb db, Caller caller)
{
    private const int Most = 500;

    /// <summary>The region a super-admin wants to see, or null for all. A regional admin sees the own, whatever is asked.</summary>
    public sealed record Query(string? Region = null);

    /// <summary>At most 500 merchants by name.</summary>
    public async Task<IReadOnlyList<RegionMerchant>> Handle(Query query, CancellationToken ct)
    {
        var all = caller.Role == Role.SuperAdmin && query.Region is null;
        var region = caller.Role == Role.SuperAdmin ? query.Region : caller.Region;
        return await db.Tenants.Where(t => t.State == TenantState.Active && (all || t.Region == region))
            .OrderBy(t => t.Name).ThenBy(t => t.Slug).Take(Most)
            .Select(t => new RegionMerchant(t.Id, t.Slug, t.Name, t.Region, t.Currency, t.Sandbox))
            .ToListAsync(ct);
    }
}

/// <summary>A merchant of a region.</summary>
/// <param name="Id">The tenant.</param>
/// <param name="Slug">Subdomain.</param>
/// <param name="Name">Name.</param>
/// <param name="Region">Region code.</param>
/// <param name="Currency">The currency its sums are in.</param>
/// <param name="Sandbox">A sandbox: its money is not real.</param>
public sealed record RegionMerchant(TenantId Id, string Slug, string Name, string Region, Currency Currency, bool Sandbox);
