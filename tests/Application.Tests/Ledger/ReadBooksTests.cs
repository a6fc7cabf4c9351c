using Paylatch.Application.Identity;
using Paylatch.Application.Ledger;
using Paylatch.Domain.Ledger;

namespace Paylatch.Application.Tests.Ledger;

/// <summary>Trial balance, journal and statement show what was written, and all of it.</summary>
public sealed class ReadBooksTests
{
    [Fact]
    public async Task The_trial_balance_has_opening_debit_credit_and_closing_and_comes_to_nothing()
    {
        await using var desk = await Desk.Open();
        var yesterday = desk.Today.AddDays(-1);
        await desk.Post("1000", "4000", 100, yesterday);
        await desk.Post("1010", "1000", 30);
        await desk.Post("1000", "4000", 5);
        await desk.Hold("1000", "4000", 1_000);

        var page = (await desk.Run((ShowTrialBalance u) => u.Handle(null, null, default))).Value;
        var part = Assert.Single(page.Parts);
        Assert.Equal(
            [("1000", 10_000L, 500L, 3_000L, 7_500L), ("1010", 0L, 3_000L, 0L, 3_000L), ("4000", -10_000L, 0L, 500L, -10_500L)],
            part.Rows.Select(r => (r.Code, r.Opening.Minor, r.Debit.Minor, r.Credit.Minor, r.Closing.Minor)));
        Assert.Equal((3_500L, 3_500L, 0L), (part.Debit.Minor, part.Credit.Minor, part.Closing.Minor));

        var before = (await desk.Run((ShowTrialBalance u) => u.Handle(yesterday.AddDays(-30), yesterday, default))).Value;
        Assert.Equal((10_000L, 10_000L), (before.Parts.Single().Debit.Minor, before.Parts.Single().Credit.Minor));
        Assert.Equal("ledger.range_invalid", (await desk.Run((ShowTrialBalance u) => u.Handle(desk.Today, yesterday, default))).Refusal?.Code);
        Assert.Equal("identity.not_allowed", (await desk.Shop.Run(Role.Agent, (ShowTrialBalance u) => u.Handle(null, null, default))).Refusal?.Code);
        Assert.True((await desk.Shop.Run(Role.ApiKey, (ShowTrialBalance u) => u.Handle(null, null, default))).Done);
    }

    [Fact]
    public async Task The_statement_runs_from_its_opening_to_its_closing_whatever_the_pages()
    {
        await using var desk = await Desk.Open();
        await desk.Post("1000", "4000", 100, desk.Today.AddDays(-40));
        for (var day = 9; day >= 0; day--)
        {
            await desk.Post("1000", "4000", 10 + day, desk.Today.AddDays(-day));
            await desk.Post("5300", "1000", 3, desk.Today.AddDays(-day));
        }

        var query = new ShowStatement.Query("1000", From: desk.Today.AddDays(-8), Limit: 5);
        var (rows, balance) = (0, 0L);
        for (var page = (await desk.Run((ShowStatement u) => u.Handle(query, default))).Value; ;)
        {
            if (rows == 0) balance = page.Opening.Minor;
            foreach (var row in page.Rows) Assert.Equal(balance += row.Amount.Minor, row.Balance.Minor);
            rows += page.Rows.Count;
            Assert.Equal((11_600L, 21_500L), (page.Opening.Minor, page.Closing.Minor));
            if (page.Next is null) break;
            page = (await desk.Run((ShowStatement u) => u.Handle(query with { After = page.Next }, default))).Value;
        }

        Assert.Equal((18, 21_500L), (rows, balance));
        Assert.Equal("ledger.account_not_found", (await desk.Run((ShowStatement u) => u.Handle(new("1999"), default))).Refusal?.Code);
        Assert.Equal("ledger.account_not_found", (await desk.Run((ShowStatement u) => u.Handle(new("1000", "USD"), default))).Refusal?.Code);
    }

    [Fact]
    public async Task The_journal_is_paged_by_key_and_filtered()
    {
        await using var desk = await Desk.Open();
        var loan = await desk.Shop.Sell();
        for (var day = 6; day >= 0; day--) await desk.Post("1010", "4000", 10, desk.Today.AddDays(-day));
        await desk.Hold("1000", "4000", 1);

        List<Domain.Shared.TransferId> seen = [];
        var query = new ListJournal.Query(Limit: 4);
        for (var page = await Read(query); ; page = await Read(query with { After = page.Next }))
        {
            seen.AddRange(page.Rows.Select(r => r.Id));
            if (page.Next is null) break;
        }

        Assert.Equal((9, 9), (seen.Count, seen.Distinct().Count()));
        Assert.Equal(7, (await Read(new(Account: "1010"))).Rows.Count);
        Assert.Equal(2, (await Read(new(Account: "1000"))).Rows.Count);
        Assert.Equal(3, (await Read(new(Account: "1010", From: desk.Today.AddDays(-2)))).Rows.Count);
        Assert.Equal(5, (await Read(new(To: desk.Today.AddDays(-2)))).Rows.Count);
        Assert.Equal(8, (await Read(new(Text: "FOR a t"))).Rows.Count);
        var sale = Assert.Single((await Read(new(Loan: await desk.Shop.Read<string>("select number from {s}.loans")))).Rows);
        Assert.Equal((loan, TransferKind.LoanBooked, 350_000L), (sale.Loan, sale.Kind, sale.Amount?.Minor));
        Assert.Empty((await Read(new(Loan: "PL-999999"))).Rows);
        Assert.True(Assert.Single((await Read(new(OpenOnly: true))).Rows).IsOpen(desk.Shop.Portal.Time.GetUtcNow()));

        async Task<ListJournal.Page> Read(ListJournal.Query q) => (await desk.Run((ListJournal u) => u.Handle(q, default))).Value;
    }
}
