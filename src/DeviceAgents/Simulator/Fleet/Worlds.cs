using System.Collections.Concurrent;
using Paylatch.DeviceAgents.Protocol;

namespace Paylatch.DeviceAgents.Simulator;

/// <summary>
/// The time of the world a tenant's devices live in. A sandbox tenant's clock can be moved, and then the world moved:
/// also for devices that have no network.
/// </summary>
internal sealed class World(Uri portal, TimeSpan ahead)
{
    private long _ahead = ahead.Ticks;

    public Uri Portal { get; } = portal;

    /// <summary>How far the world is ahead of this machine.</summary>
    public TimeSpan Ahead => TimeSpan.FromTicks(Volatile.Read(ref _ahead));

    public DateTimeOffset Now => TimeProvider.System.GetUtcNow() + Ahead;

    /// <summary>The tenant's clock was read.</summary>
    public void Is(DateTimeOffset time) => Volatile.Write(ref _ahead, (time - TimeProvider.System.GetUtcNow()).Ticks);

    /// <summary>An answer that may have been long on its way carried the tenant's time: it can only show a leap ahead.</summary>
    public void IsAtLeast(DateTimeOffset time)
    {
        if (time > Now + TimeSpan.FromSeconds(1)) Is(time);
    }
}

/// <summary>A simulated device's clocks: the wall clock can be set wrong, the other follows the world.</summary>
internal sealed class WorldClock(World world) : IAgentClock
{
    private long _skew;

    public TimeSpan Skew
    {
        get => TimeSpan.FromTicks(Volatile.Read(ref _skew));
        set => Volatile.Write(ref _skew, value.Ticks);
    }

    public DateTimeOffset Wall => world.Now + Skew;

    // Since 1970, so that it goes on over a restart of the simulator: simulated devices never reboot.
    public TimeSpan Elapsed => world.Now - DateTimeOffset.UnixEpoch;

    public string Boot => "world";
}

/// <summary>Reads every tenant's clock about once a second, and remembers how far it was ahead.</summary>
internal sealed class Worlds(PortalClient portal, Store store, SimulatorOptions options) : BackgroundService
{
    private readonly ConcurrentDictionary<Uri, World> _worlds = new();
    private readonly Dictionary<string, TimeSpan> _kept = store.LoadWorlds();

    public World Of(Uri tenant) => _worlds.GetOrAdd(tenant, t =>
    {
        lock (_kept) return new World(t, _kept.GetValueOrDefault(t.ToString()));
    });

    /// <summary>Reads one tenant's clock now. False when it could not be read.</summary>
    public async Task<bool> Read(World world, CancellationToken ct)
    {
        try
        {
            world.Is((await portal.Time(world.Portal, ct)).ServerTime);
            return true;
        }
        catch (Exception e) when (Trouble.IsExpected(e, ct))
        {
            return false;
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.ReadClockEvery);
        try
        {
            do
            {
                await Task.WhenAll(_worlds.Values.Select(world => Read(world, stoppingToken)));
                Keep();
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process ends.
        }
        finally
        {
            Keep();
        }
    }

    private void Keep()
    {
        lock (_kept)
        {
            var moved = false;
            foreach (var world in _worlds.Values)
            {
                var key = world.Portal.ToString();
                if (_kept.TryGetValue(key, out var before) && (before - world.Ahead).Duration() < TimeSpan.FromSeconds(5)) continue;
                _kept[key] = world.Ahead;
                moved = true;
            }

            if (moved) store.Save(_kept);
        }
    }
}
