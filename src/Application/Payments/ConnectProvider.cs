using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Payments;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Payments;

/// <summary>Connects the tenant's own account at a card provider, or changes its keys. Both secrets are stored sealed.</summary>
[Allow(Permission.ManageTenant)]
public sealed class ConnectProvider(IPaymentsDb db, IProviderSecrets secrets, ICardProvider provider, TenantInfo tenant)
{
    /// <summary>The account.</summary>
    /// <param name="Provider">The provider, such as <c>stripe</c>.</param>
    /// <param name="SecretKey">Its secret key.</param>
    /// <param name="WebhookSecret">The secret its messages are signed with.</param>
    public sealed record Command(string Provider, string? SecretKey, string? WebhookSecret)
    {
        /// <inheritdoc/>
        public override string ToString() => $"ConnectProvider {Provider}, secrets hidden";
    }

    /// <summary>Connects it.</summary>
    /// <exception cref="Refusal">
    /// <c>payments.provider_unknown</c>, <c>payments.provider_key_invalid</c>, <c>payments.webhook_secret_invalid</c>,
    /// <c>payments.live_key_in_sandbox</c>, <c>payments.test_key</c>
    /// </exception>
    public async Task<Nothing> Handle(Command c, CancellationToken ct)
    {
        if (c.Provider != ProviderNames.Stripe) throw PaymentsRefusals.ProviderUnknown(c.Provider);
        var (key, secret) = (c.SecretKey?.Trim() ?? "", c.WebhookSecret?.Trim() ?? "");
        ProviderConnection.Check(key, secret);
        var live = ProviderConnection.IsLive(key);
        if (live && tenant.Sandbox) throw PaymentsRefusals.LiveKeyInSandbox();
        if (!live && !tenant.Sandbox && !provider.Simulated) throw PaymentsRefusals.TestKey();

        await db.TakeTurn("provider:" + c.Provider, ct);
        var (sealedKey, sealedSecret) = (secrets.Seal(key), secrets.Seal(secret));
        if (await db.Providers.SingleOrDefaultAsync(p => p.Provider == c.Provider, ct) is { } known) known.Change(sealedKey, sealedSecret, live);
        else db.Providers.Add(ProviderConnection.Connect(c.Provider, sealedKey, sealedSecret, live));
        return default;
    }
}

/// <summary>The providers there are.</summary>
public static class ProviderNames
{
    /// <summary>Stripe.</summary>
    public const string Stripe = "stripe";
}
