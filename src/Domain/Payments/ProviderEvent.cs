using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Payments;

/// <summary>
/// One message of a payment provider, kept once by provider and event id. Its text names the provider's customers, so only
/// a hash of it is kept, beside what we read out of it.
/// </summary>
/// <param name="Provider">Who sent it.</param>
/// <param name="EventId">The provider's id of the message.</param>
/// <param name="Type">The provider's type, such as <c>payment_intent.succeeded</c>.</param>
/// <param name="ReceivedAt">When it came.</param>
/// <param name="BodyHash">SHA-256 of its bytes as they came; null when we asked and nobody sent it.</param>
public sealed record ProviderEvent(string Provider, string EventId, string Type, DateTimeOffset ReceivedAt, byte[]? BodyHash)
{
    /// <summary>The payment it is about.</summary>
    public string? PaymentRef { get; init; }

    /// <summary>The provider's page it is about.</summary>
    public string? CheckoutRef { get; init; }

    /// <summary>The pay-out it is about.</summary>
    public string? PayoutRef { get; init; }

    /// <summary>The day that pay-out is at the bank.</summary>
    public DateOnly? PaidOn { get; init; }

    /// <summary>How much.</summary>
    public Money? Amount { get; init; }

    /// <summary>Why an attempt failed, as the provider's code.</summary>
    public string? Failure { get; init; }

    /// <summary>True for real money.</summary>
    public bool Livemode { get; init; }

    /// <summary>When the provider made it, in real time.</summary>
    public DateTimeOffset SentAt { get; init; }
}
