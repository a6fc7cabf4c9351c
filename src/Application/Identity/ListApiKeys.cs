using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Shared;

namespace Paylatch.Application.Identity;

/// <summary>Lists the merchant's API keys, newest first; never their text.</summary>
[Allow(Permission.ManageTenant)]
public sealed class ListApiKeys(IIdentityDb db)
{
    private const int Most = 100;

    /// <summary>At most 100 keys.</summary>
    public async Task<IReadOnlyList<ApiKeyRow>> Handle(CancellationToken ct) =>
        await db.ApiKeys.OrderByDescending(k => k.Id).Take(Most)
            .Select(k => new ApiKeyRow(k.Id, k.Name, k.Hint, k.CreatedAt, k.RevokedAt))
            .ToListAsync(ct);
}

/// <summary>An API key as it is listed.</summary>
/// <param name="Id">The key's id.</param>
/// <param name="Name">What the merchant calls it.</param>
/// <param name="Hint">Its beginning and end.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="RevokedAt">When it was revoked.</param>
public sealed record ApiKeyRow(Guid Id, string Name, string Hint, DateTimeOffset CreatedAt, DateTimeOffset? RevokedAt);
