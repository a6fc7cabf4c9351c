using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Tenancy.Events;

/// <summary>A tenant was registered; its schema and keys are to be made.</summary>
/// <param name="Tenant">The tenant.</param>
/// <param name="Slug">Its subdomain.</param>
/// <param name="Region">Its region.</param>
/// <param name="Currency">The currency it sells in.</param>
/// <param name="Sandbox">Whether its clock can be moved.</param>
public sealed record TenantRegistered(TenantId Tenant, string Slug, string Region, Currency Currency, bool Sandbox) : DomainEvent;

/// <summary>A tenant can be used.</summary>
/// <param name="Tenant">The tenant.</param>
public sealed record TenantActivated(TenantId Tenant) : DomainEvent;

/// <summary>A tenant was stopped.</summary>
/// <param name="Tenant">The tenant.</param>
/// <param name="Reason">Why.</param>
public sealed record TenantSuspended(TenantId Tenant, string Reason) : DomainEvent
{
    /// <inheritdoc/>
    public override string? Why => Reason;
}

/// <summary>A stopped tenant goes on.</summary>
/// <param name="Tenant">The tenant.</param>
public sealed record TenantResumed(TenantId Tenant) : DomainEvent;

/// <summary>What customers see of a tenant was changed.</summary>
/// <param name="Tenant">The tenant.</param>
public sealed record TenantRebranded(TenantId Tenant) : DomainEvent;

/// <summary>A sandbox's clock was moved forward.</summary>
/// <param name="Tenant">The tenant.</param>
/// <param name="By">By how much.</param>
/// <param name="Moved">How far ahead it is now.</param>
public sealed record ClockMoved(TenantId Tenant, TimeSpan By, TimeSpan Moved) : DomainEvent;
