using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Domain.Shared;
using Paylatch.Domain.Tenancy;

namespace Paylatch.Application.Tenancy;

/// <summary>Changes how the merchant looks: accent colour and logo. Every page follows within seconds.</summary>
[Allow(Permission.ManageTenant)]
public sealed class UpdateBranding(ITenantSettingsDb db, TenantInfo tenant)
{
    /// <summary>The accent, and a new picture or none; without either the picture stays.</summary>
    public sealed record Command(string? Accent, byte[]? Logo = null, bool RemoveLogo = false);

    /// <summary>The look as it is now.</summary>
    /// <exception cref="Refusal"><c>tenancy.accent_*</c>, <c>tenancy.logo_*</c></exception>
    public async Task<BrandingLook> Handle(Command command, CancellationToken ct)
    {
        var accent = Accent.Of(command.Accent);
        var logo = command.Logo is null ? null : LogoPicture.Of(command.Logo);
        var branding = await db.Brandings.SingleOrDefaultAsync(ct);
        if (branding is null) db.Brandings.Add(branding = Branding.Start(tenant.Id, tenant.Accent));
        branding.Change(accent, logo, command.RemoveLogo);
        return new BrandingLook(branding.Accent, branding.LogoUrl);
    }
}

/// <summary>How a merchant looks.</summary>
/// <param name="Accent">Accent colour <c>#rrggbb</c>.</param>
/// <param name="LogoUrl">The logo's address on the merchant's host, or null.</param>
public sealed record BrandingLook(string Accent, string? LogoUrl);
