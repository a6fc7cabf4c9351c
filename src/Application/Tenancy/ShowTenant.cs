using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Domain.Shared;
using Paylatch.Domain.Tenancy;

namespace Paylatch.Application.Tenancy;

/// <summary>Shows what the platform knows of one tenant.</summary>
[Allow(Permission.ManagePlatform)]
public sealed class ShowTenant(ITenancyDb db)
{
    /// <summary>Which tenant, by its subdomain.</summary>
    public sealed record Query(string Slug);

    /// <summary>The tenant.</summary>
    /// <exception cref="Refusal"><c>tenancy.not_found</c></exception>
    public async Task<TenantDetail> Handle(Query query, CancellationToken ct) =>
        await db.Tenants.Where(t => t.Slug == query.Slug)
            .Select(t => new TenantDetail(
                t.Id, t.Slug, t.Name, t.Region, t.Currency, t.Culture, t.TimeZone, t.Sandbox, t.Accent, t.LogoUrl, t.State,
                t.FirstAdminName, t.FirstAdminEmail, t.CreatedAt))
            .SingleOrDefaultAsync(ct) ?? throw TenancyRefusals.NotFound();
}

/// <summary>A tenant as the platform knows it.</summary>
/// <param name="Id">The tenant.</param>
/// <param name="Slug">Subdomain.</param>
/// <param name="Name">Name.</param>
/// <param name="Region">Region code.</param>
/// <param name="Currency">Currency.</param>
/// <param name="Culture">Default culture.</param>
/// <param name="TimeZone">IANA zone.</param>
/// <param name="Sandbox">Has a clock that can be moved.</param>
/// <param name="Accent">Accent colour.</param>
/// <param name="LogoUrl">Logo on its own host, or null.</param>
/// <param name="State">How far it is.</param>
/// <param name="AdminName">The first admin's name.</param>
/// <param name="AdminEmail">The first admin's e-mail address.</param>
/// <param name="CreatedAt">When it was registered.</param>
public sealed record TenantDetail(
    TenantId Id, string Slug, string Name, string Region, Currency Currency, string Culture, string TimeZone, bool Sandbox,
    string Accent, string? LogoUrl, TenantState State, string AdminName, string AdminEmail, DateTimeOffset CreatedAt);
