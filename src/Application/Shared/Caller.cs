using Paylatch.Application.Identity;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Shared;

/// <summary>Who runs a use case, on which tenant, and from where.</summary>
/// <param name="Tenant">The tenant acted on; <see cref="PlatformTenant"/> for the platform itself.</param>
/// <param name="Role">The caller's role, which gives the permissions.</param>
/// <param name="ActorId">User, device or key id as text; <c>system</c> or <c>visitor</c> otherwise. No personal data.</param>
/// <param name="CorrelationId">Joins everything one request caused.</param>
public sealed record Caller(TenantId Tenant, Role Role, string ActorId, string CorrelationId)
{
    /// <summary>The platform's own pseudo-tenant: all zeros.</summary>
    public static readonly TenantId PlatformTenant = new(Guid.Empty);

    /// <summary>The signed-in customer, for <see cref="Role.Customer"/>.</summary>
    public CustomerId? Customer { get; init; }

    /// <summary>The signed-in device, for <see cref="Role.Device"/>.</summary>
    public DeviceId? Device { get; init; }

    /// <summary>The region of a <see cref="Role.RegionalAdmin"/>.</summary>
    public string? Region { get; init; }

    /// <summary>The remote address as text, when there is one.</summary>
    public string? Address { get; init; }

    /// <summary>The platform acting by itself on a tenant.</summary>
    public static Caller System(TenantId tenant, string? correlationId = null) =>
        new(tenant, Role.System, "system", correlationId ?? Guid.CreateVersion7().ToString("N"));

    /// <summary>Somebody not signed in.</summary>
    public static Caller Visitor(TenantId tenant, string? correlationId = null) =>
        new(tenant, Role.Visitor, "visitor", correlationId ?? Guid.CreateVersion7().ToString("N"));

    /// <summary>The customer this caller is.</summary>
    /// <exception cref="InvalidOperationException">The caller is no customer: a bug, since the door let it pass.</exception>
    public CustomerId RequireCustomer() => Customer ?? throw new InvalidOperationException("The caller is not a customer.");

    /// <summary>The device this caller is.</summary>
    /// <exception cref="InvalidOperationException">The caller is no device: a bug, since the door let it pass.</exception>
    public DeviceId RequireDevice() => Device ?? throw new InvalidOperationException("The caller is not a device.");
}
