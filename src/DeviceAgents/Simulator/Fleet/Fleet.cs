using System.Collections.Concurrent;
using System.Globalization;
using Paylatch.DeviceAgents.Protocol;

namespace Paylatch.DeviceAgents.Simulator;

/// <summary>All devices of this process.</summary>
internal sealed class Fleet(PortalClient portal, Store store, Worlds worlds, SimulatorOptions options, ILogger<Fleet> log)
    : IHostedService, IDisposable
{
    /// <summary>What simulated agents call themselves.</summary>
    public const string AgentVersion = "simulator/1.0";

    private readonly ConcurrentDictionary<Guid, SimulatedDevice> _devices = new();
    private readonly Surroundings _around = new(portal, store, options, log);

    public IEnumerable<SimulatedDevice> All => _devices.Values;

    public SimulatedDevice? Find(Guid id) => _devices.GetValueOrDefault(id);

    /// <summary>Makes a device, enrols it with the portal and sets it going.</summary>
    /// <exception cref="PortalRefusal">The portal does not enrol it.</exception>
    /// <exception cref="ProtocolRefusal">The portal's answer does not hold.</exception>
    public async Task<SimulatedDevice> Enrol(Uri tenant, string code, DeviceFacts facts, CancellationToken ct)
    {
        var world = worlds.Of(tenant);
        await worlds.Read(world, ct);
        var clock = new WorldClock(world);
        var agent = DeviceAgent.New(facts, clock);
        var answer = await portal.Enrol(tenant, agent.Enrol(code), ct);
        world.IsAtLeast(answer.ServerTime);
        agent.Enrolled(answer);
        var device = new SimulatedDevice(agent, clock, world, new Body { Sim = FirstSim(facts) }, _around);
        device.Save();
        if (_devices.TryRemove(device.Id, out var earlier)) await End(earlier);
        _devices[device.Id] = device;
        device.Start(TimeSpan.Zero);
        return device;
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var kept in store.Load())
        {
            var world = worlds.Of(kept.Portal);
            var clock = new WorldClock(world) { Skew = kept.Body.Skew };
            var device = new SimulatedDevice(DeviceAgent.Restore(kept.Agent, clock), clock, world, kept.Body, _around);
            _devices[device.Id] = device;
            device.Start(options.Heartbeat);
        }

        if (!_devices.IsEmpty) log.LogInformation("{Count} devices woke up", _devices.Count);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.WhenAll(_devices.Values.Select(device => device.Stop()));

    public void Dispose()
    {
        foreach (var device in _devices.Values) device.Dispose();
    }

    private static async Task End(SimulatedDevice device)
    {
        await device.Stop();
        device.Dispose();
    }

    /// <summary>An ICCID-like number for what has a SIM; the simulator's phones come with one.</summary>
    private static string? FirstSim(DeviceFacts facts) => facts.Imei is null
        ? null
        : "8925402" + Random.Shared.NextInt64(100_000_000_000, 999_999_999_999).ToString(CultureInfo.InvariantCulture);
}
