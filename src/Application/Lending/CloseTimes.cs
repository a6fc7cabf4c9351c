using Paylatch.Application.Tenancy;

namespace Paylatch.Application.Lending;

/// <summary>When days are closed.</summary>
public static class CloseTimes
{
    /// <summary>The last day that is to be closed by now.</summary>
    /// <remarks>An hour the clocks skip on that day counts as the first instant after it; one they show twice, the first time.</remarks>
    public static DateOnly LastDue(TenantClock clock, int hour) =>
        clock.Now >= At(clock, clock.Today, hour) ? clock.Today : clock.Today.AddDays(-1);

    /// <summary>When a day is closed.</summary>
    public static DateTimeOffset At(TenantClock clock, DateOnly day, int hour) => clock.At(day, new TimeOnly(hour, 0));
}
