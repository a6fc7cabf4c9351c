using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Payments;

namespace Paylatch.Application.Payments;

/// <summary>How the tenant's account at a provider is connected, without its secrets.</summary>
[Allow(Permission.ManageTenant)]
public sealed class ShowProvider(IPaymentsDb db, IProviderSecrets secrets, TenantInfo tenant, TenantClock clock)
{
    /// <summary>The connection.</summary>
    /// <param name="Connected">True when there is one.</param>
    /// <param name="Live">True for real money.</param>
    /// <param name="KeyHint">The key with all but its ends hidden; null when not connected.</param>
    /// <param name="LastHeard">When the provider last sent a message, in the tenant's time; null when never.</param>
    /// <param name="Sandbox">True when only test keys are taken.</param>
    /// <param name="Now">The tenant's present.</param>
    /// <param name="Zone">The tenant's zone.</param>
    public sealed record Connection(
        bool Connected, bool Live, string? KeyHint, DateTimeOffset? LastHeard, bool Sandbox, DateTimeOffset Now, TimeZoneInfo Zone);

    /// <summary>The connection as it stands.</summary>
    public async Task<Connection> Handle(string provider, CancellationToken ct)
    {
        var found = await db.Providers.AsNoTracking().SingleOrDefaultAsync(p => p.Provider == provider, ct);
        if (found is null) return new Connection(false, false, null, null, tenant.Sandbox, clock.Now, tenant.TimeZone);
        var key = secrets.Open(found.SealedSecretKey);
        var hint = $"{key[..8]}…{key[^Math.Min(4, key.Length - 8)..]}";
        var heard = await db.LastHeard(provider, ct);
        return new Connection(true, ProviderConnection.IsLive(key), hint, heard, tenant.Sandbox, clock.Now, tenant.TimeZone);
    }
}
