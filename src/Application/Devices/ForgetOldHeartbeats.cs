using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;

namespace Paylatch.Application.Devices;

/// <summary>Deletes heartbeats nobody needs any more; what a device last said stays with the device.</summary>
[Allow(Permission.System)]
public sealed class ForgetOldHeartbeats(IDevicesDb db, TenantClock clock)
{
    /// <summary>How long they are kept. The database's own function holds to the same figure.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromDays(30);

    /// <summary>Deletes at most so many.</summary>
    /// <returns>How many were deleted; fewer than asked for means that none is left.</returns>
    public Task<int> Handle(int most, CancellationToken ct) => db.ForgetHeartbeats(clock.Now, most, ct);
}
