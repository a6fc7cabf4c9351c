using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Identity;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Identity;

/// <summary>Ends an API key at once. Once more changes nothing.</summary>
[Allow(Permission.ManageTenant)]
public sealed class RevokeApiKey(IIdentityDb db, TenantClock clock)
{
    /// <summary>Which key.</summary>
    public sealed record Command(Guid Key);

    /// <summary>Ends it.</summary>
    /// <exception cref="Refusal"><c>identity.key_not_found</c></exception>
    public async Task<Nothing> Handle(Command command, CancellationToken ct)
    {
        var key = await db.ApiKeys.SingleOrDefaultAsync(k => k.Id == command.Key, ct) ?? throw AccountRefusals.KeyNotFound();
        key.Revoke(clock.Now);
        return default;
    }
}
