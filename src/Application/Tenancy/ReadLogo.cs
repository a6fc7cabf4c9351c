using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;

namespace Paylatch.Application.Tenancy;

/// <summary>Reads the merchant's logo, which everybody may see.</summary>
[Allow(Permission.Anyone)]
public sealed class ReadLogo(ITenantSettingsDb db)
{
    /// <summary>The logo of an address, or null when it is not the present one.</summary>
    public async Task<LogoFile?> Handle(string path, CancellationToken ct) =>
        await db.Brandings.Where(b => b.LogoUrl == path && b.Logo != null)
            .Select(b => new LogoFile(b.Logo!, b.LogoType!)).SingleOrDefaultAsync(ct);
}

/// <summary>A logo to be served.</summary>
/// <param name="Bytes">The picture.</param>
/// <param name="MediaType">Its media type.</param>
public sealed record LogoFile(byte[] Bytes, string MediaType);
