using Paylatch.Domain.Shared;

namespace Paylatch.Application.Payments;

/// <summary>Every "no" around payment providers. None repeats what a provider said, which may quote a key.</summary>
public static class ProviderRefusals
{
    /// <summary>The provider did not answer, or not sensibly.</summary>
    public static Refusal Unavailable() =>
        new("payments.provider_unavailable", "Card payments are not reachable at the moment. Nothing was charged; please try again in a few minutes.", RefusalKind.Unavailable);

    /// <summary>The provider answered no.</summary>
    /// <param name="providerCode">The provider's own stable code, for staff.</param>
    public static Refusal Refused(string providerCode) =>
        new("payments.provider_refused", $"The card provider did not accept this payment ({providerCode}). Nothing was charged.", RefusalKind.Conflict);

    /// <summary>The tenant's key is wrong, revoked or not allowed to do this.</summary>
    public static Refusal Account() =>
        new("payments.provider_account", "Card payments are not set up correctly for this shop: the provider does not accept its key. Nothing was charged.", RefusalKind.Conflict);

    /// <summary>The currency has minor units that cards cannot be charged in.</summary>
    public static Refusal NotChargeable(Money amount, long step) =>
        new("payments.amount_not_chargeable", $"{amount} cannot be paid by card: in {amount.Currency} the amount must be a multiple of {new Money(step, amount.Currency)}.", field: "amount");

    /// <summary>The message was not signed by the provider with this tenant's secret.</summary>
    public static Refusal WebhookSignature() =>
        new("payments.webhook_signature", "The message's signature is missing or does not fit its content.", RefusalKind.Unauthenticated);

    /// <summary>The message was signed too long ago, or in the future.</summary>
    public static Refusal WebhookStale() =>
        new("payments.webhook_stale", "The message was signed too long ago or in the future. It may be a replay.", RefusalKind.Unauthenticated);

    /// <summary>A test message for an account with live keys, or the other way round.</summary>
    public static Refusal WebhookMode() =>
        new("payments.webhook_mode", "The message is from the provider's test world and this shop takes real money, or the other way round.", RefusalKind.Unauthenticated);

    /// <summary>Properly signed, yet not a message we can read.</summary>
    public static Refusal WebhookUnreadable() =>
        new("payments.webhook_unreadable", "The message is not in the provider's documented form.");
}
