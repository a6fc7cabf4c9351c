using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Tenancy.Events;

/// <summary>A tenant was registered; it is being made.</summary>
/// <param name="Tenant">The tenant.</param>
/// <param name="Slug">Its subdomain.</param>
/// <param name="Region">Its region.</param>
/// <param name="Currency">Its currency.</param>
/// <param name="Sandbox">Whether its clock can be moved.</param>
public sealed record TenantRegistered(TenantId Tenant, string Slug, string Region, Currency Currency, bool Sandbox) : DomainEvent;

/// <summary>A tenant is open for use.</summary>
/// <param name="Tenant">The tenant.</param>
/// <param name="Slug">Its subdomain.</param>
public sealed record TenantActivated(TenantId Tenant, string Slug) : DomainEvent;

/// <summary>A tenant's schema got its first rows.</summary>
/// <param name="Tenant">The tenant.</param>
public sealed record TenantSeeded(TenantId Tenant) : DomainEvent;

/// <summary>A super-admin gave a tenant's first administrator a new password, and could sign in with it.</summary>
/// <param name="Tenant">The tenant.</param>
/// <param name="Slug">Its subdomain.</param>
/// <param name="Admin">The account.</param>
public sealed record FirstAdminReset(TenantId Tenant, string Slug, UserId Admin) : DomainEvent;

/// <summary>A tenant changed how it looks.</summary>
/// <param name="Accent">The accent colour.</param>
/// <param name="Version">The number of the change.</param>
public sealed record BrandingChanged(string Accent, int Version) : DomainEvent;

/// <summary>The platform's directory shows a tenant's new look.</summary>
/// <param name="Tenant">The tenant.</param>
/// <param name="Version">The number of the change.</param>
public sealed record TenantBrandingPublished(TenantId Tenant, int Version) : DomainEvent;

/// <summary>A sandbox tenant's clock was moved forward.</summary>
/// <param name="From">The date it was.</param>
/// <param name="To">The date it is.</param>
public sealed record ClockMoved(DateOnly From, DateOnly To) : DomainEvent
{
    /// <inheritdoc/>
    public override bool ChangesEverything => true;
}
