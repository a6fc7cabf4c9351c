using System.Text.RegularExpressions;
using Paylatch.Domain.Payments.Events;
using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Payments;

/// <summary>A tenant's own account at a payment provider. Both secrets are sealed before they come here.</summary>
public sealed partial class ProviderConnection : Entity
{
    private ProviderConnection()
    {
    }

    /// <summary>The provider; one account each.</summary>
    public string Provider { get; private set; } = "";

    /// <summary>The key the tenant's requests are made with, sealed.</summary>
    public byte[] SealedSecretKey { get; private set; } = [];

    /// <summary>The secret the provider signs its messages with, sealed.</summary>
    public byte[] SealedWebhookSecret { get; private set; } = [];

    /// <summary>Refuses what cannot be a key and a webhook secret of Stripe's shape.</summary>
    /// <exception cref="Refusal"><c>payments.provider_key_invalid</c>, <c>payments.webhook_secret_invalid</c></exception>
    public static void Check(string secretKey, string webhookSecret)
    {
        if (!KeyShape().IsMatch(secretKey)) throw PaymentsRefusals.ProviderKeyInvalid();
        if (!SecretShape().IsMatch(webhookSecret)) throw PaymentsRefusals.WebhookSecretInvalid();
    }

    /// <summary>True for a key that moves real money.</summary>
    public static bool IsLive(string secretKey) => secretKey.AsSpan(2).StartsWith("_live_");

    /// <summary>Connects an account.</summary>
    public static ProviderConnection Connect(string provider, byte[] sealedKey, byte[] sealedSecret, bool live)
    {
        var connection = new ProviderConnection { Provider = provider };
        connection.Change(sealedKey, sealedSecret, live);
        return connection;
    }

    /// <summary>Takes other keys.</summary>
    public void Change(byte[] sealedKey, byte[] sealedSecret, bool live)
    {
        (SealedSecretKey, SealedWebhookSecret) = (sealedKey, sealedSecret);
        Raise(new ProviderConnected(Provider, live));
    }

    [GeneratedRegex(@"\A[sr]k_(test|live)_[A-Za-z0-9_]{1,240}\z")]
    private static partial Regex KeyShape();

    [GeneratedRegex(@"\Awhsec_[A-Za-z0-9+/=_-]{1,240}\z")]
    private static partial Regex SecretShape();
}
