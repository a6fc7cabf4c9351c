using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Paylatch.Domain.Shared;
using Paylatch.Infrastructure.Persistence;

namespace Paylatch.Infrastructure.Outbox;

/// <summary>
/// Hears what other transactions committed, on this node and all others, over PostgreSQL NOTIFY, and hands it to
/// whoever subscribed. After a lost connection every subscriber is told to look at everything.
/// </summary>
public sealed class Signals(Regions regions, ILogger<Signals> log) : BackgroundService
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<Subscription, byte> _subscriptions = new();

    /// <summary>Subscribes to one tenant's signals, or to all with null. Dispose to end it.</summary>
    public Subscription Subscribe(TenantId? tenant) => new(this, tenant);

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(regions.Servers.Select(server => ListenForEver(server, stoppingToken)));

    private async Task ListenForEver(Regions.Server server, CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await Listen(server, ct);
            }
            catch (Exception trouble) when (trouble is NpgsqlException or IOException or TimeoutException)
            {
                log.LogWarning("The live connection to the database was lost ({Reason}); trying again", trouble.Message);
                await Task.Delay(TimeSpan.FromMilliseconds(500), ct);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private async Task Listen(Regions.Server server, CancellationToken ct)
    {
        await using var connection = await server.App.OpenConnectionAsync(ct);
        connection.Notification += (_, note) => Publish(Signal.Read(note.Payload));
        await using (var listen = new NpgsqlCommand($"listen {Signal.Channel}", connection)) await listen.ExecuteNonQueryAsync(ct);

        // Whatever was committed while nobody listened is unknown.
        foreach (var subscription in _subscriptions.Keys) subscription.Offer(Signal.All(subscription.Tenant ?? default));
        while (true)
        {
            if (await connection.WaitAsync(Quiet, ct)) continue;
            // A connection that was dropped without a word would be waited on for ever; asking finds it out.
            await using var alive = new NpgsqlCommand("select 1", connection) { CommandTimeout = 5 };
            await alive.ExecuteNonQueryAsync(ct);
        }
    }

    private void Publish(Signal signal)
    {
        foreach (var subscription in _subscriptions.Keys)
        {
            if (subscription.Tenant is null || subscription.Tenant == signal.Tenant) subscription.Offer(signal);
        }
    }

    /// <summary>A stream of signals. When the reader is slow, older ones are replaced by one that says: look at everything.</summary>
    public sealed class Subscription : IDisposable
    {
        private readonly Signals _owner;
        private readonly Channel<Signal> _channel = Channel.CreateBounded<Signal>(
            new BoundedChannelOptions(1_000) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true });

        internal Subscription(Signals owner, TenantId? tenant)
        {
            (_owner, Tenant) = (owner, tenant);
            owner._subscriptions[this] = 0;
        }

        /// <summary>The tenant listened to, or null for all.</summary>
        public TenantId? Tenant { get; }

        /// <summary>Waits for the next signals and returns all that are there.</summary>
        /// <returns>At least one signal; empty when the subscription has ended.</returns>
        public async Task<IReadOnlyList<Signal>> Next(CancellationToken ct)
        {
            while (await _channel.Reader.WaitToReadAsync(ct))
            {
                var signals = new List<Signal>();
                while (signals.Count < 1_000 && _channel.Reader.TryRead(out var signal)) signals.Add(signal);
                // None when the channel was emptied in between, to be filled with the one that stands for all.
                if (signals.Count > 0) return signals;
            }

            return [];
        }

        /// <inheritdoc/>
        public void Dispose()
        {
            _owner._subscriptions.TryRemove(this, out _);
            _channel.Writer.TryComplete();
        }

        internal void Offer(Signal signal)
        {
            if (_channel.Writer.TryWrite(signal)) return;
            while (_channel.Reader.TryRead(out _))
            {
                // Emptied on purpose: the one signal below stands for all of these.
            }

            _channel.Writer.TryWrite(Signal.All(Tenant ?? default));
        }
    }
}
