using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Domain.Payments;

namespace Paylatch.Application.Payments;

/// <summary>The tenant's account at a provider with its secrets opened, for talking to it and checking what it sends.</summary>
[Allow(Permission.System)]
public sealed class ReadProviderAccount(IPaymentsDb db, IProviderSecrets secrets)
{
    /// <summary>The account; null when none is connected.</summary>
    public async Task<ProviderAccount?> Handle(string provider, CancellationToken ct) =>
        await db.Providers.AsNoTracking().SingleOrDefaultAsync(p => p.Provider == provider, ct) is { } found
            ? new ProviderAccount(secrets.Open(found.SealedSecretKey), secrets.Open(found.SealedWebhookSecret))
            : null;
}
