using Paylatch.Application.Identity;
using Paylatch.Application.Lending;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Shared;
using Paylatch.Testing;

namespace Paylatch.Application.Tests.Lending;

public sealed class CloseDayTests
{
    private static readonly string[] Said = ["GraceEnded", "InstallmentOverdue", "LockCameNear", "ReminderCalledFor", "LoanStandingChanged"];

    // Sold on 2 March, due on 2 April, two days of grace: overdue from the 3rd, locked from the 5th.
    [Fact]
    public async Task A_missed_installment_is_reminded_of_becomes_overdue_and_ends_its_grace_on_the_right_days()
    {
        var shop = await Shop.Open();
        await using var portal = shop.Portal;
        var loan = await shop.Sell();

        var days = new List<string>();
        for (var day = 0; day < 40; day++)
        {
            await shop.CatchUp();
            var row = await shop.Read<string>("select day::text || ' ' || reminded || overdue || grace_ended from {s}.day_closes where reminded + overdue + grace_ended > 0 order by day desc limit 1");
            if (row is not null && !days.Contains(row)) days.Add(row);
            shop.Days(1);
        }

        Assert.Equal(["2026-03-30 100", "2026-04-01 100", "2026-04-02 100", "2026-04-03 110", "2026-04-04 100", "2026-04-05 001"], days);
        Assert.Equal("GraceEnded:1 InstallmentOverdue:1 LoanStandingChanged:2 LockCameNear:1 ReminderCalledFor:4", await shop.Events(Said));
        Assert.Equal("grace_ended", await Standing(shop, loan));
    }

    [Fact]
    public async Task Closing_a_day_twice_changes_nothing_the_second_time()
    {
        var shop = await Shop.Open();
        await using var portal = shop.Portal;
        await shop.Sell();
        shop.Days(34);
        await shop.CatchUp();
        var (first, closes) = (await shop.Events(Said), await Closes(shop));

        var days = await shop.CatchUp();

        Assert.Equal(0, days);
        Assert.Equal(first, await shop.Events(Said));
        Assert.Equal(closes, await Closes(shop));
    }

    [Fact]
    public async Task Days_left_out_give_what_living_through_them_gives()
    {
        var lived = await Shop.Open();
        await using var portal = lived.Portal;
        var skipped = await lived.Beside("soko");
        foreach (var shop in new[] { lived, skipped })
        {
            await shop.Sell(Shop.Plan(installments: 4, grace: 0, unit: RepayUnit.Weeks));
            await shop.Sell(Shop.Plan(installments: 10, grace: 3, unit: RepayUnit.Days, every: 2));
            await shop.Sell(Shop.Plan(grace: 5));
        }

        for (var day = 0; day < 45; day++)
        {
            await lived.CatchUp();
            lived.Days(1);
        }

        await lived.CatchUp();
        await skipped.CatchUp();

        Assert.Equal(await Closes(lived), await Closes(skipped));
        Assert.Equal(await lived.Events(Said), await skipped.Events(Said));
        const string loans = "select string_agg(number || standing || version || next_due_on, ' ' order by number) from {s}.loans";
        Assert.Equal(await lived.Read<string>(loans), await skipped.Read<string>(loans));
    }

    [Fact]
    public async Task Killed_in_the_middle_it_goes_on_where_it_stopped()
    {
        var shop = await Shop.Open();
        await using var portal = shop.Portal;
        await shop.SellMany(450);
        shop.Days(31);
        await shop.CatchUp();
        shop.Days(3);
        // One set is done, the second dies before its commit.
        var opened = (await shop.Run(Role.System, (OpenDayClose u) => u.Handle(4, default))).Value;
        Assert.Equal(new DateOnly(2026, 4, 3), opened?.Day);
        var set = new CloseDay.Command(new DateOnly(2026, 4, 3), 1, 200);
        Assert.Equal(CloseDay.Progress.More, (await shop.Run(Role.System, (CloseDay u) => u.Handle(set, default))).Value);
        await Assert.ThrowsAsync<InvalidOperationException>(() => shop.Run(Role.System, (CloseDayAndDie u) => u.Handle(set)));
        Assert.Equal(200, await shop.Read<int>("select loans from {s}.day_close_lanes where finished_at is null"));

        await shop.CatchUp();

        Assert.Equal(450, await shop.Read<int>("select loans from {s}.day_closes where day = '2026-04-03'"));
        Assert.Equal(450, await shop.Read<int>("select overdue from {s}.day_closes where day = '2026-04-03'"));
        Assert.Equal(450, await shop.Read<int>("select grace_ended from {s}.day_closes where day = '2026-04-05'"));
        Assert.Equal("GraceEnded:450 InstallmentOverdue:450", await shop.Events("GraceEnded", "InstallmentOverdue"));
    }

    [Fact]
    public async Task Two_nodes_at_once_do_not_double()
    {
        var shop = await Shop.Open();
        await using var portal = shop.Portal;
        await shop.SellMany(450);
        shop.Days(34);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => shop.CatchUp()));

        Assert.Equal("GraceEnded:450 InstallmentOverdue:450 LockCameNear:450 ReminderCalledFor:1800", await shop.Events("GraceEnded", "InstallmentOverdue", "LockCameNear", "ReminderCalledFor"));
        Assert.Equal(450L, await shop.Read<long>("select sum(grace_ended) from {s}.day_closes"));
    }

    [Fact]
    public async Task A_paid_loan_is_left_alone()
    {
        var shop = await Shop.Open();
        await using var portal = shop.Portal;
        var loan = await shop.Sell();
        await shop.Pay(loan, 3_000);
        shop.Days(120);

        await shop.CatchUp();

        Assert.Equal("", await shop.Events(Said));
        Assert.Equal("current", await Standing(shop, loan));
    }

    [Fact]
    public async Task Month_ends_keep_their_anchor_day()
    {
        var shop = await Shop.Open();
        await using var portal = shop.Portal;
        portal.Time.Advance(TimeSpan.FromDays(29)); // 31 March.
        await shop.Sell(Shop.Plan(installments: 3, grace: 0));
        shop.Days(125);

        await shop.CatchUp();

        Assert.Equal("2026-04-30 2026-05-31 2026-06-30", await shop.Read<string>("select string_agg(due_on::text, ' ' order by number) from {s}.installments"));
        Assert.Equal(new DateOnly(2026, 5, 1), await shop.Read<DateOnly>("select day from {s}.day_closes where grace_ended = 1"));
    }

    // In Beirut the clocks go from midnight to one o'clock on 29 March 2026, so that day has no midnight.
    [Theory]
    [InlineData("Asia/Beirut", "2026-03-28T21:59:59Z", 0)]
    [InlineData("Asia/Beirut", "2026-03-28T22:00:00Z", 1)]
    [InlineData("Pacific/Kiritimati", "2026-03-28T09:59:59Z", 0)]
    [InlineData("Pacific/Kiritimati", "2026-03-28T10:00:00Z", 1)]
    [InlineData("America/Los_Angeles", "2026-03-29T06:59:59Z", 0)]
    [InlineData("America/Los_Angeles", "2026-03-29T07:00:00Z", 1)]
    public async Task A_day_is_closed_when_it_begins_where_the_tenant_is(string zone, string now, int closed)
    {
        var shop = await Shop.Open(zone: zone);
        await using var portal = shop.Portal;
        await shop.Sell();
        portal.Time.Advance(DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture) - portal.Time.GetUtcNow());

        await shop.CatchUp();

        Assert.Equal((long)closed, await shop.Read<long>("select count(*) from {s}.day_closes where day = '2026-03-29' and finished_at is not null"));
    }

    [Fact]
    public async Task A_payment_racing_with_the_close_never_leaves_a_paid_loan_with_its_grace_ended()
    {
        var shop = await Shop.Open();
        await using var portal = shop.Portal;
        var loans = new List<LoanId>();
        for (var i = 0; i < 12; i++) loans.Add(await shop.Sell());
        shop.Days(33);
        await shop.CatchUp();
        shop.Days(1);

        await Task.WhenAll([shop.CatchUp(), .. loans.Select(loan => shop.Pay(loan, 1_000))]);

        Assert.Equal(12L, await shop.Read<long>("select count(*) from {s}.loans where standing = 'current' and paid_minor = 100000"));
        Assert.Equal(1_200_000L, await shop.Read<long>("select sum(paid_principal_minor)::bigint from {s}.installments"));
        // Whoever came first: a grace that ended was followed by becoming current, in that order.
        Assert.Equal(0L, await shop.Read<long>("""
            select count(*) from {s}.events g where g.type = 'GraceEnded'
              and not exists (select from {s}.events c where c.type = 'LoanBecameCurrent' and c.loan_id = g.loan_id and (c.data->>'version')::int > (g.data->>'version')::int)
            """));
    }

    [Fact]
    public async Task Moving_the_sandbox_clock_closes_the_days_in_between_at_once()
    {
        var shop = await Shop.Open(sandbox: true, workers: true);
        await using var portal = shop.Portal;
        var loan = await shop.Sell();

        await shop.Run(Role.MerchantAdmin, (MoveClock u) => u.Handle(new(ClockStep.Date, new DateOnly(2026, 4, 6)), default));

        await Eventually.True(async () => await Standing(shop, loan) == "grace_ended", "grace to end in the sandbox");
        await Eventually.True(
            async () => await shop.Read<long>("select count(*) from {s}.messages where sent_at is not null and kind <> 'receipt_deposit'") == 5,
            "three reminders, the overdue notice and the lock warning to be sent");
    }

    private static Task<string> Standing(Shop shop, LoanId loan) => shop.Read<string>("select standing from {s}.loans where id = $1", loan.Value);

    private static Task<string> Closes(Shop shop) => shop.Read<string>(
        "select string_agg(concat_ws(':', day, loans, reminded, overdue, grace_ended, (finished_at is not null)::text), ' ' order by day) from {s}.day_closes");

    /// <summary>Does the work of a set and dies before the commit, as a killed process does.</summary>
    [Allow(Permission.System)]
    public sealed class CloseDayAndDie(CloseDay close)
    {
        public async Task<Nothing> Handle(CloseDay.Command set)
        {
            await close.Handle(set, default);
            throw new InvalidOperationException("killed");
        }
    }
}
