using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Domain.Shared;
using Paylatch.Domain.Tenancy;

namespace Paylatch.Application.Tenancy;

/// <summary>Lists tenants whose provisioning has not ended, oldest first, for whoever finishes it.</summary>
[Allow(Permission.System)]
public sealed class ListUnfinishedTenants(ITenancyDb db)
{
    private const int Most = 50;

    /// <summary>At most 50, or only the one asked for when it is unfinished.</summary>
    public async Task<IReadOnlyList<UnfinishedTenant>> Handle(TenantId? only, CancellationToken ct) =>
        await db.Tenants
            .Where(t => t.State == TenantState.Provisioning && (only == null || t.Id == only))
            .OrderBy(t => t.Id).Take(Most)
            .Select(t => new UnfinishedTenant(t.Id, t.Slug, t.SchemaName, t.Region, t.FirstAdminName, t.FirstAdminEmail))
            .ToListAsync(ct);
}

/// <summary>A tenant that is being made.</summary>
/// <param name="Id">The tenant.</param>
/// <param name="Slug">Its subdomain.</param>
/// <param name="Schema">Its schema.</param>
/// <param name="Region">Its region.</param>
/// <param name="AdminName">The first admin's name.</param>
/// <param name="AdminEmail">The first admin's e-mail address.</param>
public sealed record UnfinishedTenant(TenantId Id, string Slug, string Schema, string Region, string AdminName, string AdminEmail);
