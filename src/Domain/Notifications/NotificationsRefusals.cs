using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Notifications;

/// <summary>Every "no" of notifications.</summary>
public static class NotificationsRefusals
{
    /// <summary>The text is empty or too long.</summary>
    public static Refusal BodyInvalid() =>
        new("notifications.body_invalid", "A message has 1 to 2,000 characters.", field: "body");

    /// <summary>The recipient does not fit the channel.</summary>
    public static Refusal RecipientInvalid(MessageChannel channel) =>
        new("notifications.recipient_invalid", channel == MessageChannel.Sms
            ? "An SMS goes to a phone number with its country code."
            : "An e-mail goes to an address such as name@example.org.", field: "recipient");

    /// <summary>No such message here.</summary>
    public static Refusal NotFound() => new("notifications.not_found", "There is no such message.", RefusalKind.NotFound);
}
