using Paylatch.DeviceAgents.Protocol;

namespace Paylatch.DeviceAgents.Simulator;

/// <summary>
/// One device: the real agent, a body that can be meddled with, and the shell that moves messages. While online two
/// loops run, one for heartbeats and one that waits for commands; offline nothing runs, and the agent goes by its clock.
/// </summary>
internal sealed class SimulatedDevice : IDisposable
{
    private readonly Lock _sync = new();
    private readonly SemaphoreSlim _switch = new(1, 1);
    private readonly DeviceAgent _agent;
    private readonly WorldClock _clock;
    private readonly Surroundings _around;
    private readonly Diary _diary = new();
    private Body _body;
    private Shell? _shell;

    public SimulatedDevice(DeviceAgent agent, WorldClock clock, World world, Body body, Surroundings around)
    {
        (_agent, _clock, _body, _around, World) = (agent, clock, body, around, world);
        Id = agent.DeviceId ?? throw new ArgumentException("A device joins the fleet once it is enrolled.", nameof(agent));
    }

    public Guid Id { get; }

    public World World { get; }

    public Diary Diary => _diary;

    /// <summary>Starts what runs while online, if the device is to be online.</summary>
    /// <param name="spread">Wait up to this long before the first request, so that a restarted fleet does not come all at once.</param>
    public void Start(TimeSpan spread)
    {
        if (_body.Online) _shell = Shell.Start(this, _around, spread);
    }

    /// <summary>Takes the network away or gives it back.</summary>
    public async Task SetOnline(bool online)
    {
        await _switch.WaitAsync();
        try
        {
            Change(body => body with { Online = online });
            if (online)
            {
                _shell ??= Shell.Start(this, _around, TimeSpan.Zero);
            }
            else
            {
                await StopShell();
            }
        }
        finally
        {
            _switch.Release();
        }
    }

    /// <summary>Stops the loops; the device keeps what it knows and whether it was online.</summary>
    public async Task Stop()
    {
        await _switch.WaitAsync();
        try
        {
            await StopShell();
            Save();
        }
        finally
        {
            _switch.Release();
        }
    }

    /// <summary>Meddles with the body; the portal hears of it at once when the device is online.</summary>
    public void Meddle(Func<Body, Body> meddle)
    {
        Change(meddle);
        _shell?.BeatNow();
    }

    /// <summary>Works with the agent, one caller at a time, and keeps what came of it before anybody acts on it.</summary>
    public T Use<T>(Func<DeviceAgent, T> work)
    {
        lock (_sync)
        {
            var before = _agent.State;
            var answer = work(_agent);
            if (!ReferenceEquals(before, _agent.State)) Keep();
            return answer;
        }
    }

    /// <summary>Changes the agent, as <see cref="Use{T}"/> does.</summary>
    public void Do(Action<DeviceAgent> work)
    {
        lock (_sync)
        {
            work(_agent);
            Keep();
        }
    }

    /// <summary>Keeps the device as it is now.</summary>
    public void Save() => Do(_ => { });

    /// <summary>What the device measures of itself.</summary>
    public Vitals Measure()
    {
        lock (_sync) return new Vitals(Battery(), _body.Sim, _body.Rooted, _body.Tampered);
    }

    /// <summary>What one sees holding the device.</summary>
    public DeviceView View()
    {
        lock (_sync) return Views.Of(_agent, _body, _clock, World, _diary, Battery());
    }

    public void Dispose()
    {
        _shell?.Dispose();
        _switch.Dispose();
    }

    private void Change(Func<Body, Body> change)
    {
        lock (_sync)
        {
            _body = change(_body);
            _clock.Skew = _body.Skew;
            Keep();
        }
    }

    private async Task StopShell()
    {
        if (_shell is null) return;
        await _shell.Stop();
        _shell.Dispose();
        _shell = null;
    }

    private void Keep() => _around.Store.Save(Id, new KeptDevice(World.Portal, _agent.Keep(), _body));

    // Drains with every heartbeat and is charged when low; needs no memory but the counter.
    private int? Battery() => _agent.State.Facts.Kind is "tv" or "fridge"
        ? null
        : 100 - (int)((_agent.State.HeartbeatCounter / 4 + Id.ToByteArray()[^1]) % 80);
}

/// <summary>What devices share.</summary>
internal sealed record Surroundings(PortalClient Portal, Store Store, SimulatorOptions Options, ILogger Log);
