using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Notifications;

namespace Paylatch.Application.Notifications;

/// <summary>Takes messages to send. At night reminders wait for the morning; receipts and locks do not.</summary>
[Allow(Permission.System)]
public sealed class ClaimMessages(INotificationsDb db, TenantInfo tenant, TenantClock clock)
{
    /// <summary>The first hour at which reminders are sent, in the tenant's time zone.</summary>
    public const int Morning = 8;

    /// <summary>The hour from which they wait.</summary>
    public const int Night = 20;

    private static readonly TimeSpan Hold = TimeSpan.FromMinutes(2);

    /// <summary>At most <paramref name="limit"/> messages, held for two minutes.</summary>
    public Task<IReadOnlyList<OutgoingMessage>> Handle(int limit, CancellationToken ct)
    {
        var hour = TimeZoneInfo.ConvertTime(clock.Now, tenant.TimeZone).Hour;
        // In a sandbox nobody is woken, and whoever moves its clock wants to see what is sent.
        var quiet = !tenant.Sandbox && hour is < Morning or >= Night;
        return db.Claim(limit, Hold, quiet, ct);
    }
}

/// <summary>Notes how handing a message over went; a failed one is tried again after a growing pause.</summary>
[Allow(Permission.System)]
public sealed class NoteMessageSent(INotificationsDb db, TenantClock clock)
{
    private const int LongestPauseMinutes = 60;

    /// <summary>Notes it.</summary>
    /// <param name="id">The message.</param>
    /// <param name="error">Null when it was taken; otherwise why not.</param>
    /// <param name="ct">Stops it.</param>
    public async Task<Nothing> Handle(MessageId id, string? error, CancellationToken ct)
    {
        var message = await db.Messages.SingleOrDefaultAsync(m => m.Id == id, ct) ?? throw NotificationsRefusals.NotFound();
        if (error is null)
        {
            message.Sent(clock.Now);
            return default;
        }

        message.Failed(error);
        var minutes = Math.Min(Math.Pow(2, message.Attempts - 1), LongestPauseMinutes);
        await db.TryAgainIn(id, TimeSpan.FromMinutes(minutes), ct);
        return default;
    }
}
