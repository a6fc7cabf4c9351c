using Paylatch.Application.Identity;
using Paylatch.Application.Lending;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Shared;
using Paylatch.Testing;

namespace Paylatch.Application.Tests.Lending;

/// <summary>Loans that cannot be closed, and lanes.</summary>
public sealed class CloseDayFailureTests
{
    private static readonly Plan WithInterest = new(3_500, 500, 3, 1, RepayUnit.Months, InterestMethod.Flat, 24, 2);

    [Fact]
    public async Task A_loan_that_cannot_be_closed_is_set_aside_and_the_others_go_on_without_it()
    {
        var shop = await Shop.Open();
        await using var portal = shop.Portal;
        await shop.SellMany(40, WithInterest);
        shop.Days(20);
        await shop.CatchUp();
        var broken = await Break(shop);
        shop.Days(14);

        await shop.CatchUp();

        Assert.Equal(39L, await shop.Read<long>("select count(*) from {s}.loans where standing = 'grace_ended' and caught_up_on = '2026-04-05'"));
        Assert.Equal("current 2026-03-22", await shop.Read<string>("select standing || ' ' || caught_up_on from {s}.loans where id = $1", broken));
        Assert.Equal("2026-03-23 1 broken", await shop.Read<string>("select concat_ws(' ', day, attempts, reason) from {s}.day_close_failures where resolved_at is null"));
        Assert.Equal("2026-03-23:40:1", await shop.Read<string>("select string_agg(concat_ws(':', day, loans, failed), ' ' order by day) from {s}.day_closes where failed > 0 and finished_at is not null"));
        Assert.Equal("LoanSetAside:1", await shop.Events("LoanSetAside", "LoanTakenUpAgain"));
        Assert.Equal("1 1 0 1", string.Join(' ', await Found(""), await Found("BROK"), await Found("mended"), await Found("pl-")));

        async Task<int> Found(string text) => (await shop.Run(Role.Agent, (ShowDayClose u) => u.Handle(default, text))).Value.SetAside.Count;
    }

    [Fact]
    public async Task What_was_set_aside_is_tried_again_and_then_lives_through_what_it_missed()
    {
        var shop = await Shop.Open();
        await using var portal = shop.Portal;
        await shop.SellMany(12, WithInterest);
        shop.Days(20);
        await shop.CatchUp();
        var broken = await Break(shop);
        shop.Days(14);
        await shop.CatchUp();
        portal.Time.Advance(TimeSpan.FromMinutes(2));
        await shop.CatchUp();
        Assert.Equal(2, await shop.Read<int>("select attempts from {s}.day_close_failures"));
        await shop.CatchUp();
        Assert.Equal(2, await shop.Read<int>("select attempts from {s}.day_close_failures"));
        await shop.Owner("drop trigger refuse on {s}.loans");

        _ = (await shop.Run(Role.MerchantAdmin, (RetryDayClose u) => u.Handle(new LoanId(broken), default))).Value;
        await shop.CatchUp();

        Assert.Equal(1L, await shop.Read<long>("select count(distinct (standing, caught_up_on, accrued_minor, version, overdue_through)) from {s}.loans"));
        Assert.Equal(1L, await shop.Read<long>("select count(distinct n) from (select loan_id, string_agg(distinct type, ' ') n from {s}.events where type in ('GraceEnded', 'InstallmentOverdue', 'LockCameNear', 'ReminderCalledFor') group by 1) x"));
        Assert.Equal(12L, await shop.Read<long>("select count(*) from {s}.events where type = 'GraceEnded'"));
        Assert.Equal("true", await shop.Read<string>("select (resolved_at is not null)::text from {s}.day_close_failures"));
        Assert.Equal("lending.not_set_aside", (await shop.Run(Role.MerchantAdmin, (RetryDayClose u) => u.Handle(new LoanId(broken), default))).Refusal?.Code);
        Assert.Equal("LoanSetAside:1 LoanTakenUpAgain:1", await shop.Events("LoanSetAside", "LoanTakenUpAgain"));
        Assert.Equal(
            await shop.Read<long>("select sum(accrued_minor)::bigint from {s}.loans"), await shop.Balance("1210"));
    }

    [Fact]
    public async Task When_one_loan_after_another_fails_it_is_not_the_loans_and_the_close_stops()
    {
        var shop = await Shop.Open();
        await using var portal = shop.Portal;
        await shop.SellMany(60, WithInterest);
        await shop.CatchUp();
        await Break(shop, all: true);
        shop.Days(1);

        await Assert.ThrowsAnyAsync<Exception>(() => shop.CatchUp());

        Assert.Equal(20L, await shop.Read<long>("select count(*) from {s}.day_close_failures"));
        Assert.Equal(0L, await shop.Read<long>("select count(*) from {s}.day_closes where day = '2026-03-03' and finished_at is not null"));
    }

    [Fact]
    public async Task Lanes_side_by_side_on_several_nodes_earn_each_loan_its_day_once()
    {
        var shop = await Shop.Open();
        await using var portal = shop.Portal;
        await shop.SellMany(8_400, WithInterest);
        await shop.CatchUp();
        shop.Days(2);

        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => shop.CatchUp()));
        await shop.CatchUp();

        Assert.Equal("8400 8400 4", await shop.Read<string>("select concat_ws(' ', loans, expected, lanes) from {s}.day_closes where day = '2026-03-04' and finished_at is not null"));
        Assert.Equal(4L, await shop.Read<long>("select count(*) from {s}.day_close_lanes where day = '2026-03-04' and loans between 2000 and 2200"));
        Assert.Equal(8_400L, await shop.Read<long>("select count(*) from {s}.loans where caught_up_on = '2026-03-04'"));
        Assert.Equal(2 * 8_400L, await shop.Read<long>("select count(distinct (loan_id, effective_on)) from {s}.ledger_transfers where kind = 'interest_accrued'"));
        Assert.Equal(2 * 8_400L, await shop.Read<long>("select count(*) from {s}.ledger_transfers where kind = 'interest_accrued'"));
        Assert.Equal(await shop.Read<long>("select sum(accrued_minor)::bigint from {s}.loans"), await shop.Balance("1210"));
        Assert.Equal(await shop.Balance("1210"), await shop.Read<long>("select sum(interest_minor)::bigint from {s}.day_close_amounts"));
    }

    [Fact]
    public async Task A_loan_paid_while_the_close_is_under_way_earns_its_days_once_whoever_comes_first()
    {
        var shop = await Shop.Open();
        await using var portal = shop.Portal;
        await shop.SellMany(60, WithInterest);
        await shop.CatchUp();
        shop.Days(3);
        var opened = (await shop.Run(Role.System, (OpenDayClose u) => u.Handle(1, default))).Value!;
        _ = (await shop.Run(Role.System, (CloseDay u) => u.Handle(new(opened.Day, 1, 30), default))).Value;
        var (closed, open) = (await Some("caught_up_on = '2026-03-03'"), await Some("caught_up_on < '2026-03-03'"));

        foreach (var loan in new[] { closed, open }) await shop.Pay(loan, 1);
        await shop.CatchUp();

        Assert.Equal(1L, await shop.Read<long>("select count(distinct accrued_minor) from {s}.loans"));
        Assert.Equal(0L, await shop.Read<long>("""
            select count(*) from {s}.loans l where l.accrued_minor <> (
                select sum(-e.amount_minor) from {s}.ledger_entries e join {s}.ledger_accounts a on a.id = e.account_id where e.loan_id = l.id and a.code = '4100')
            """));

        async Task<LoanId> Some(string where) => new(await shop.Read<Guid>($"select id from {{s}}.loans where {where} order by id limit 1"));
    }

    [Fact]
    public async Task A_day_waits_for_the_hour_the_tenant_has_chosen()
    {
        var shop = await Shop.Open();
        await using var portal = shop.Portal;
        await shop.Sell(WithInterest);
        await shop.CatchUp();
        Assert.Equal(5, (await shop.Run(Role.MerchantAdmin, (SetDayCloseHour u) => u.Handle(5, default))).Value);
        Assert.Equal("lending.close_hour_invalid", (await shop.Run(Role.MerchantAdmin, (SetDayCloseHour u) => u.Handle(24, default))).Refusal?.Code);
        var midnight = new DateTimeOffset(2026, 3, 2, 21, 0, 0, TimeSpan.Zero);

        portal.Time.Advance(midnight.AddHours(5).AddSeconds(-1) - portal.Time.GetUtcNow());
        Assert.Equal(0, await shop.CatchUp());
        portal.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, await shop.CatchUp());

        var page = (await shop.Run(Role.Agent, (ShowDayClose u) => u.Handle(default))).Value;
        Assert.Equal((5, 0, midnight.AddHours(29)), (page.Hour, page.Behind, page.NextAt));
        Assert.Equal((new DateOnly(2026, 3, 3), 1), (page.Runs[0].Day, page.Runs[0].Progress.Counts.Loans));
        Assert.Equal(await shop.Balance("1210"), page.Runs[0].Sums.Single().InterestMinor);
        Assert.Equal("DayCloseHourChanged:1", await shop.Events("DayCloseHourChanged"));
    }

    [Fact]
    public async Task A_sandbox_clock_that_jumps_forty_days_brings_every_day_in_its_order_and_one_lock_for_each_loan()
    {
        var shop = await Shop.Open(sandbox: true, workers: true);
        await using var portal = shop.Portal;
        for (var n = 0; n < 5; n++) await shop.Sell(WithInterest);

        await shop.Run(Role.MerchantAdmin, (MoveClock u) => u.Handle(new(ClockStep.Date, new DateOnly(2026, 4, 11)), default));
        await Eventually.True(
            async () => await shop.Read<bool>("select exists (select from {s}.day_closes where day = '2026-04-11' and finished_at is not null)"), "forty days to be closed", TimeSpan.FromMinutes(2));

        Assert.Equal("41 41 2026-03-02", await shop.Read<string>("select concat_ws(' ', count(*), count(finished_at), min(day)) from {s}.day_closes"));
        Assert.Equal(5 * 40L, await shop.Read<long>("select count(distinct (loan_id, effective_on)) from {s}.ledger_transfers where kind = 'interest_accrued'"));
        Assert.Equal(5 * 40L, await shop.Read<long>("select count(*) from {s}.ledger_transfers where kind = 'interest_accrued'"));
        Assert.Equal("GraceEnded:5 InstallmentOverdue:5", await shop.Events("GraceEnded", "InstallmentOverdue"));
        Assert.Equal(5L, await shop.Read<long>("select sum(grace_ended) from {s}.day_closes"));
    }

    // A loan that nothing can be written to; of many, one in the middle.
    private static async Task<Guid> Break(Shop shop, bool all = false)
    {
        var id = await shop.Read<Guid>("select id from {s}.loans order by id offset 5 limit 1");
        await shop.Owner($$"""
            create function {s}.refuse() returns trigger language plpgsql as $f$ begin if {{(all ? "true" : $"new.id = '{id}'")}} then raise exception 'broken'; end if; return new; end $f$;
            create trigger refuse before update on {s}.loans for each row execute function {s}.refuse();
            """);
        return id;
    }
}
