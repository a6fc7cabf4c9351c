using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Domain.Identity;
using Paylatch.Domain.Identity.Events;
using Paylatch.Domain.Shared;
using Paylatch.Domain.Tenancy;
using Paylatch.Domain.Tenancy.Events;

namespace Paylatch.Application.Tenancy;

/// <summary>
/// Gives a new tenant its first rows: its look, its sandbox clock, its first administrator. What is there already stays
/// as it is, so that it may run again after a crash.
/// </summary>
[Allow(Permission.System)]
public sealed class SeedTenant(
    ITenantSettingsDb settings, IAccounts accounts, IIdentityDb identity, ISecrets secrets, IEventLog log, TenantInfo tenant, TenantClock clock)
{
    /// <summary>The first admin; without a password nobody can sign in as them until one is set. With a key's name, an API key is made.</summary>
    public sealed record Command(string AdminName, string AdminEmail, string? AdminPassword, string? ApiKeyName = null);

    /// <summary>The text of the API key, when one was asked for and made now.</summary>
    public async Task<string?> Handle(Command command, CancellationToken ct)
    {
        if (tenant.Sandbox) await settings.LockClock(ct);
        if (!await settings.Brandings.AnyAsync(ct)) settings.Brandings.Add(Branding.Start(tenant.Id, tenant.Accent));
        if (await accounts.FindByName(command.AdminEmail, ct) is not null) return null;

        var id = new UserId(clock.NewId());
        await accounts.Open(new NewAccount(id, Role.MerchantAdmin, command.AdminName, command.AdminEmail, command.AdminPassword), ct);
        log.Append(new AccountOpened(id, nameof(Role.MerchantAdmin)));
        log.Append(new TenantSeeded(tenant.Id));
        if (command.ApiKeyName is null) return null;
        var (key, text) = ApiKey.Create(clock.NewId(), command.ApiKeyName, tenant.Slug, secrets.Base62(32), clock.Now);
        identity.ApiKeys.Add(key);
        return text;
    }
}
