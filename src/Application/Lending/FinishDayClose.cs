using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;

namespace Paylatch.Application.Lending;

/// <summary>Ends the close of a day when all its lanes have come to their end. Safe to call any number of times.</summary>
[Allow(Permission.System)]
public sealed class FinishDayClose(IDayCloseDb db, TenantClock clock)
{
    /// <summary>Ends it.</summary>
    /// <returns>False while a lane is still worked on.</returns>
    public async Task<bool> Handle(DateOnly day, CancellationToken ct)
    {
        var close = await db.LockDay(day, ct);
        var lanes = await db.Lanes.Where(lane => lane.Day == day).ToListAsync(ct);
        if (lanes.Exists(lane => lane.FinishedAt is null)) return false;
        close.Finish(lanes, clock.Now);
        return true;
    }
}
