using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Shared;

namespace Paylatch.Application.Identity;

/// <summary>Says whether a key that was found earlier still works.</summary>
[Allow(Permission.Anyone)]
public sealed class CheckApiKey(IIdentityDb db)
{
    /// <summary>True until it is revoked.</summary>
    public Task<bool> Handle(Guid id, CancellationToken ct) => db.ApiKeys.AnyAsync(k => k.Id == id && k.RevokedAt == null, ct);
}
