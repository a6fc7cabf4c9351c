using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Notifications;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Notifications;

/// <summary>How far a message has come.</summary>
public enum MessageState
{
    /// <summary>Not sent yet; it is tried (again).</summary>
    Waiting,

    /// <summary>Handed over.</summary>
    Sent,

    /// <summary>Tried too often; no longer tried.</summary>
    GivenUp,
}

/// <summary>What was sent to whom, newest first.</summary>
[Allow(Permission.ViewPortfolio)]
public sealed class ListMessages(INotificationsDb db, TenantInfo tenant, TenantClock clock)
{
    private const string Secret = "sign_in_code";

    /// <summary>Which messages.</summary>
    /// <param name="State">Only those that have come so far; null for all.</param>
    /// <param name="Loan">Only those about a loan; null for all.</param>
    /// <param name="After">Where the page before ended; null for the first.</param>
    /// <param name="Limit">At most so many, 100 at the most.</param>
    public sealed record Query(MessageState? State = null, LoanId? Loan = null, Cursor? After = null, int Limit = 50);

    /// <summary>Where a page ended.</summary>
    /// <param name="At">When its last message was written.</param>
    /// <param name="Id">That message.</param>
    public sealed record Cursor(DateTimeOffset At, Guid Id);

    /// <summary>A message.</summary>
    /// <param name="Id">The message.</param>
    /// <param name="At">When it was written.</param>
    /// <param name="Customer">The customer's name.</param>
    /// <param name="Loan">The loan it is about.</param>
    /// <param name="Contract">Its contract number.</param>
    /// <param name="Channel">How it travels.</param>
    /// <param name="Recipient">To where, masked.</param>
    /// <param name="Kind">What it is.</param>
    /// <param name="Body">The text; null when it is a secret of the customer.</param>
    /// <param name="State">How far it has come.</param>
    /// <param name="SentAt">When it was handed over.</param>
    /// <param name="Attempts">How often sending was tried.</param>
    /// <param name="LastError">What went wrong last.</param>
    public sealed record Row(
        Guid Id, DateTimeOffset At, string? Customer, LoanId? Loan, string? Contract, MessageChannel Channel, string Recipient,
        string Kind, string? Body, MessageState State, DateTimeOffset? SentAt, int Attempts, string? LastError);

    /// <summary>A page of messages.</summary>
    /// <param name="Rows">The messages.</param>
    /// <param name="Next">Where the next page begins; null on the last.</param>
    /// <param name="Count">How many there are in all.</param>
    /// <param name="Now">The tenant's present moment.</param>
    /// <param name="Zone">The tenant's time zone.</param>
    public sealed record Page(IReadOnlyList<Row> Rows, Cursor? Next, int Count, DateTimeOffset Now, TimeZoneInfo Zone);

    /// <summary>The page.</summary>
    public async Task<Page> Handle(Query q, CancellationToken ct)
    {
        var limit = Math.Clamp(q.Limit, 1, 100);
        var chosen = Chosen(q);
        var count = await chosen.CountAsync(ct);
        if (q.After is { } after) chosen = chosen.Where(m => m.CreatedAt < after.At || (m.CreatedAt == after.At && m.Id < after.Id));
        var found = await chosen.OrderByDescending(m => m.CreatedAt).ThenByDescending(m => m.Id).Take(limit + 1).ToListAsync(ct);
        var rows = found.Take(limit).Select(RowOf).ToList();
        return new Page(rows, found.Count > limit ? new Cursor(rows[^1].At, rows[^1].Id) : null, count, clock.Now, tenant.TimeZone);
    }

    private IQueryable<MessageFacts> Chosen(Query q)
    {
        var messages = q.State switch
        {
            MessageState.Sent => db.Facts.Where(m => m.SentAt != null),
            MessageState.GivenUp => db.Facts.Where(m => m.SentAt == null && m.Attempts >= Message.MaxAttempts),
            MessageState.Waiting => db.Facts.Where(m => m.SentAt == null && m.Attempts < Message.MaxAttempts),
            _ => db.Facts,
        };
        return q.Loan is { } loan ? messages.Where(m => m.LoanId == loan) : messages;
    }

    // A code to sign in with would let staff act as the customer; in a sandbox there is nobody to be harmed.
    private string? BodyOf(MessageFacts m) => m.Kind == Secret && !tenant.Sandbox ? null : m.Body;

    private Row RowOf(MessageFacts m) => new(
        m.Id, m.CreatedAt, m.Customer, m.LoanId, m.Contract, m.Channel,
        m.Channel == MessageChannel.Sms ? Masked.Phone(m.Recipient) : MaskedAddress(m.Recipient),
        m.Kind, BodyOf(m), StateOf(m), m.SentAt, m.Attempts, m.LastError);

    private static MessageState StateOf(MessageFacts m) =>
        m.SentAt is not null ? MessageState.Sent : m.Attempts >= Message.MaxAttempts ? MessageState.GivenUp : MessageState.Waiting;

    private static string MaskedAddress(string address) => $"{address[..1]}•••{address[address.IndexOf('@', StringComparison.Ordinal)..]}";
}
