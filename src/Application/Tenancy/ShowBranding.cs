using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;

namespace Paylatch.Application.Tenancy;

/// <summary>Shows the merchant's own look as it was last saved.</summary>
[Allow(Permission.ManageTenant)]
public sealed class ShowBranding(ITenantSettingsDb db, TenantInfo tenant)
{
    /// <summary>The look.</summary>
    public async Task<BrandingLook> Handle(CancellationToken ct) =>
        await db.Brandings.Select(b => new BrandingLook(b.Accent, b.LogoUrl)).SingleOrDefaultAsync(ct)
        ?? new BrandingLook(tenant.Accent, tenant.LogoUrl);
}
