using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Application.Tests.Identity;
using Paylatch.Testing;

namespace Paylatch.Application.Tests.Tenancy;

public sealed class ClockTests
{
    // The portal's time stands at 2026-03-02 12:00 in Nairobi.
    [Theory]
    [InlineData(ClockStep.Day, null, "2026-03-03")]
    [InlineData(ClockStep.Week, null, "2026-03-09")]
    [InlineData(ClockStep.Date, "2026-04-30", "2026-04-30")]
    [InlineData(ClockStep.Date, "2027-04-06", "2027-04-06")]
    public async Task A_sandbox_clock_goes_forward_and_says_so(ClockStep step, string? to, string reached)
    {
        await using var portal = await TestPortal.Start();
        var sandbox = await portal.NewTenant(sandbox: true);

        var moved = await Move(portal, sandbox, step, to);

        Assert.Equal(DateOnly.Parse(reached, System.Globalization.CultureInfo.InvariantCulture), moved.Value);
        var read = (await portal.Operations.Run(TestPortal.As(Role.Agent, sandbox), (ReadClock u) => u.Handle(default), default)).Value;
        Assert.Equal(moved.Value, read.Today);
        Assert.Equal(new TimeSpan(9, 0, 0), read.Now.TimeOfDay);
        Assert.Equal(1, await portal.Count(sandbox, $"events where type = 'ClockMoved' and data->>'from' = '2026-03-02' and data->>'to' = '{reached}'"));
    }

    [Theory]
    [InlineData("2026-03-02", "tenancy.clock_only_forward")]
    [InlineData("2026-03-01", "tenancy.clock_only_forward")]
    [InlineData("0001-01-01", "tenancy.clock_only_forward")]
    [InlineData("2027-04-07", "tenancy.clock_step_too_long")]
    [InlineData("9999-12-31", "tenancy.clock_step_too_long")]
    [InlineData(null, "tenancy.clock_date_missing")]
    public async Task It_goes_neither_back_nor_too_far_at_once(string? to, string code)
    {
        await using var portal = await TestPortal.Start();
        var sandbox = await portal.NewTenant(sandbox: true);

        Assert.Equal(code, (await Move(portal, sandbox, ClockStep.Date, to)).Refusal?.Code);
        Assert.Equal(0, await portal.Count(sandbox, "events where type = 'ClockMoved'"));
        Assert.Equal(0, await portal.Count(sandbox, "sandbox_clock where moved <> '0'"));
    }

    [Fact]
    public async Task A_real_tenants_clock_cannot_be_moved()
    {
        await using var portal = await TestPortal.Start();
        var real = await portal.NewTenant();

        Assert.Equal("tenancy.not_a_sandbox", (await Move(portal, real, ClockStep.Day)).Refusal?.Code);
    }

    [Fact]
    public async Task Only_the_admin_moves_it()
    {
        await using var portal = await TestPortal.Start();
        var sandbox = await portal.NewTenant(sandbox: true);

        var agent = await portal.Operations.Run(TestPortal.As(Role.Agent, sandbox), (MoveClock u) => u.Handle(new(ClockStep.Day), default), default);

        Assert.Equal("identity.not_allowed", agent.Refusal?.Code);
    }

    [Fact]
    public async Task The_next_due_date_is_the_first_unpaid_after_today()
    {
        await using var portal = await TestPortal.Start();
        var sandbox = await portal.NewTenant(sandbox: true);
        Assert.Equal("tenancy.nothing_due", (await Move(portal, sandbox, ClockStep.NextDue)).Refusal?.Code);
        await Portfolios.Loan(portal, sandbox, ("2026-02-20", 100, 0), ("2026-03-05", 100, 100), ("2026-03-12", 100, 40), ("2026-03-19", 100, 0));

        Assert.Equal(new DateOnly(2026, 3, 12), (await Move(portal, sandbox, ClockStep.NextDue)).Value);
        Assert.Equal(new DateOnly(2026, 3, 19), (await Move(portal, sandbox, ClockStep.NextDue)).Value);
    }

    [Fact]
    public async Task Two_who_move_it_from_the_same_day_at_once_do_not_both_move_it()
    {
        await using var portal = await TestPortal.Start();
        var sandbox = await portal.NewTenant(sandbox: true);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Move(portal, sandbox, ClockStep.Day)));

        var done = outcomes.Count(o => o.Done);
        Assert.All(outcomes.Where(o => !o.Done), o => Assert.Equal("tenancy.clock_moved_meanwhile", o.Refusal!.Code));
        Assert.Equal(done, outcomes.Where(o => o.Done).Select(o => o.Value).Distinct().Count());
        Assert.Equal(done, await portal.Count(sandbox, "events where type = 'ClockMoved'"));
        Assert.Equal(1, await portal.Count(sandbox, $"sandbox_clock where moved = '{done} days'"));
    }

    [Fact]
    public async Task A_day_of_23_hours_still_ends_on_the_date_asked_for()
    {
        await using var portal = await TestPortal.Start();
        // Cairo sets its clocks forward at midnight of 24 April 2026.
        var sandbox = await portal.NewTenant(sandbox: true, zone: "Africa/Cairo");
        portal.Time.Advance(TimeSpan.FromHours(12) + TimeSpan.FromMinutes(45));
        for (var day = new DateOnly(2026, 4, 20); day <= new DateOnly(2026, 4, 27); day = day.AddDays(1))
        {
            await Move(portal, sandbox, ClockStep.Date, day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
            var read = (await portal.Operations.Run(TestPortal.As(Role.Agent, sandbox), (ReadClock u) => u.Handle(default), default)).Value;
            Assert.Equal(day, read.Today);
        }
    }

    private static Task<Outcome<DateOnly>> Move(TestPortal portal, TenantInfo tenant, ClockStep step, string? to = null)
    {
        var date = to is null ? (DateOnly?)null : DateOnly.Parse(to, System.Globalization.CultureInfo.InvariantCulture);
        return portal.Operations.Run(TestPortal.As(Role.MerchantAdmin, tenant), (MoveClock u) => u.Handle(new(step, date), default), default);
    }
}
