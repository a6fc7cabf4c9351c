using Paylatch.Domain.Notifications.Events;
using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Notifications;

/// <summary>A message to a customer.</summary>
/// <param name="Value">The UUID.</param>
public readonly record struct MessageId(Guid Value) : IId<MessageId>
{
    /// <inheritdoc/>
    public static MessageId From(Guid value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}

/// <summary>How a message travels.</summary>
public enum MessageChannel
{
    /// <summary>To a phone number.</summary>
    Sms,

    /// <summary>To an e-mail address.</summary>
    Email,
}

/// <summary>To whom and about what a message is.</summary>
/// <param name="Channel">How it travels.</param>
/// <param name="Recipient">The phone number or e-mail address.</param>
/// <param name="Customer">The customer, if one.</param>
/// <param name="Loan">The loan it is about, if one.</param>
public sealed record Addressee(MessageChannel Channel, string Recipient, CustomerId? Customer, LoanId? Loan);

/// <summary>
/// A message in the outbox: written with what caused it, sent afterwards, tried again until it is sent or given up.
/// </summary>
public sealed class Message : Entity
{
    /// <summary>How often sending is tried.</summary>
    public const int MaxAttempts = 8;

    private Message()
    {
    }

    /// <summary>Its id.</summary>
    public MessageId Id { get; private set; }

    /// <summary>The customer, if one.</summary>
    public CustomerId? CustomerId { get; private set; }

    /// <summary>The loan it is about, if one.</summary>
    public LoanId? LoanId { get; private set; }

    /// <summary>How it travels.</summary>
    public MessageChannel Channel { get; private set; }

    /// <summary>The phone number or e-mail address.</summary>
    public string Recipient { get; private set; } = "";

    /// <summary>What it is, in snake case, such as <c>reminder_tomorrow</c> or <c>receipt</c>.</summary>
    public string Kind { get; private set; } = "";

    /// <summary>The same cause gives the same key, so that it is written once; null when it may repeat.</summary>
    public string? OnceKey { get; private set; }

    /// <summary>The text.</summary>
    public string Body { get; private set; } = "";

    /// <summary>When it was written.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>When it was handed over; null while it waits.</summary>
    public DateTimeOffset? SentAt { get; private set; }

    /// <summary>How often sending was tried.</summary>
    public int Attempts { get; private set; }

    /// <summary>What went wrong last.</summary>
    public string? LastError { get; private set; }

    /// <summary>True when it is no longer tried.</summary>
    public bool GivenUp => SentAt is null && Attempts >= MaxAttempts;

    /// <summary>Writes a message.</summary>
    /// <exception cref="Refusal"><c>notifications.body_invalid</c>, <c>notifications.recipient_invalid</c></exception>
    public static Message Write(MessageId id, Addressee to, string kind, string? onceKey, string? body, DateTimeOffset at)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(kind);
        var text = (body ?? "").Trim();
        if (text.Length is < 1 or > 2000) throw NotificationsRefusals.BodyInvalid();
        var recipient = (to.Recipient ?? "").Trim();
        var fits = to.Channel == MessageChannel.Sms
            ? recipient.StartsWith('+') && recipient.Skip(1).Any() && recipient.Skip(1).All(char.IsAsciiDigit)
            : recipient.IndexOf('@') is > 0 and var sign && sign == recipient.LastIndexOf('@') && sign < recipient.Length - 1;
        if (!fits || recipient.Length > 254) throw NotificationsRefusals.RecipientInvalid(to.Channel);

        var message = new Message
        {
            Id = id,
            CustomerId = to.Customer,
            LoanId = to.Loan,
            Channel = to.Channel,
            Recipient = recipient,
            Kind = kind,
            OnceKey = onceKey,
            Body = text,
            CreatedAt = at,
        };
        message.Raise(new MessageWritten(id, to.Customer, to.Loan, to.Channel, kind));
        return message;
    }

    /// <summary>It was handed over. Once is enough: again changes nothing.</summary>
    public void Sent(DateTimeOffset at)
    {
        if (SentAt is not null) return;
        Attempts++;
        SentAt = at;
        LastError = null;
        Raise(new MessageSent(Id, CustomerId, LoanId, Kind));
    }

    /// <summary>Sending failed; said in the log only when it is given up.</summary>
    public void Failed(string error)
    {
        if (SentAt is not null || GivenUp) return;
        Attempts++;
        LastError = error.Length <= 500 ? error : error[..500];
        if (GivenUp) Raise(new MessageGivenUp(Id, CustomerId, LoanId, Kind));
    }
}
