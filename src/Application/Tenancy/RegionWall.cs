using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Domain.Tenancy;

namespace Paylatch.Application.Tenancy;

/// <summary>
/// A regional admin reaches the platform itself and the tenants of the own region, and no other. The door asks here
/// for every operation, so that no use case has to remember.
/// </summary>
public static class RegionWall
{
    /// <summary>Refuses a regional admin on a tenant of another region.</summary>
    /// <exception cref="Domain.Shared.Refusal"><c>tenancy.other_region</c></exception>
    public static void Check(Caller caller, TenantInfo tenant)
    {
        if (caller.Role != Role.RegionalAdmin || tenant.IsPlatform) return;
        if (caller.Region is null || caller.Region != tenant.Region) throw TenancyRefusals.OtherRegion();
    }
}
