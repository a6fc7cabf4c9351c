using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;

namespace Paylatch.Application.Lending;

/// <summary>
/// Says which day is to be closed next and opens it: the first that is not closed and has come, at the tenant's hour in the
/// tenant's time zone. Days are closed in their order, none is left out.
/// </summary>
[Allow(Permission.System)]
public sealed class OpenDayClose(IDayCloseDb db, TenantClock clock)
{
    /// <summary>A day under way.</summary>
    /// <param name="Day">The day.</param>
    /// <param name="Lanes">Its lanes that are not finished.</param>
    public sealed record Opened(DateOnly Day, IReadOnlyList<int> Lanes);

    /// <summary>The day, with at most so many lanes if it is opened now; null when every day that has come is closed.</summary>
    public async Task<Opened?> Handle(int mostLanes, CancellationToken ct)
    {
        var hour = await db.CloseSettings.Select(s => s.Hour).SingleOrDefaultAsync(ct);
        var day = await NextDay(ct);
        if (day > CloseTimes.LastDue(clock, hour)) return null;
        await db.Begin(day, mostLanes, clock.Now, ct);
        return new Opened(day, await db.Lanes.Where(lane => lane.Day == day && lane.FinishedAt == null).OrderBy(lane => lane.Lane).Select(lane => lane.Lane).ToListAsync(ct));
    }

    private async Task<DateOnly> NextDay(CancellationToken ct) =>
        await db.DayCloses.Where(close => close.FinishedAt != null).MaxAsync(close => (DateOnly?)close.Day, ct) is { } last
            ? last.AddDays(1)
            : await db.FirstDay(ct) ?? clock.Today;
}
