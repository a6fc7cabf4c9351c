using Paylatch.Domain.Shared;

namespace Paylatch.Application.Payments;

/// <summary>What a provider's message means to us.</summary>
public enum ProviderMessageKind
{
    /// <summary>Nothing that money follows from: kept, then left alone.</summary>
    Other,

    /// <summary>Money came. Exactly one kind of the provider's messages means this, so that money is counted once.</summary>
    PaymentSucceeded,

    /// <summary>An attempt failed. Not final: the customer may try another card on the same page.</summary>
    PaymentFailed,

    /// <summary>The page can no longer be paid.</summary>
    CheckoutExpired,

    /// <summary>The provider paid out to the merchant's bank.</summary>
    PaidOut,
}

/// <summary>
/// A proven message of a provider, read. Messages come at least once and in any order: tell repeats by
/// <see cref="EventId"/>, and payments by <see cref="PaymentRef"/>.
/// </summary>
/// <param name="Provider">The provider's name, such as <c>stripe</c>.</param>
/// <param name="EventId">The provider's id of this message (Stripe: <c>evt_…</c>), the same when it is sent again.</param>
/// <param name="Type">The provider's own name for it, such as <c>payment_intent.succeeded</c>.</param>
/// <param name="Kind">What it means to us.</param>
/// <param name="PaymentRef">The payment it is about (Stripe: <c>pi_…</c>); null when none.</param>
/// <param name="CheckoutRef">The page it is about (Stripe: <c>cs_…</c>); null when none.</param>
/// <param name="Amount">How much, in our minor units; null when it speaks of no amount. Never null for <see cref="ProviderMessageKind.PaymentSucceeded"/>.</param>
/// <param name="Failure">Why an attempt failed, as the provider's code; null otherwise.</param>
/// <param name="Metadata">What we sent along; empty for payments that are not ours.</param>
/// <param name="Livemode">True for real money, false for the provider's test world.</param>
/// <param name="Created">When the provider made it, in real time.</param>
public sealed record ProviderMessage(
    string Provider, string EventId, string Type, ProviderMessageKind Kind, string? PaymentRef, string? CheckoutRef,
    Money? Amount, string? Failure, IReadOnlyDictionary<string, string> Metadata, bool Livemode, DateTimeOffset Created)
{
    /// <summary>Our intent, when the payment carries one; null for payments that are not ours.</summary>
    public Guid? IntentId => Id(ProviderMetadata.Intent);

    /// <summary>The tenant the payment was meant for, when it carries one.</summary>
    public TenantId? Tenant => Id(ProviderMetadata.Tenant) is { } id ? new TenantId(id) : null;

    /// <summary>The pay-out it is about (Stripe: <c>po_…</c>); null when none.</summary>
    public string? PayoutRef { get; init; }

    /// <summary>The day a pay-out is at the bank; null when it is about none.</summary>
    public DateOnly? PaidOn { get; init; }

    private Guid? Id(string name) => Metadata.TryGetValue(name, out var text) && Guid.TryParse(text, out var id) ? id : null;
}
