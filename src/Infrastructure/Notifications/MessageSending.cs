using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
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
    private const int Batch = 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Sends all messages whose time has come.</summary>
    /// <returns>How many were tried.</returns>
    public async Task<int> SendDue(TenantId tenant, CancellationToken ct)
    {
        var caller = Caller.System(tenant);
        var tried = 0;
        while (true)
        {
            var claimed = (await operations.Run(caller, (ClaimMessages u) => u.Handle(Batch, ct), ct)).Value;
            foreach (var message in claimed)
            {
                var error = await Send(message, ct);
                await operations.Run(caller, (NoteMessageSent u) => u.Handle(message.Id, error, ct), ct);
            }

            tried += claimed.Count;
            if (claimed.Count < Batch) return tried;
        }
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
    private static readonly TimeSpan SweepEvery = TimeSpan.FromSeconds(30);

    private readonly Channel<TenantId> _woken = Channel.CreateUnbounded<TenantId>();
    private readonly ConcurrentDictionary<TenantId, byte> _waiting = new();

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var subscription = signals.Subscribe(null);
        try
        {
            await Task.WhenAll(Listen(subscription, stoppingToken), Sweep(stoppingToken), Work(stoppingToken));
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
            catch (Exception trouble) when (trouble is NpgsqlException or Refusal)
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
                await post.SendDue(tenant, ct);
            }
            catch (Exception trouble) when (trouble is not OperationCanceledException)
            {
                log.LogWarning(trouble, "Messages of tenant {Tenant} could not be sent; trying again", tenant);
            }
        }
    }
}
