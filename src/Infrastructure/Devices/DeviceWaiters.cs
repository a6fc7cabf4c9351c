using System.Collections.Concurrent;
using System.Threading.Channels;
using Paylatch.Domain.Shared;
using Paylatch.Infrastructure.Outbox;

namespace Paylatch.Infrastructure.Devices;

/// <summary>
/// Devices whose poll is open on this node. A signal from any node that names the device, or says to look at everything,
/// wakes them. Wait after registering and look after waking: then no order falls between.
/// </summary>
public sealed class DeviceWaiters : IAsyncDisposable
{
    private readonly ConcurrentDictionary<DeviceId, ConcurrentDictionary<Waiter, byte>> _waiting = new();
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _end = new();
    private readonly Task _listening;

    /// <summary>Starts to listen.</summary>
    public DeviceWaiters(Signals signals) => _listening = Listen(signals.Subscribe(null), _end.Token);

    /// <summary>Registers a poll. Dispose to end it.</summary>
    public Waiter Watch(TenantId tenant, DeviceId device)
    {
        var waiter = new Waiter(this, tenant, device);
        lock (_gate) _waiting.GetOrAdd(device, _ => new())[waiter] = 0;
        return waiter;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _listening;
        _end.Dispose();
    }

    private async Task Listen(Signals.Subscription subscription, CancellationToken ct)
    {
        using var listening = subscription;
        try
        {
            while (true) foreach (var signal in await subscription.Next(ct)) Wake(signal);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The portal stops; open polls end with their requests.
        }
    }

    private void Wake(Signal signal)
    {
        if (!signal.Everything)
        {
            foreach (var device in signal.Devices)
            {
                if (_waiting.TryGetValue(device, out var polls)) foreach (var poll in polls.Keys) poll.Wake();
            }

            return;
        }

        // A signal about everything of no tenant comes after the connection was lost.
        foreach (var poll in _waiting.Values.SelectMany(polls => polls.Keys))
        {
            if (signal.Tenant == default || signal.Tenant == poll.Tenant) poll.Wake();
        }
    }

    private void Leave(Waiter waiter)
    {
        lock (_gate)
        {
            if (!_waiting.TryGetValue(waiter.Device, out var polls)) return;
            polls.TryRemove(waiter, out _);
            if (polls.IsEmpty) _waiting.TryRemove(waiter.Device, out _);
        }
    }

    /// <summary>One open poll.</summary>
    public sealed class Waiter : IDisposable
    {
        private readonly DeviceWaiters _owner;
        private readonly Channel<byte> _woken = Channel.CreateBounded<byte>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

        internal Waiter(DeviceWaiters owner, TenantId tenant, DeviceId device) => (_owner, Tenant, Device) = (owner, tenant, device);

        internal TenantId Tenant { get; }

        internal DeviceId Device { get; }

        /// <summary>Waits until the device is named in a signal.</summary>
        /// <returns>False when the time is over.</returns>
        public async Task<bool> Next(TimeSpan atMost, CancellationToken ct)
        {
            if (atMost <= TimeSpan.Zero) return false;
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
            limit.CancelAfter(atMost);
            try
            {
                await _woken.Reader.ReadAsync(limit.Token);
                return true;
            }
            catch (OperationCanceledException) when (!ct.IsCancellationRequested)
            {
                return false;
            }
        }

        /// <inheritdoc/>
        public void Dispose() => _owner.Leave(this);

        internal void Wake() => _woken.Writer.TryWrite(0);
    }
}
