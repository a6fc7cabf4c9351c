using Microsoft.EntityFrameworkCore;
using Paylatch.Domain.Notifications;

namespace Paylatch.Application.Notifications;

/// <summary>The table of messages, which is their outbox as well.</summary>
public interface INotificationsDb
{
    /// <summary>Messages.</summary>
    DbSet<Message> Messages { get; }

    /// <summary>Messages as lists show them, with the customer's name.</summary>
    IQueryable<MessageFacts> Facts { get; }

    /// <summary>
    /// Takes messages whose time has come, sign-in codes first, then the oldest, so that no other node takes them for the length of
    /// <paramref name="hold"/> of real time.
    /// </summary>
    /// <param name="limit">At most so many.</param>
    /// <param name="hold">How long they are held.</param>
    /// <param name="quiet">True leaves reminders for later.</param>
    /// <param name="ct">Stops it.</param>
    Task<IReadOnlyList<OutgoingMessage>> Claim(int limit, TimeSpan hold, bool quiet, CancellationToken ct);

    /// <summary>Sets when a message is tried again, counted from now in real time.</summary>
    Task TryAgainIn(MessageId id, TimeSpan pause, CancellationToken ct);
}

/// <summary>A message on its way out.</summary>
/// <param name="Id">The message; senders use it to tell repeats.</param>
/// <param name="Channel">How it travels.</param>
/// <param name="Recipient">The phone number or e-mail address.</param>
/// <param name="Body">The text.</param>
public sealed record OutgoingMessage(MessageId Id, MessageChannel Channel, string Recipient, string Body)
{
    /// <inheritdoc/>
    public override string ToString() => $"OutgoingMessage {{ Id = {Id}, Channel = {Channel} }}";
}

/// <summary>A message as lists show it.</summary>
public sealed class MessageFacts
{
    /// <summary>The message.</summary>
    public Guid Id { get; init; }

    /// <summary>When it was written, in the tenant's time.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>The customer's name.</summary>
    public string? Customer { get; init; }

    /// <summary>The loan.</summary>
    public Domain.Shared.LoanId? LoanId { get; init; }

    /// <summary>The loan's contract number.</summary>
    public string? Contract { get; init; }

    /// <summary>How it travels.</summary>
    public MessageChannel Channel { get; init; }

    /// <summary>The phone number or e-mail address.</summary>
    public string Recipient { get; init; } = "";

    /// <summary>What it is.</summary>
    public string Kind { get; init; } = "";

    /// <summary>The text.</summary>
    public string Body { get; init; } = "";

    /// <summary>When it was handed over.</summary>
    public DateTimeOffset? SentAt { get; init; }

    /// <summary>How often sending was tried.</summary>
    public int Attempts { get; init; }

    /// <summary>What went wrong last.</summary>
    public string? LastError { get; init; }
}
