using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;

namespace Paylatch.Application.Devices;

/// <summary>The tenant's time, for whoever asks: a device whose clock is off has nothing else to go by.</summary>
[Allow(Permission.Anyone)]
public sealed class TellTime(TenantClock clock)
{
    /// <summary>Tells it.</summary>
    public Task<DateTimeOffset> Handle() => Task.FromResult(clock.Now);
}
