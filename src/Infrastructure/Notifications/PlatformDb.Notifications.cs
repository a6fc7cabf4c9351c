using Microsoft.EntityFrameworkCore;
using Npgsql;
using Paylatch.Application.Notifications;
using Paylatch.Domain.Notifications;

namespace Paylatch.Infrastructure.Persistence;

/// <content>The window of notifications.</content>
public sealed partial class PlatformDb : INotificationsDb
{
    DbSet<Message> INotificationsDb.Messages => Set<Message>();

    IQueryable<MessageFacts> INotificationsDb.Facts => Set<MessageFacts>();

    async Task<IReadOnlyList<OutgoingMessage>> INotificationsDb.Claim(int limit, TimeSpan hold, bool quiet, CancellationToken ct)
    {
        await using var claim = new NpgsqlCommand("""
            update messages set due_at = clock_timestamp() + $2
            where id in (
                select id from messages
                where sent_at is null and attempts < 8 and due_at <= clock_timestamp() and (not $3 or kind not like 'reminder%')
                order by kind <> 'sign_in_code', created_at, id limit $1 for update skip locked)
            returning id, channel, recipient, body, created_at
            """, (NpgsqlConnection)Database.GetDbConnection())
        {
            Parameters = { new() { Value = limit }, new() { Value = hold }, new() { Value = quiet } },
        };
        await using var reader = await claim.ExecuteReaderAsync(ct);
        var claimed = new List<(OutgoingMessage Message, DateTime At)>();
        while (await reader.ReadAsync(ct))
        {
            var message = new OutgoingMessage(
                new MessageId(reader.GetGuid(0)), Words.From<MessageChannel>(reader.GetString(1)), reader.GetString(2), reader.GetString(3));
            claimed.Add((message, reader.GetDateTime(4)));
        }

        return [.. claimed.OrderBy(c => c.At).Select(c => c.Message)];
    }

    Task INotificationsDb.TryAgainIn(MessageId id, TimeSpan pause, CancellationToken ct) =>
        Database.ExecuteSqlAsync($"update messages set due_at = clock_timestamp() + {pause} where id = {id.Value}", ct);
}
