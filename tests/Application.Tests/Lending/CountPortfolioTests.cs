using Paylatch.Application.Identity;
using Paylatch.Application.Lending;
using Paylatch.Application.Shared;
using Paylatch.Domain.Lending;
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
        var (good, late, gone, paused) = (await shop.Sell(), await shop.Sell(), await shop.Sell(), await shop.Sell());
        await shop.Pay(gone, 3_000);
        var shown = new Dictionary<DateOnly, string>();
        foreach (var days in new[] { 20, 15, 30, 35, 25 })
        {
            shop.Days(days);
            if (days == 15) await shop.Pay(good, 1_000);
            if (days == 35) await shop.Pay(late, 400);
            if (days == 15) await Paused(shop, paused, 40);
            var page = await Show(shop);
            shown[page.Today] = Standing(page.Now.Select(n => (n.DaysFrom, n.Loans, n.PrincipalMinor, n.LateMinor, n.RiskMinor)));
        }

        foreach (var (day, standing) in shown)
        {
            await shop.Run(Role.System, (CountOne u) => u.Handle(day));
            Assert.Equal((day, standing), (day, await shop.Read<string>("""
                select string_agg(days_from || ':' || n || ':' || p || ':' || late || ':' || risk, ' ' order by days_from)
                from (select (array[0, 1, 31, 61, 91])[width_bucket(days_late, array[0, 1, 31, 61, 91])] as days_from, sum(loans) n, sum(principal_minor) p,
                          sum(late_minor) late, coalesce(sum(principal_minor) filter (where days_late > 30), 0) risk
                      from {s}.portfolio_ages where day = $1 group by 1) x
                """, day)));
        }

        Assert.Equal(5, shown.Values.Distinct().Count());
        // 94 days after it was due, 40 of which do not count.
        Assert.Contains("31:1:300000:300000:300000", shown.Values.Last(), StringComparison.Ordinal);
        Assert.Contains("91:1:260000:260000:260000", shown.Values.Last(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pause_that_was_not_known_yet_leaves_the_days_before_as_they_were_reported()
    {
        var shop = await Shop.Open();
        await using var portal = shop.Portal;
        var loan = await shop.Sell();
        shop.Days(41);
        await Paused(shop, loan, 20, daysAgo: 10);
        var today = (await Show(shop)).Today;

        foreach (var day in new[] { -1, 0 }) await shop.Run(Role.System, (CountOne u) => u.Handle(today.AddDays(day)));

        Assert.Equal((9, 0), (await DaysLate(shop, today.AddDays(-1)), await DaysLate(shop, today)));
    }

    [Fact]
    public async Task What_was_charged_off_is_outstanding_no_more_as_in_the_books_until_it_is_taken_back()
    {
        var shop = await Shop.Open();
        await using var portal = shop.Portal;
        var (kept, gone) = (await shop.Sell(), await shop.Sell());
        shop.Days(100);
        var before = (await Show(shop)).Today;
        shop.Days(1);

        Assert.Null((await shop.Run(Role.MerchantAdmin, (ChargeOffLoan u) => u.Handle(new(gone, "Moved away"), default))).Refusal);

        var page = await Show(shop);
        Assert.Equal((1, 1, await shop.Balance("1200")), (page.ActiveLoans, page.LateLoans, page.Principal.Minor));
        Assert.Equal([kept], await Listed(LoanFilter.Running));
        Assert.Equal([gone], await Listed(LoanFilter.ChargedOff));
        Assert.Equal([kept], await Listed(LoanFilter.Late));
        Assert.Equal((2L, 1L), (await Counted(before), await Counted(page.Today)));

        shop.Days(1);
        Assert.Null((await shop.Run(Role.MerchantAdmin, (WriteBackLoan u) => u.Handle(new(gone, "She is back"), default))).Refusal);

        page = await Show(shop);
        Assert.Equal((2, await shop.Balance("1200"), 2L), (page.ActiveLoans, page.Principal.Minor, await Counted(page.Today)));

        async Task<LoanId[]> Listed(LoanFilter filter) =>
            [.. (await shop.Run(Role.Agent, (ListLoans u) => u.Handle(new(filter), default))).Value.Rows.Select(row => row.Id)];

        async Task<long> Counted(DateOnly day)
        {
            await shop.Run(Role.System, (CountOne u) => u.Handle(day));
            return await shop.Read<long>("select sum(loans)::bigint from {s}.portfolio_ages where day = $1", day);
        }
    }

    [Fact]
    public async Task Classes_a_merchant_chooses_group_the_past_as_well_and_the_sums_stay()
    {
        var shop = await Shop.Open();
        await using var portal = shop.Portal;
        await shop.Sell();
        await shop.Sell(Shop.Plan(installments: 1));
        shop.Days(95);
        while ((await shop.Run(Role.System, (CountPortfolioDays u) => u.Handle(50, default))).Value > 0)
        {
            // Until every day is counted.
        }

        var before = await Show(shop);
        Assert.Equal([0, 1, 31, 61, 91], before.Classes.All.Select(bucket => bucket.From));
        Assert.Contains(before.Ageing, a => a.DaysFrom == 31);

        LoanBuckets chosen = new([new(0, 6, 1, 100), new(7, 44, 2, 2_000), new(45, null, 3, 9_000)]);
        Assert.True((await shop.Run(Role.MerchantAdmin, (ChooseBuckets u) => u.Handle(new(chosen.All), default))).Done);
        var after = await Show(shop);

        Assert.Equal(chosen, after.Classes);
        Assert.Equal([0, 7, 45], after.Ageing.Select(a => a.DaysFrom).Distinct().Order());
        Assert.Equal(Sums(before), Sums(after));
        Assert.Equal((before.LateLoans, before.Late, before.Par30), (after.LateLoans, after.Late, after.Par30));
        Assert.All(after.Now, n => Assert.Contains(n.DaysFrom, chosen.All.Select(bucket => bucket.From)));

        static IEnumerable<(DateOnly, long, long, int)> Sums(PortfolioPage page) => page.Ageing.GroupBy(a => a.Day)
            .Select(day => (day.Key, day.Sum(a => a.PrincipalMinor), day.Sum(a => a.RiskMinor), day.Sum(a => a.Loans)));
    }

    [Fact]
    public async Task The_portfolio_is_narrowed_to_the_loans_of_a_product_now_and_in_the_past()
    {
        var shop = await Shop.Open();
        await using var portal = shop.Portal;
        var (one, _) = (await shop.Sell(), await shop.Sell());
        var product = Guid.CreateVersion7();
        await shop.Owner("""
            with product as (
                insert into {s}.loan_products (id, tenant_id, name, state, version, currency, terms, policy, changed_at)
                select $1, tenant_id, 'Phones', 'active', 1, 'KES', '{}', '{}', now() from {s}.loans where id = $2 returning id, tenant_id)
            insert into {s}.loan_product_versions (product_id, version, tenant_id, name, terms, policy, made_at)
            select id, 1, tenant_id, 'Phones', '{}', '{}', now() from product
            """, product, one.Value);
        await shop.Owner("update {s}.loans set product_id = $1, product_version = 1 where id = $2", product, one.Value);
        shop.Days(40);
        while ((await shop.Run(Role.System, (CountPortfolioDays u) => u.Handle(50, default))).Value > 0)
        {
            // Until every day is counted.
        }

        var (all, part) = (await Show(shop), await Show(shop, new(Product: new ProductId(product))));

        Assert.Equal((2, 1), (all.ActiveLoans, part.ActiveLoans));
        Assert.Equal("Phones", Assert.Single(all.Products).Name);
        Assert.All(part.Ageing, a => Assert.Equal(1, a.Loans));
        Assert.Equal(all.Ageing.Select(a => a.Day).Distinct(), part.Ageing.Select(a => a.Day).Distinct());
        Assert.All(part.Vintages, v => Assert.Equal(300_000L, v.BookedMinor));
        Assert.Equal(all.Months.Sum(m => m.DueMinor), 2 * part.Months.Sum(m => m.DueMinor));
        Assert.Equal("lending.product_not_found", await Refused(shop, new(Product: new ProductId(Guid.CreateVersion7()))));
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
        var first = await shop.Read<DateOnly>("select min(day) from {s}.portfolio_vintages");
        while ((await shop.Run(Role.System, (CountPortfolioDays u) => u.Handle(3, default))).Value > 0)
        {
            // Until every day is counted.
        }

        var days = Enumerable.Range(0, 70).Select(n => sold.AddDays(n)).Where(d => d.DayOfWeek == LastOfWeek || d.AddDays(1).Day == 1).ToList();
        Assert.Equal(days[^2], first);
        Assert.Equal((long)days.Count, await shop.Read<long>("select count(*) from {s}.portfolio_vintages"));
        Assert.Equal(days[0], await shop.Read<DateOnly>("select min(day) from {s}.portfolio_vintages"));
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
        await shop.Read<long>("select sum(late_minor)::bigint from {s}.portfolio_ages where day = $1", (await Show(shop)).Today.AddDays(-daysAgo));

    private static async Task Paused(Shop shop, LoanId loan, int days, int daysAgo = 0)
    {
        var today = (await Show(shop)).Today;
        Assert.Null((await shop.Run(Role.MerchantAdmin, (PauseLoan u) => u.Handle(new(loan, today.AddDays(-daysAgo), today.AddDays(days - daysAgo), "Dispute"), default))).Refusal);
    }

    private static Task<int> DaysLate(Shop shop, DateOnly day) => shop.Read<int>("select max(days_late) from {s}.portfolio_ages where day = $1", day);

    private static string Standing(IEnumerable<(int From, int Loans, long Principal, long Late, long Risk)> stand) =>
        string.Join(' ', stand.OrderBy(s => s.From).Select(s => $"{s.From}:{s.Loans}:{s.Principal}:{s.Late}:{s.Risk}"));

    /// <summary>Counts any one day.</summary>
    [Allow(Permission.System)]
    public sealed class CountOne(IPortfolioDb db)
    {
        public async Task<Nothing> Handle(DateOnly day)
        {
            await db.CountDay(day, default);
            return default;
        }
    }
}
