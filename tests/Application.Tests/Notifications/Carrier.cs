using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Paylatch.Application.Notifications;
using Paylatch.Application.Tests.Lending;
using Paylatch.Domain.Notifications;
using Paylatch.Infrastructure.Notifications;

namespace Paylatch.Application.Tests.Notifications;

/// <summary>A carrier of messages that remembers what it took.</summary>
internal sealed class Carrier : IMessageSender
{
    public ConcurrentBag<MessageId> Taken { get; } = [];

    public string? Error { get; init; }

    /// <summary>What it answers after; null to answer at once.</summary>
    public TaskCompletionSource? Answer { get; init; }

    public async Task<string?> Send(OutgoingMessage message, CancellationToken ct)
    {
        if (Error is null) Taken.Add(message.Id);
        if (Answer is not null) await Answer.Task.WaitAsync(ct);
        return Error;
    }
}

/// <summary>A shop's messages for tests.</summary>
internal static class Outgoing
{
    /// <summary>What sends them.</summary>
    public static MessagePost Post(this Shop shop) => shop.Portal.Services.GetRequiredService<MessagePost>();

    /// <summary>Puts some into the table, as if written by a reaction.</summary>
    public static Task<int> Write(this Shop shop, int count, string kind = "receipt") => shop.Owner("""
        insert into {s}.messages (id, tenant_id, channel, recipient, kind, body, created_at)
        select gen_random_uuid(), $1, 'sms', '+254712345678', $2, 'text', timestamptz '2026-03-02T09:00:00Z' from generate_series(1, $3)
        """, shop.Tenant.Id.Value, kind, count);
}
