using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Identity;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Identity;

/// <summary>Makes an API key. Its text is in the answer and nowhere else.</summary>
[Allow(Permission.ManageTenant)]
public sealed class CreateApiKey(IIdentityDb db, ISecrets secrets, TenantInfo tenant, TenantClock clock)
{
    /// <summary>What the merchant calls it.</summary>
    public sealed record Command(string? Name);

    /// <summary>The key, to be shown once.</summary>
    /// <exception cref="Refusal"><c>identity.key_name_invalid</c></exception>
    public Task<NewApiKey> Handle(Command command, CancellationToken ct)
    {
        var (key, text) = ApiKey.Create(clock.NewId(), command.Name, tenant.Slug, secrets.Base62(32), clock.Now);
        db.ApiKeys.Add(key);
        return Task.FromResult(new NewApiKey(key.Id, key.Name, text));
    }
}

/// <summary>A new API key.</summary>
/// <param name="Id">The key's id.</param>
/// <param name="Name">What the merchant calls it.</param>
/// <param name="Key">The key itself: shown once, never again.</param>
public sealed record NewApiKey(Guid Id, string Name, string Key);
