using Paylatch.Application.Identity;
using Paylatch.Application.Lending;
using Paylatch.Application.Shared;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Tests.Lending;

public sealed class CountPortfolioTests
{
    // The tests' shops count weeks from Sunday, as en-KE does.
    private const DayOfWeek LastOfWeek = DayOfWeek.Saturday;

    [Fact]
    public async Task A_day_counted_afterwards_is_what_the_loans_showed_when_it_ended()
    {
        var shop = await Shop.Open();
        await using var portal = shop.Portal;
        var (good, late, gone) = (await shop.Sell(), await shop.Sell(), await shop.Sell());
        await shop.Pay(gone, 3_000);
        var shown = new Dictionary<DateOnly, string>();
        foreach (var days in new[] { 20, 15, 30, 35, 25 })
        {
            shop.Days(days);
            if (days == 15) await shop.Pay(good, 1_000);
            if (days == 35) await shop.Pay(late, 400);
            var page = await Show(shop);
            shown[page.Today] = Standing(page.Now.Select(n => (n.DaysFrom, n.Loans, n.PrincipalMinor, n.LateMinor, n.RiskMinor)));
        }

        foreach (var (day, standing) in shown)
        {
            await shop.Run(Role.System, (CountOne u) => u.Handle(day));
            Assert.Equal((day, standing), (day, await shop.Read<string>("""
                select string_agg(days_from || ':' || n || ':' || p || ':' || late || ':' || risk, ' ' order by days_from)
                from (select days_from, sum(loans) n, sum(principal_minor) p, sum(late_minor) late, sum(risk_minor) risk
                      from {s}.portfolio_days where day = $1 and days_from >= 0 group by 1) x
                """, day)));
        }

        Assert.Equal(5, shown.Values.Distinct().Count());
        Assert.Contains("91:1:260000:260000:260000", shown.Values.Last(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_recorded_later_leaves_a_counted_day_as_it_was_reported()
    {
        var shop = await Shop.Open();
        await using var portal = shop.Portal;
        var loan = await shop.Sell();
        shop.Days(40);
        await shop.Pay(loan, 1_000);
        shop.Days(1);
        var today = (await Show(shop)).Today;
        await shop.Owner("""
            insert into {s}.loan_transactions (tenant_id, loan_id, sequence, kind, effective_on, recorded_on, amount_minor, reverses)
            select tenant_id, loan_id, sequence + 1, 'reversal', effective_on, $1, amount_minor, sequence from {s}.loan_transactions where kind = 'payment'
            """, today);

        foreach (var day in new[] { -2, -1, 0 }) await shop.Run(Role.System, (CountOne u) => u.Handle(today.AddDays(day)));

        Assert.Equal((100_000L, 0L, 100_000L), (await Late(shop, 2), await Late(shop, 1), await Late(shop, 0)));
    }

    [Fact]
    public async Task Ends_of_weeks_and_months_are_counted_the_newest_first_and_each_once()
    {
        var shop = await Shop.Open();
        await using var portal = shop.Portal;
        await shop.Sell();
        var sold = (await Show(shop)).Today;
        shop.Days(70);

        Assert.Equal(2, (await shop.Run(Role.System, (CountPortfolioDays u) => u.Handle(2, default))).Value);
        var first = await shop.Read<DateOnly>("select min(day) from {s}.portfolio_days");
        while ((await shop.Run(Role.System, (CountPortfolioDays u) => u.Handle(3, default))).Value > 0)
        {
            // Until every day is counted.
        }

        var days = Enumerable.Range(0, 70).Select(n => sold.AddDays(n)).Where(d => d.DayOfWeek == LastOfWeek || d.AddDays(1).Day == 1).ToList();
        Assert.Equal(days[^2], first);
        Assert.Equal((long)days.Count, await shop.Read<long>("select count(*) from {s}.portfolio_days"));
        Assert.Equal(days[0], await shop.Read<DateOnly>("select min(day) from {s}.portfolio_days"));
    }

    [Fact]
    public async Task The_page_shows_now_the_ageing_the_months_and_the_vintages()
    {
        var shop = await Shop.Open();
        await using var portal = shop.Portal;
        var (paying, late) = (await shop.Sell(), await shop.Sell());
        shop.Days(31);
        await shop.Pay(paying, 1_000);
        shop.Days(62);
        while ((await shop.Run(Role.System, (CountPortfolioDays u) => u.Handle(50, default))).Value > 0)
        {
            // Until every day is counted.
        }

        var page = await Show(shop);

        Assert.Equal((2, 2, 0), (page.ActiveLoans, page.LateLoans, page.LockedDevices));
        Assert.Equal((500_000L, 0L, 0L, 0L), (page.Principal.Minor, page.Interest.Minor, page.Fees.Minor, page.Penalties.Minor));
        Assert.Equal(1m, page.Par30);
        Assert.Equal(page.Now.Sum(n => n.PrincipalMinor), page.Ageing.Where(a => a.Day == page.Today).Sum(a => a.PrincipalMinor));
        Assert.Equal(100_000L, page.Months.Sum(m => m.CollectedMinor));
        Assert.Equal(page.Late.Minor + 100_000L, page.Months.Where(m => m.Month <= page.Today).Sum(m => m.DueMinor));
        Assert.All(page.Vintages, v => Assert.Equal(600_000L, v.BookedMinor));
        Assert.Equal(page.Vintages.Select(v => v.Day), page.Vintages.Select(v => v.Day).Order());
        Assert.True(page.Vintages.Count >= 3);
        Assert.Equal(0, (await Show(shop, new(Kind: "phone", Step: PortfolioStep.Week))).Ageing.Count(a => a.Day.DayOfWeek != LastOfWeek && a.Day != page.Today));
    }

    [Fact]
    public async Task A_period_that_is_none_and_a_kind_that_never_was_are_refused()
    {
        var shop = await Shop.Open();
        await using var portal = shop.Portal;

        Assert.Equal("lending.device_kind_unknown", await Refused(shop, new(Kind: "boat")));
        Assert.Equal("lending.period_invalid", await Refused(shop, new(From: new DateOnly(2026, 3, 1), To: new DateOnly(2026, 2, 1))));
        Assert.Equal("lending.period_invalid", await Refused(shop, new(From: new DateOnly(2001, 3, 1))));
        Assert.Equal((0, null), ((await Show(shop)).ActiveLoans, (await Show(shop)).Par30));
    }

    private static async Task<string?> Refused(Shop shop, ShowPortfolio.Query query) =>
        (await shop.Run(Role.MerchantAdmin, (ShowPortfolio u) => u.Handle(query, default))).Refusal?.Code;

    private static async Task<PortfolioPage> Show(Shop shop, ShowPortfolio.Query? query = null) =>
        (await shop.Run(Role.Agent, (ShowPortfolio u) => u.Handle(query ?? new(), default))).Value;

    private static async Task<long> Late(Shop shop, int daysAgo) =>
        await shop.Read<long>("select sum(late_minor)::bigint from {s}.portfolio_days where day = $1", (await Show(shop)).Today.AddDays(-daysAgo));

    private static string Standing(IEnumerable<(int From, int Loans, long Principal, long Late, long Risk)> stand) =>
        string.Join(' ', stand.OrderBy(s => s.From).Select(s => $"{s.From}:{s.Loans}:{s.Principal}:{s.Late}:{s.Risk}"));

    /// <summary>Counts any one day.</summary>
    [Allow(Permission.System)]
    public sealed class CountOne(IPortfolioDb db)
    {
        public async Task<Nothing> Handle(DateOnly day)
        {
            await db.CountDay(day, PastDueBuckets.Default, default);
            return default;
        }
    }
}
