using System.Globalization;
using Paylatch.Application.Lending;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Shared;
using Paylatch.Testing;

namespace Paylatch.Application.Tests.Lending;

/// <summary>When a day is closed, where clocks skip hours and show them twice.</summary>
public sealed class CloseTimesTests
{
    [Theory]
    [InlineData("America/New_York", 2, "2026-03-08T06:59:59Z", "2026-03-07")] // Two o'clock does not exist on 8 March.
    [InlineData("America/New_York", 2, "2026-03-08T07:00:00Z", "2026-03-08")]
    [InlineData("America/New_York", 1, "2026-11-01T04:59:59Z", "2026-10-31")] // One o'clock comes twice on 1 November.
    [InlineData("America/New_York", 1, "2026-11-01T05:00:00Z", "2026-11-01")]
    [InlineData("America/New_York", 1, "2026-11-01T06:00:00Z", "2026-11-01")]
    [InlineData("America/Havana", 0, "2026-11-01T03:59:59Z", "2026-10-31")] // Midnight comes twice.
    [InlineData("America/Havana", 0, "2026-11-01T04:00:00Z", "2026-11-01")]
    [InlineData("America/Havana", 0, "2026-11-01T05:00:00Z", "2026-11-01")]
    [InlineData("Asia/Beirut", 0, "2026-03-28T21:59:59Z", "2026-03-28")] // 29 March begins at one o'clock.
    [InlineData("Asia/Beirut", 0, "2026-03-28T22:00:00Z", "2026-03-29")]
    [InlineData("Africa/Nairobi", 22, "2026-03-02T18:59:59Z", "2026-03-01")]
    [InlineData("Africa/Nairobi", 22, "2026-03-02T19:00:00Z", "2026-03-02")]
    public void A_day_is_closed_from_its_hour_on_and_a_skipped_or_doubled_hour_counts_once(string zone, int hour, string now, string last) =>
        Assert.Equal(DateOnly.Parse(last, CultureInfo.InvariantCulture), CloseTimes.LastDue(Clock(zone, DateTimeOffset.Parse(now, CultureInfo.InvariantCulture)), hour));

    [Theory]
    [InlineData("America/New_York")]
    [InlineData("America/Havana")]
    [InlineData("Asia/Beirut")]
    [InlineData("Africa/Cairo")]
    [InlineData("Australia/Lord_Howe")]
    [InlineData("Pacific/Kiritimati")]
    [InlineData("Atlantic/Azores")]
    public void Through_two_years_days_come_one_after_another_and_none_comes_back_whatever_the_hour(string zone)
    {
        for (var hour = 0; hour < 24; hour++)
        {
            var now = new DateTimeOffset(2026, 1, 2, 0, 0, 0, TimeSpan.Zero);
            var last = CloseTimes.LastDue(Clock(zone, now), hour);
            for (; now.Year < 2028; now = now.AddMinutes(15))
            {
                var due = CloseTimes.LastDue(Clock(zone, now), hour);
                Assert.True(due == last || due == last.AddDays(1), $"{zone} {hour} at {now:u}: {last} then {due}");
                last = due;
            }
        }
    }

    private static TenantClock Clock(string zone, DateTimeOffset now) => new(
        new TenantInfo(new TenantId(Guid.NewGuid()), "duka", "Duka", "t", "r", Currency.Of("KES"), "en", TimeZoneInfo.FindSystemTimeZoneById(zone), false, "#000000", null),
        new TestTime(now), TimeSpan.Zero);
}
