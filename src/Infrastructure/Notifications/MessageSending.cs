using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Paylatch.Application.Notifications;
using Paylatch.Application.Shared;
using Paylatch.Domain.Shared;
using Paylatch.Infrastructure.Outbox;
using Paylatch.Infrastructure.Persistence;
using Paylatch.Infrastructure.Tenancy;

namespace Paylatch.Infrastructure.Notifications;

/// <summary>Sends a tenant's messages: takes some, hands each over outside any transaction, notes how it went.</summary>
public sealed class MessagePost(Operations operations, IMessageSender sender)
{
    /// <summary>The most that one turn takes.</summary>
    public const int Batch = 10;

    // Far less than a message is held for, and all of a turn are sent at once: none is taken by another node meanwhile.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Sends the messages whose time has come, one turn of them, so that a tenant with many keeps no other waiting.</summary>
    /// <returns>How many were tried; when <see cref="Batch"/>, there may be more.</returns>
    public async Task<int> SendDue(TenantId tenant, CancellationToken ct)
    {
        var caller = Caller.System(tenant);
        var claimed = (await operations.Run(caller, (ClaimMessages u) => u.Handle(Batch, ct), ct)).Value;
        await Task.WhenAll(claimed.Select(async message =>
        {
            var error = await Send(message, ct);
            await operations.Run(caller, (NoteMessageSent u) => u.Handle(message.Id, error, ct), ct);
        }));
        return claimed.Count;
    }

    private async Task<string?> Send(OutgoingMessage message, CancellationToken ct)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(Patience);
        try
        {
            return await sender.Send(message, patience.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return "The carrier did not answer in time.";
        }
        catch (HttpRequestException trouble)
        {
            return $"The carrier could not be reached ({trouble.HttpRequestError}).";
        }
    }
}

/// <summary>Sends messages soon after they are written, and now and then looks for those that are to be tried again.</summary>
public sealed class MessageSending(MessagePost post, Signals signals, TenantDirectory tenants, ILogger<MessageSending> log) : BackgroundService
{
    // They wait for carriers nearly all the time.
    private const int AtOnce = 16;
    private static readonly TimeSpan SweepEvery = TimeSpan.FromSeconds(30);

    private readonly Channel<TenantId> _woken = Channel.CreateUnbounded<TenantId>();
    private readonly ConcurrentDictionary<TenantId, byte> _waiting = new();

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var subscription = signals.Subscribe(null);
        try
        {
            var workers = Enumerable.Range(0, AtOnce).Select(_ => Work(stoppingToken));
            await Task.WhenAll([Listen(subscription, stoppingToken), Sweep(stoppingToken), .. workers]);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host is stopping; what is left is in the database.
        }
    }

    private async Task Listen(Signals.Subscription subscription, CancellationToken ct)
    {
        while (true)
        {
            foreach (var tenant in (await subscription.Next(ct)).Select(s => s.Tenant).Distinct()) Wake(tenant);
        }
    }

    private async Task Sweep(CancellationToken ct)
    {
        using var timer = new PeriodicTimer(SweepEvery);
        do
        {
            try
            {
                foreach (var tenant in await tenants.All(ct)) Wake(tenant.Id);
            }
            catch (Exception trouble) when (!ct.IsCancellationRequested)
            {
                log.LogWarning("The tenants could not be read ({Reason}); trying again", trouble.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(ct));
    }

    private void Wake(TenantId tenant)
    {
        if (tenant != Caller.PlatformTenant && _waiting.TryAdd(tenant, 0)) _woken.Writer.TryWrite(tenant);
    }

    private async Task Work(CancellationToken ct)
    {
        await foreach (var tenant in _woken.Reader.ReadAllAsync(ct))
        {
            _waiting.TryRemove(tenant, out _);
            try
            {
                if (await post.SendDue(tenant, ct) == MessagePost.Batch) Wake(tenant);
            }
            catch (Exception trouble) when (!ct.IsCancellationRequested)
            {
                log.LogWarning(trouble, "Messages of tenant {Tenant} could not be sent; trying again", tenant);
            }
        }
    }
}
