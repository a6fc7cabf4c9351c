using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Identity;
using Paylatch.Application.Ledger;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Ledger;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Tests.Ledger;

/// <summary>Closing the books: what was earned is kept, and nothing gets behind the line, whoever writes.</summary>
public sealed class PeriodTests
{
    [Fact]
    public async Task A_close_moves_income_and_expenses_to_retained_earnings_and_shuts_the_days()
    {
        await using var desk = await Desk.Open();
        var yesterday = desk.Today.AddDays(-1);
        await desk.Post("1000", "4000", 100, yesterday);
        await desk.Post("5300", "1000", 30, yesterday);
        await desk.Post("1000", "4000", 7);

        Assert.True((await Close(desk, yesterday)).Done);

        Assert.Equal((-700L, 0L, -7_000L), (await desk.Shop.Balance("4000"), await desk.Shop.Balance("5300"), await desk.Shop.Balance("3900")));
        Assert.Equal("ledger.period_closed", (await desk.Post("1000", "4000", 1, yesterday)).Refusal?.Code);
        Assert.Equal("ledger.period_closed", (await desk.Post("1000", "4000", 1, yesterday.AddDays(-40))).Refusal?.Code);
        Assert.True((await desk.Post("1000", "4000", 1)).Done);
        var id = Guid.CreateVersion7();
        Assert.Equal("ledger_period_closed", (await desk.Raw(desk.Transfer(id, yesterday), desk.Lines(id, "1000:5 4000:-5", on: yesterday)))?.ConstraintName);
        Assert.Equal("BooksClosed:1", await desk.Shop.Events("BooksClosed"));
    }

    [Fact]
    public async Task Only_days_that_are_over_are_closed_and_never_less_than_before()
    {
        await using var desk = await Desk.Open();

        Assert.Equal("ledger.period_not_over", (await Close(desk, desk.Today)).Refusal?.Code);
        Assert.True((await Close(desk, desk.Today.AddDays(-2))).Done);
        Assert.Equal("ledger.period_closed", (await Close(desk, desk.Today.AddDays(-2))).Refusal?.Code);
        Assert.Equal("ledger.period_closed", (await Close(desk, desk.Today.AddDays(-5))).Refusal?.Code);
        Assert.True((await Close(desk, desk.Today.AddDays(-1))).Done);
        Assert.Equal("identity.not_allowed", (await desk.Shop.Run(Role.Agent, (ClosePeriod u) => u.Handle(desk.Today.AddDays(-1), default))).Refusal?.Code);
    }

    [Fact]
    public async Task The_last_period_is_opened_again_with_a_reason_and_its_close_undone()
    {
        await using var desk = await Desk.Open();
        var (before, yesterday) = (desk.Today.AddDays(-2), desk.Today.AddDays(-1));
        await desk.Post("1000", "4000", 10, before);
        await Close(desk, before);
        await desk.Post("1000", "4000", 5, yesterday);
        await Close(desk, yesterday);

        Assert.Equal("ledger.nothing_closed", (await Reopen(desk, before)).Refusal?.Code);
        Assert.Equal("ledger.reason_needed", (await desk.Run((ReopenPeriod u) => u.Handle(yesterday, " ", default))).Refusal?.Code);
        Assert.True((await Reopen(desk, yesterday)).Done);
        Assert.Equal((-500L, -1_000L), (await desk.Shop.Balance("4000"), await desk.Shop.Balance("3900")));
        Assert.True((await desk.Post("1000", "4000", 1, yesterday)).Done);
        Assert.Equal("ledger.period_closed", (await desk.Post("1000", "4000", 1, before)).Refusal?.Code);
        Assert.True((await Close(desk, yesterday)).Done);
        Assert.True((await Reopen(desk, yesterday)).Done);
        Assert.True((await Reopen(desk, before)).Done);
        Assert.Equal("ledger.nothing_closed", (await Reopen(desk, before)).Refusal?.Code);
        Assert.Equal((-1_600L, 0L), (await desk.Shop.Balance("4000"), await desk.Shop.Balance("3900")));
    }

    [Fact]
    public async Task What_the_product_books_into_a_closed_period_goes_to_the_first_open_day_and_keeps_its_own()
    {
        await using var desk = await Desk.Open();
        var yesterday = desk.Today.AddDays(-1);
        await Close(desk, yesterday);

        _ = (await desk.Shop.Run(Role.System, (BookBack u) => u.Handle(desk.Today.AddDays(-9)))).Value;

        var row = (await desk.Run((ListJournal u) => u.Handle(new(Kind: TransferKind.InterestAccrued), default))).Value.Rows.Single();
        Assert.Equal((desk.Today, desk.Today.AddDays(-9)), (row.BookedOn, row.EffectiveOn));
        var statement = (await desk.Run((ShowStatement u) => u.Handle(new("1210", From: desk.Today), default))).Value;
        Assert.Equal((desk.Today, desk.Today.AddDays(-9), 500L), (statement.Rows[0].BookedOn, statement.Rows[0].EffectiveOn, statement.Closing.Minor));
    }

    [Fact]
    public async Task Closing_while_others_write_leaves_nothing_behind_the_line()
    {
        await using var desk = await Desk.Open();
        var yesterday = desk.Today.AddDays(-1);
        var writing = Enumerable.Range(0, 20).Select(_ => desk.Post("1000", "4000", 1, yesterday)).ToList();
        var closing = Close(desk, yesterday);
        var done = (await Task.WhenAll(writing)).Count(w => w.Done);

        Assert.True((await closing).Done);
        Assert.Equal(0L, await desk.Shop.Balance("4000"));
        Assert.Equal(-100L * done, await desk.Shop.Balance("3900"));
    }

    private static Task<Outcome<Nothing>> Close(Desk desk, DateOnly through) => desk.Run((ClosePeriod u) => u.Handle(through, default));

    private static Task<Outcome<Nothing>> Reopen(Desk desk, DateOnly through) => desk.Run((ReopenPeriod u) => u.Handle(through, "a bill was late", default));

    /// <summary>A back-dated correction as the product books it.</summary>
    [Allow(Permission.System)]
    public sealed class BookBack(ILedgerDb db, TenantInfo tenant, TenantClock clock)
    {
        public async Task<Nothing> Handle(DateOnly on)
        {
            var books = await db.OpenBooks(tenant.Currency, clock, default);
            var amount = new Money(500, tenant.Currency);
            db.Transfers.Add(Transfer.Of(
                new Posting(new TransferId(clock.NewId()), clock.Now, on), TransferKind.InterestAccrued, "Interest",
                new Line(books.Of(Chart.InterestReceivable, tenant.Currency), amount), new Line(books.Of(Chart.InterestIncome, tenant.Currency), -amount)));
            return default;
        }
    }
}
