using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Paylatch.Application.Devices;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Devices;
using Paylatch.Domain.Shared;
using Paylatch.Infrastructure.Persistence;

namespace Paylatch.Infrastructure.Devices;

/// <summary>What a device is answered after its heartbeat was stored, or refused.</summary>
/// <param name="Refusal">Why it was refused; null when it was stored.</param>
/// <param name="ServerTime">The tenant's clock.</param>
/// <param name="Lease">Until when it is paid, signed.</param>
/// <param name="Pending">True when an order waits.</param>
public sealed record HeartbeatReceipt(Refusal? Refusal, DateTimeOffset ServerTime, string? Lease, bool Pending);

/// <summary>
/// Stores heartbeats. They do not pass the door one by one: those of a tenant's devices are gathered for a few
/// milliseconds and written in one transaction, and each device is answered after it has committed. What shows something
/// new then goes through the door (<see cref="NoteHeartbeat"/>).
/// </summary>
public sealed class HeartbeatWriter(HeartbeatBatch batches, Leases leases, Operations operations, ILogger<HeartbeatWriter> log) : IAsyncDisposable
{
    /// <summary>How many heartbeats of one tenant may wait; more are refused.</summary>
    public const int MostWaiting = 20_000;

    private const int MostAtOnce = 1_000;

    private readonly ConcurrentDictionary<TenantId, Lazy<Line>> _lines = new();
    private readonly CancellationTokenSource _end = new();

    /// <summary>Stores a heartbeat and returns when that is durable.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="caller">The device, as its session says.</param>
    /// <param name="heartbeat">What it says.</param>
    /// <param name="ct">The caller has gone away; the heartbeat may still be stored.</param>
    public async Task<HeartbeatReceipt> Write(TenantInfo tenant, Caller caller, Heartbeat heartbeat, CancellationToken ct)
    {
        var device = caller.RequireDevice();
        var line = _lines.GetOrAdd(tenant.Id, _ => new Lazy<Line>(() => new Line(this))).Value;
        var waiting = new WaitingHeartbeat(tenant, device, heartbeat);
        if (!line.Offer(waiting)) return new HeartbeatReceipt(DevicesRefusals.Overloaded(), default, null, false);

        var stored = await waiting.Answer.WaitAsync(ct);
        if (stored.Refusal is not null) return new HeartbeatReceipt(stored.Refusal, stored.At, null, false);
        if (stored.ShowsSomethingNew)
        {
            var noted = await operations.Run(caller, (NoteHeartbeat u) => u.Handle(new(heartbeat.State, stored.At), ct), ct);
            // The heartbeat itself is stored; the next one will show the same again.
            if (noted.Refusal is { } no) log.LogWarning("What a heartbeat showed could not be noted ({Code})", no.Code);
        }

        var lease = leases.Of(tenant, device, stored.PaidUntil, stored.Released, stored.At, stored.Key!);
        return new HeartbeatReceipt(null, stored.At, lease, stored.LiveOrder);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        foreach (var line in _lines.Values.Where(l => l.IsValueCreated)) await line.Value.Ended;
        _end.Dispose();
    }

    private Task Store(List<WaitingHeartbeat> batch, CancellationToken ct) => batches.Write(batch, ct);

    // The heartbeats of one tenant, and the loop that writes them.
    private sealed class Line
    {
        private readonly HeartbeatWriter _owner;
        private readonly Channel<WaitingHeartbeat> _waiting = Channel.CreateBounded<WaitingHeartbeat>(
            new BoundedChannelOptions(MostWaiting) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

        private readonly Queue<WaitingHeartbeat> _held = new();

        public Line(HeartbeatWriter owner)
        {
            _owner = owner;
            Ended = Task.Run(Run);
        }

        public Task Ended { get; }

        public bool Offer(WaitingHeartbeat heartbeat) => _waiting.Writer.TryWrite(heartbeat);

        private async Task Run()
        {
            var ct = _owner._end.Token;
            try
            {
                while (_held.Count > 0 || await _waiting.Reader.WaitToReadAsync(ct))
                {
                    await _owner.Store(Take(), ct);
                }
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                // The portal stops: whoever still waits is told to try again.
            }

            _waiting.Writer.TryComplete();
            while (_held.TryDequeue(out var late) || _waiting.Reader.TryRead(out late)) late.Refuse(DevicesRefusals.Overloaded(), default);
        }

        // One heartbeat of a device in a batch: the statement that writes it sees each device once. A second one is held
        // for the next batch, so that a device's heartbeats stay in order.
        private List<WaitingHeartbeat> Take()
        {
            var batch = new List<WaitingHeartbeat>();
            var devices = new HashSet<DeviceId>();
            for (var held = _held.Count; held > 0; held--) Sort(_held.Dequeue());
            while (batch.Count < MostAtOnce && _waiting.Reader.TryRead(out var next)) Sort(next);
            return batch;

            void Sort(WaitingHeartbeat next)
            {
                if (devices.Add(next.Device)) batch.Add(next);
                else _held.Enqueue(next);
            }
        }
    }
}
