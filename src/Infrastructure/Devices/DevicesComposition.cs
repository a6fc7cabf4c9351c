using Microsoft.Extensions.DependencyInjection;
using Paylatch.Application.Devices;

namespace Paylatch.Infrastructure.Devices;

/// <summary>Registers what devices need besides the use cases.</summary>
public static class DevicesComposition
{
    /// <summary>Sessions, leases, the writer of heartbeats and the open polls: one of each per process.</summary>
    public static IServiceCollection AddDevices(this IServiceCollection services) => services
        .AddSingleton<SessionTokens>()
        .AddSingleton<Leases>()
        .AddSingleton<HeartbeatBatch>()
        .AddSingleton<HeartbeatWriter>()
        .AddSingleton<DeviceWaiters>()
        .AddScoped<IDeviceWire, DeviceWire>();
}
