using Paylatch.Application.Devices;
using Paylatch.Application.Identity;
using Paylatch.Application.Lending;
using Paylatch.Application.Tests.Payments;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Tests.Lending;

public sealed class PortfolioTests
{
    [Fact]
    public async Task Loans_are_filtered_by_how_they_stand_today_also_before_the_day_is_closed()
    {
        var shop = await Shop.Open();
        await using var portal = shop.Portal;
        var (paid, fine, late, over) = (await shop.Sell(), await shop.Sell(), await shop.Sell(), await shop.Sell(Shop.Plan(grace: 0)));
        await shop.Pay(paid, 3_000);
        await shop.Pay(fine, 1_000);
        shop.Days(32);

        Assert.Equal([over, late, fine, paid], await Ids(shop, LoanFilter.All));
        Assert.Equal([fine], await Ids(shop, LoanFilter.Current));
        Assert.Equal([late], await Ids(shop, LoanFilter.Overdue));
        Assert.Equal([over], await Ids(shop, LoanFilter.GraceEnded));
        Assert.Equal([paid], await Ids(shop, LoanFilter.PaidOff));
        Assert.Equal([over, late], (await Ids(shop, LoanFilter.Late)).OrderByDescending(id => id == over));
        Assert.Equal([over, late, fine], await Ids(shop, LoanFilter.Running));
        var page = await List(shop, new());
        Assert.Equal((4, 800_000L), (page.Count, page.Balance.Minor));
        Assert.Equal("4 1 1 1 1 0 2 3 0", string.Join(' ', Enum.GetValues<LoanFilter>().Select(f => page.Counts[f])));
        Assert.Equal([LoanStanding.GraceEnded, LoanStanding.Overdue, LoanStanding.Current, LoanStanding.Current], page.Rows.Select(r => r.Standing));
    }

    [Theory]
    [InlineData(LoanFilter.All)]
    [InlineData(LoanFilter.Overdue)]
    public async Task Pages_follow_one_another_without_gap_or_repetition(LoanFilter filter)
    {
        var shop = await Shop.Open();
        await using var portal = shop.Portal;
        for (var i = 0; i < 7; i++) await shop.Sell(Shop.Plan(grace: 30));
        shop.Days(40);

        var seen = new List<LoanId>();
        ListLoans.Cursor? after = null;
        do
        {
            var page = await List(shop, new(filter, After: after, Limit: 3));
            Assert.Equal(7, page.Count);
            seen.AddRange(page.Rows.Select(row => row.Id));
            after = page.Next;
        }
        while (after is not null);

        Assert.Equal(7, seen.Count);
        Assert.Equal(7, seen.Distinct().Count());
    }

    [Fact]
    public async Task A_loan_is_found_by_contract_name_phone_and_device()
    {
        var shop = await Shop.Open();
        await using var portal = shop.Portal;
        await shop.Sell();
        var customer = (await shop.Run(Role.Agent, (RegisterCustomer u) => u.Handle(new("Baraka Otieno", "+254799123456", "B1234567"), default))).Value;
        var device = await shop.NewDevice();
        await shop.Owner("update {s}.devices set imei = '356938035643809' where id = $1", device.Value);
        var loan = (await shop.Book(customer.Id, device, Shop.Plan())).Value;

        foreach (var text in new[] { "pl-000002", "PL-2", "otieno", "0799 123", "35693803", device.ToString()[..13] })
        {
            var hits = (await shop.Run(Role.Agent, (SearchEverything u) => u.Handle(text, default))).Value.Hits;
            Assert.True(hits is [{ Loan: not null } or { Device: not null }], $"{text}: {hits.Count}");
        }

        foreach (var text in new[] { "L-000002", "otieno", "0799 123", "35693803", device.ToString()[..13] })
            Assert.Equal([loan.Loan], (await List(shop, new(Text: text))).Rows.Select(r => r.Id));
        Assert.Empty((await shop.Run(Role.Agent, (SearchEverything u) => u.Handle("x", default))).Value.Hits);
    }

    [Fact]
    public async Task A_search_shows_five_of_a_kind_and_says_of_which_there_are_more()
    {
        var shop = await Shop.Open();
        await using var portal = shop.Portal;
        for (var i = 0; i < 6; i++) await shop.Run(Role.Agent, (RegisterCustomer u) => u.Handle(new("Baraka Otieno", $"+25479912345{i}", $"B123456{i}"), default));

        var found = (await shop.Run(Role.Agent, (SearchEverything u) => u.Handle("otieno", default))).Value;

        Assert.Equal(5, found.Hits.Count);
        Assert.Equal([HitKind.Customer], found.More);
    }

    [Fact]
    public async Task A_loan_shows_its_payments_on_the_installments_they_went_to()
    {
        var shop = await Shop.Open();
        await using var portal = shop.Portal;
        var id = await shop.Sell();
        Assert.True((await new Counter(shop).Cash(id, "1200")).Done);

        var loan = (await shop.Run(Role.Agent, (ShowLoan u) => u.Handle(id, default))).Value;

        Assert.Equal([RowState.Paid, RowState.PartPaid, RowState.Upcoming], loan.Rows.Select(r => r.State));
        Assert.Equal(["R-000001", "R-000001"], loan.Rows.SelectMany(r => r.Payments).Select(p => p.Receipt));
        Assert.Equal([100_000L, 20_000L], loan.Rows.SelectMany(r => r.Payments).Select(p => p.Amount.Minor));
        Assert.Equal((0L, 0L, 0), (loan.Accrued.Minor, loan.Credit.Minor, loan.DaysPastDue));
        Assert.Equal(0m, loan.Yearly!.EuConsumerCredit);
        Assert.Equal("lending.loan_not_found", (await shop.Run(Role.Agent, (ShowLoan u) => u.Handle(new LoanId(Guid.NewGuid()), default))).Refusal?.Code);
    }

    [Fact]
    public async Task The_timeline_tells_who_did_what_and_why_newest_first()
    {
        var shop = await Shop.Open();
        await using var portal = shop.Portal;
        var id = await shop.Sell();
        await shop.Pay(id, 500);
        shop.Days(34);
        await shop.CatchUp();

        var story = (await shop.Run(Role.Agent, (LoanTimeline u) => u.Handle(new(id), default))).Value;

        Assert.Equal(["GraceEnded", "InstallmentOverdue", "LoanBooked"], story.Select(e => e.Type));
        Assert.Equal(Role.Agent, story[2].Role);
        Assert.Equal((300_000L, new DateOnly(2026, 4, 2), "PL-000001"), (story[2].Amount!.Value.Minor, story[2].On, story[2].Number));
        Assert.Equal((1, 50_000L), (story[1].Installment, story[1].Amount!.Value.Minor));
        Assert.Contains("2 days of grace have ended", story[0].Why, StringComparison.Ordinal);
        Assert.Equal(["LoanBooked"], (await shop.Run(Role.Agent, (LoanTimeline u) => u.Handle(new(id, Before: story[1].Position), default))).Value.Select(e => e.Type));
    }

    [Fact]
    public async Task Today_says_what_is_due_late_and_locking_tonight()
    {
        var shop = await Shop.Open();
        await using var portal = shop.Portal;
        var loan = await shop.Sell();
        await shop.Sell(Shop.Plan(grace: 30));
        await shop.NewDevice();
        shop.Days(31);
        var due = await Today(shop);
        shop.Days(2);

        var page = await Today(shop);

        Assert.Equal((200_000L, 200_000L, 0L), (due.DueToday.Minor, due.DueThisWeek.Minor, due.Arrears.Minor));
        Assert.Equal((0L, 200_000L, 2, 2, 600_000L), (page.DueToday.Minor, page.Arrears.Minor, page.LateLoans, page.ActiveLoans, page.Outstanding.Minor));
        var tonight = Assert.Single(page.LockingTonight);
        Assert.Equal((loan, 100_000L, new DateOnly(2026, 4, 5), 1), (tonight.Loan, tonight.Owed.Minor, tonight.LockOn, page.LocksTonight));
        Assert.Equal([loan], await Ids(shop, LoanFilter.LocksTonight));
        Assert.InRange(page.Today.DayNumber - page.WeekBegan.DayNumber, 0, 6);
        // The third device was entered and not sold.
        Assert.Equal(new DeviceCount("awaiting_enrolment", 2), Assert.Single(page.Devices));
        Assert.False(page.AllQuiet);
        Assert.Equal(new WaitingWork(0, 0, 0, 0, 0, 0), page.Waiting);
    }

    [Fact]
    public async Task Days_of_a_pause_make_nobody_late_in_the_day_the_devices_and_the_list()
    {
        var shop = await Shop.Open();
        await using var portal = shop.Portal;
        var (paused, late) = (await shop.Sell(), await shop.Sell());
        await shop.Owner("update {s}.devices d set loan_id = l.id from {s}.loans l where l.device_id = d.id");
        var until = (await Today(shop)).Today.AddDays(36);
        Assert.Null((await shop.Run(Role.MerchantAdmin, (PauseLoan u) => u.Handle(new(paused, null, until, "Dispute"), default))).Refusal);
        shop.Days(35);

        var page = await Today(shop);

        Assert.Equal([late], await Ids(shop, LoanFilter.Late));
        Assert.Equal((1, 100_000L), (page.LateLoans, page.Arrears.Minor));
        var devices = (await shop.Run(Role.Agent, (ListDevices u) => u.Handle(new(new DeviceFilter()), default))).Value.Rows.ToDictionary(row => row.Loan!.Value, row => row.DaysLate);
        Assert.Equal((0, 4), (devices[paused], devices[late]));
        shop.Days(4);
        Assert.Equal((2, 200_000L), ((await Today(shop)).LateLoans, (await Today(shop)).Arrears.Minor));
    }

    private static async Task<TodayPage> Today(Shop shop) => (await shop.Run(Role.Agent, (MerchantToday u) => u.Handle(default))).Value;

    private static async Task<ListLoans.Page> List(Shop shop, ListLoans.Query query) =>
        (await shop.Run(Role.Agent, (ListLoans u) => u.Handle(query, default))).Value;

    private static async Task<IEnumerable<LoanId>> Ids(Shop shop, LoanFilter filter) => (await List(shop, new(filter))).Rows.Select(row => row.Id);
}
