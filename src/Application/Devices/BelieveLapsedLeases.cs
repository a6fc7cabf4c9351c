using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Devices;

namespace Paylatch.Application.Devices;

/// <summary>
/// Believes devices to be locked whose lease has run out unheard: their agents lock themselves, network or not. Run every
/// half minute. (A device with a lock order still on its way needs no such step: the grid reckons it at reading, see
/// <see cref="DeviceRow.PhaseAt"/>.)
/// </summary>
[Allow(Permission.System)]
public sealed class BelieveLapsedLeases(IDevicesDb db, TenantClock clock)
{
    /// <summary>Takes at most so many.</summary>
    /// <returns>How many changed; fewer than asked for means that this run has no more to do.</returns>
    public async Task<int> Handle(int most, CancellationToken ct)
    {
        var now = clock.Now;
        var lapsed = await (
                from s in db.Statuses
                join d in db.Devices on s.DeviceId equals d.Id
                where !s.Released && s.PaidUntil <= now && d.State == DeviceState.Active && !s.LiveOrder
                    && (s.LastSeenAt == null || s.LastSeenAt <= s.PaidUntil)
                orderby d.Id
                select d.Id)
            .Take(most).ToListAsync(ct);
        var believed = 0;
        foreach (var id in lapsed)
        {
            var device = await db.Locked(id, ct);
            // A payment may have moved the lease since the list was read.
            if (await db.StatusOf(id, ct) is not { Released: false, PaidUntil: { } end } || end > now) continue;
            if (device.LeaseRanOut(await db.LatestOrder(id, ct), now)) believed++;
        }

        return believed;
    }
}
