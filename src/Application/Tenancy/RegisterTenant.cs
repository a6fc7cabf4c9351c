using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Domain.Shared;
using Paylatch.Domain.Tenancy;

namespace Paylatch.Application.Tenancy;

/// <summary>Enters a new tenant into the platform's directory; provisioning then makes it usable.</summary>
[Allow(Permission.ManagePlatform)]
public sealed class RegisterTenant(ITenancyDb db, ConfiguredRegions regions, TenantClock clock)
{
    /// <summary>What is decided at registration.</summary>
    /// <param name="Slug">Subdomain.</param>
    /// <param name="Name">Name as customers see it.</param>
    /// <param name="Region">Code of a configured region.</param>
    /// <param name="Currency">ISO 4217 code.</param>
    /// <param name="Culture">Culture name such as <c>sw-KE</c>.</param>
    /// <param name="TimeZone">IANA zone such as <c>Africa/Nairobi</c>.</param>
    /// <param name="Sandbox">True for a clock that can be moved.</param>
    /// <param name="Accent">Accent colour <c>#rrggbb</c>, or null for the platform's own.</param>
    /// <param name="AdminName">The first admin's name.</param>
    /// <param name="AdminEmail">The first admin's e-mail address.</param>
    public sealed record Command(
        string? Slug, string? Name, string? Region, string? Currency, string? Culture, string? TimeZone, bool Sandbox,
        string? Accent, string? AdminName, string? AdminEmail);

    /// <summary>The tenant's id.</summary>
    /// <exception cref="Refusal"><c>tenancy.*</c>, <c>money.currency_unknown</c>, <c>identity.email_invalid</c></exception>
    public async Task<TenantId> Handle(Command command, CancellationToken ct)
    {
        if (!regions.Has(command.Region)) throw TenancyRefusals.RegionUnknown(command.Region);
        var plan = new TenantPlan(
            command.Slug, command.Name, command.Region!, command.Currency, command.Culture, command.TimeZone, command.Sandbox,
            command.Accent, command.AdminName, UserNames.Email(command.AdminEmail, "adminEmail"));
        var tenant = Tenant.Register(new TenantId(clock.NewId()), plan, clock.Now);

        await db.LockRegistrations(ct);
        if (await db.Tenants.AnyAsync(t => t.Slug == tenant.Slug, ct)) throw TenancyRefusals.SlugTaken(tenant.Slug);
        db.Tenants.Add(tenant);
        return tenant.Id;
    }
}
