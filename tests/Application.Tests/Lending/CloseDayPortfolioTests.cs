using Paylatch.Application.Lending;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Tests.Lending;

/// <summary>What the close does to any portfolio: in sets by the database, it is what the domain says, day by day or after a gap.</summary>
public sealed class CloseDayPortfolioTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Sets_closed_by_the_database_and_loans_aged_by_the_domain_agree_to_the_minor_unit(int seed)
    {
        var shop = await Shop.Open();
        await using var portal = shop.Portal;
        var loans = await Portfolio.Fill(shop, seed, 30);
        var dice = new Random(seed);

        for (var day = 0; day < 70; day++)
        {
            shop.Days(1);
            await PaySome(shop, loans, dice);
            await shop.CatchUp();
            await PaySome(shop, loans, dice);
            if (day % 10 == 9) Assert.Equal("", await Portfolio.Faults(shop));
        }

        Assert.True(await shop.Read<long>("select count(*) from {s}.ledger_transfers where kind = 'interest_accrued'") > 300);
        Assert.True(await shop.Read<long>("select count(*) from {s}.ledger_transfers where kind = 'penalty_charged'") > 5);
        Assert.True(await shop.Read<long>("select count(*) from {s}.ledger_transfers where kind = 'fees_due'") > 5);
        // What the page says the days brought is what the books say; what payments brought in between is theirs.
        Assert.Equal(0L, await shop.Read<long>("""
            select count(*) from (
                select t.effective_on as day, sum(e.amount_minor) filter (where t.kind = 'interest_accrued' and a.code = '1210') as interest,
                       sum(e.amount_minor) filter (where t.kind = 'penalty_charged' and a.code = '1230') as penalties
                from {s}.ledger_transfers t join {s}.ledger_entries e on e.transfer_id = t.id join {s}.ledger_accounts a on a.id = e.account_id group by 1) b
            full join (select day, sum(interest_minor) as interest, sum(penalties_minor) as penalties from {s}.day_close_amounts group by day) c using (day)
            where coalesce(c.interest, 0) > coalesce(b.interest, 0) or coalesce(c.penalties, 0) > coalesce(b.penalties, 0)
            """));
    }

    [Fact]
    public async Task Closing_day_by_day_and_closing_after_a_gap_give_the_same_figures_whatever_was_paid_meanwhile()
    {
        var lived = await Shop.Open();
        await using var portal = lived.Portal;
        var skipped = await lived.Beside("soko");
        var (ofLived, ofSkipped) = (await Portfolio.Fill(lived, 7, 25), await Portfolio.Fill(skipped, 7, 25));
        var dice = new[] { new Random(7), new Random(7) };

        for (var day = 0; day < 50; day++)
        {
            lived.Days(1);
            await lived.CatchUp();
            await PaySome(lived, ofLived, dice[0]);
            await PaySome(skipped, ofSkipped, dice[1]);
        }

        await skipped.CatchUp();

        Assert.Equal(await Portfolio.Figures(lived), await Portfolio.Figures(skipped));
        Assert.Equal("", await Portfolio.Faults(skipped));
        Assert.Equal(await Books(lived), await Books(skipped));

        // By day, as the books have it: where a loan was paid in between, its days were posted with the payment.
        static Task<string> Books(Shop shop) => shop.Read<string>("""
            select string_agg(concat_ws(' ', effective_on, n, amount), e'\n' order by effective_on) from (
                select t.effective_on, count(*) n, sum(e.amount_minor) as amount from {s}.ledger_transfers t
                join {s}.ledger_entries e on e.transfer_id = t.id and e.line = 1
                where t.kind = 'interest_accrued' and not exists (select from {s}.loan_transactions p where p.loan_id = t.loan_id and p.kind = 'payment')
                group by t.effective_on) days
            """);
    }

    private static async Task PaySome(Shop shop, List<LoanId> loans, Random dice)
    {
        if (dice.Next(2) == 0) return;
        var (loan, amount) = (loans[dice.Next(loans.Count)], dice.Next(1, 20_000));
        if (await shop.Read<string>("select state from {s}.loans where id = $1", loan.Value) == "active") await shop.Pay(loan, amount);
    }
}
