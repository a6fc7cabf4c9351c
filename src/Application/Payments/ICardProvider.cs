using Paylatch.Domain.Shared;

namespace Paylatch.Application.Payments;

/// <summary>
/// A company that takes card payments for a tenant, behind one face. It talks over the network, so it is never called
/// inside an operation: store the wish to pay first, ask the provider, then store its answer.
/// All times here are real ones, never a sandbox tenant's moved clock, because the provider lives in real time.
/// </summary>
public interface ICardProvider
{
    /// <summary>The provider's stable name as stored with payments, such as <c>stripe</c>.</summary>
    string Name { get; }

    /// <summary>True when it is a simulator on this machine, where test keys move no money for anybody.</summary>
    bool Simulated { get; }

    /// <summary>
    /// Opens the provider's own page on which a customer pays. Safe to repeat: the same <see cref="CheckoutRequest.IntentId"/>
    /// with the same content gives the same page.
    /// </summary>
    /// <exception cref="Refusal">
    /// <c>payments.provider_unavailable</c>, <c>payments.provider_refused</c>, <c>payments.provider_account</c>,
    /// <c>payments.amount_not_chargeable</c>
    /// </exception>
    Task<CheckoutPage> StartCheckout(ProviderAccount account, CheckoutRequest request, CancellationToken ct);

    /// <summary>Asks how a page opened by <see cref="StartCheckout"/> stands; null when the provider does not know it.</summary>
    /// <exception cref="Refusal"><c>payments.provider_unavailable</c>, <c>payments.provider_account</c></exception>
    Task<CheckoutStatus?> FindCheckout(ProviderAccount account, string providerRef, CancellationToken ct);

    /// <summary>Asks how a payment stands, for when its message was lost; null when the provider does not know it.</summary>
    /// <exception cref="Refusal"><c>payments.provider_unavailable</c>, <c>payments.provider_account</c></exception>
    Task<CardPayment?> FindPayment(ProviderAccount account, string paymentRef, CancellationToken ct);

    /// <summary>
    /// Proves that a message really came from the provider, is fresh and is meant for this account, then reads it.
    /// </summary>
    /// <param name="account">The tenant's account.</param>
    /// <param name="body">The request's body exactly as received: not a byte may change before this.</param>
    /// <param name="signature">The provider's signature header; null when it was missing.</param>
    /// <exception cref="Refusal">
    /// <c>payments.webhook_signature</c>, <c>payments.webhook_stale</c>, <c>payments.webhook_mode</c>,
    /// <c>payments.webhook_unreadable</c>
    /// </exception>
    ProviderMessage Receive(ProviderAccount account, ReadOnlyMemory<byte> body, string? signature);
}

/// <summary>A tenant's own account at the provider. Printing it shows neither secret.</summary>
/// <param name="SecretKey">The key the tenant's requests are made with.</param>
/// <param name="WebhookSecret">The secret the provider signs its messages to this tenant with.</param>
public sealed record ProviderAccount(string SecretKey, string WebhookSecret)
{
    /// <inheritdoc/>
    public override string ToString() => "ProviderAccount { secrets hidden }";
}

/// <summary>A customer's wish to pay, as the provider needs it.</summary>
/// <param name="IntentId">Our own intent: travels with the payment and makes repeating safe.</param>
/// <param name="Loan">The loan paid for.</param>
/// <param name="Tenant">The tenant paid.</param>
/// <param name="Amount">How much; more than nothing.</param>
/// <param name="Description">What the customer reads on the page, such as <c>Contract KE-000012</c>. No personal data.</param>
/// <param name="SuccessUrl">Where the customer is sent after paying.</param>
/// <param name="CancelUrl">Where the customer is sent when turning back.</param>
public sealed record CheckoutRequest(
    Guid IntentId, LoanId Loan, TenantId Tenant, Money Amount, string Description, string SuccessUrl, string CancelUrl)
{
    /// <summary>Where the provider sends its own receipt; null to let the customer fill it in.</summary>
    public string? CustomerEmail { get; init; }

    /// <summary>
    /// Until when the page can be paid, 30 minutes to 24 hours ahead; null leaves it to the provider (24 hours).
    /// Must stay the same when a request is repeated, so take it from the intent's stored time.
    /// </summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}

/// <summary>The provider's page.</summary>
/// <param name="Url">Where to send the customer.</param>
/// <param name="ProviderRef">The provider's id of the page (Stripe: <c>cs_…</c>); the payment's own id comes later, with the message.</param>
public sealed record CheckoutPage(Uri Url, string ProviderRef);

/// <summary>How far the customer got on the provider's page.</summary>
public enum CheckoutState
{
    /// <summary>Not paid yet, still payable.</summary>
    Open,

    /// <summary>Finished; <see cref="CheckoutStatus.Paid"/> says whether the money came.</summary>
    Complete,

    /// <summary>Can no longer be paid.</summary>
    Expired,
}

/// <summary>How a page stands.</summary>
/// <param name="ProviderRef">The page's id.</param>
/// <param name="State">How far the customer got.</param>
/// <param name="Paid">True when the money came.</param>
/// <param name="PaymentRef">The payment's id once there was an attempt; null before.</param>
public sealed record CheckoutStatus(string ProviderRef, CheckoutState State, bool Paid, string? PaymentRef);

/// <summary>How a card payment stands.</summary>
public enum CardPaymentState
{
    /// <summary>Not decided: the customer may still pay, also after a declined card.</summary>
    Waiting,

    /// <summary>The money came.</summary>
    Succeeded,

    /// <summary>Given up for good.</summary>
    Cancelled,
}

/// <summary>A payment as the provider knows it.</summary>
/// <param name="PaymentRef">Its id (Stripe: <c>pi_…</c>).</param>
/// <param name="State">How it stands.</param>
/// <param name="Amount">What came when succeeded, otherwise what was asked.</param>
/// <param name="Failure">Why the last attempt failed, as the provider's code; null when none did.</param>
/// <param name="Metadata">What we sent along; see <see cref="ProviderMetadata"/>.</param>
public sealed record CardPayment(
    string PaymentRef, CardPaymentState State, Money Amount, string? Failure, IReadOnlyDictionary<string, string> Metadata);

/// <summary>Names of what travels with a payment through the provider and back.</summary>
public static class ProviderMetadata
{
    /// <summary>Our intent's id.</summary>
    public const string Intent = "paylatch_intent";

    /// <summary>The loan's id.</summary>
    public const string Loan = "paylatch_loan";

    /// <summary>The tenant's id.</summary>
    public const string Tenant = "paylatch_tenant";
}
