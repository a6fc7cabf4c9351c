using Paylatch.Domain.Shared;
using Paylatch.Domain.Tenancy;

namespace Paylatch.Application.Tenancy;

/// <summary>The platform's directory as a tenant's reactions reach it: on the home region's server.</summary>
public interface IPlatformDirectory
{
    /// <summary>Takes over a tenant's look; an older version than the one held is ignored.</summary>
    Task TakeBranding(TenantId tenant, Branding branding, CancellationToken ct);
}
