namespace Paylatch.Domain.Payments;

/// <summary>One message of a payment provider as it came, kept once by provider and event id.</summary>
public sealed class ProviderEvent
{
    private ProviderEvent()
    {
    }

    /// <summary>Keeps a message.</summary>
    public ProviderEvent(string provider, string eventId, string type, DateTimeOffset receivedAt, string body) =>
        (Provider, EventId, Type, ReceivedAt, Body) = (provider, eventId, type, receivedAt, body);

    /// <summary>Who sent it.</summary>
    public string Provider { get; private set; } = "";

    /// <summary>The provider's id of the message.</summary>
    public string EventId { get; private set; } = "";

    /// <summary>The provider's type, such as <c>payment_intent.succeeded</c>.</summary>
    public string Type { get; private set; } = "";

    /// <summary>When it came.</summary>
    public DateTimeOffset ReceivedAt { get; private set; }

    /// <summary>The JSON as it came.</summary>
    public string Body { get; private set; } = "";
}
