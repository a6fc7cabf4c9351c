using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Domain.Shared;
using Paylatch.Domain.Tenancy.Events;

namespace Paylatch.Application.Tenancy;

/// <summary>
/// Copies a merchant's new look into the platform's directory, from which every page takes it. The directory may be on
/// another server than the tenant, so this follows the change and is no part of it.
/// </summary>
[Allow(Permission.System)]
public sealed class PublishBranding(ITenantSettingsDb db, IPlatformDirectory directory, TenantInfo tenant) : IReactTo<BrandingChanged>
{
    /// <inheritdoc/>
    public async Task<Nothing> Handle(BrandingChanged happened, CancellationToken ct)
    {
        var branding = await db.Brandings.AsNoTracking().SingleAsync(ct);
        await directory.TakeBranding(tenant.Id, branding, ct);
        return default;
    }
}
