using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Identity;

namespace Paylatch.Application.Identity;

/// <summary>Says which key of this tenant a text is, if it is one that works. A key of another tenant is none here.</summary>
[Allow(Permission.Anyone)]
public sealed class FindApiKey(IIdentityDb db, TenantInfo tenant)
{
    /// <summary>The key that works, or null.</summary>
    public async Task<FoundApiKey?> Handle(string? text, CancellationToken ct)
    {
        if (tenant.IsPlatform || ApiKey.HashFor(text, tenant.Slug) is not { } hash) return null;
        return await db.ApiKeys.Where(k => k.Hash == hash && k.RevokedAt == null)
            .Select(k => new FoundApiKey(k.Id, k.Name)).SingleOrDefaultAsync(ct);
    }
}

/// <summary>A key that works.</summary>
/// <param name="Id">The key's id; the actor in the log.</param>
/// <param name="Name">What the merchant calls it.</param>
public sealed record FoundApiKey(Guid Id, string Name);
