using Paylatch.Application.Identity;
using Paylatch.Application.Lending;
using Paylatch.Application.Shared;
using Paylatch.Application.Tests.Payments;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Tests.Lending;

public sealed class WaivePenaltiesTests
{
    [Fact]
    public async Task Penalties_are_forgiven_of_one_installment_or_all_with_a_reason_and_never_twice()
    {
        await using var counter = await Counter.Open();
        var (shop, loan) = (counter.Shop, await counter.Shop.Sell(Ledgers.Penalised));
        shop.Days(65);
        await shop.CatchUp();
        Assert.Equal([50_000L, 50_000L, 0L], (await shop.Show(loan)).Rows.Select(r => r.PenaltyOwed.Minor));

        Assert.Equal(50_000L, (await counter.Waive(loan, 2)).Value.Amount.Minor);
        Assert.Equal("lending.waiver_amount", (await counter.Waive(loan, 2)).Refusal?.Code);
        Assert.Equal([50_000L, 0L, 0L], (await shop.Show(loan)).Rows.Select(r => r.PenaltyOwed.Minor));
        Assert.Equal((50_000L, 300_000L), ((await counter.Waive(loan)).Value.Amount.Minor, (await shop.Show(loan)).Balance.Minor));

        Assert.Equal((100_000L, 0L, "PenaltyWaived:2"), (await shop.Balance("5300"), await shop.Balance("1230"), await shop.Events("PenaltyWaived")));
        var story = (await shop.Run(Role.Agent, (LoanTimeline u) => u.Handle(new(loan), default))).Value;
        Assert.Contains(story, e => e is { Type: "PenaltyWaived", Why: "She was in hospital", Amount.Minor: 50_000 });
        await counter.Prove(loan);
    }

    [Fact]
    public async Task Without_a_reason_a_penalty_or_a_loan_nothing_is_forgiven()
    {
        await using var counter = await Counter.Open();
        var loan = await counter.Shop.Sell(Ledgers.Penalised);

        Assert.Equal("lending.waiver_amount", (await counter.Waive(loan)).Refusal?.Code);
        Assert.Equal("lending.waiver_amount", (await counter.Waive(loan, 99)).Refusal?.Code);
        Assert.Equal("lending.reason_needed", (await counter.Waive(loan, reason: "  ")).Refusal?.Code);
        Assert.Equal("lending.loan_not_found", (await counter.Waive(new LoanId(Guid.NewGuid()))).Refusal?.Code);
    }

    [Fact]
    public async Task What_a_payment_would_do_is_what_it_does()
    {
        await using var counter = await Counter.Open();
        var shop = counter.Shop;
        var loan = await shop.Sell(
            new LoanPolicy(inAdvance: AdvanceHandling.Reamortize, penalty: new PenaltyPolicy(PenaltyKind.Flat, amountMinor: 50_000)),
            Shop.Plan() with { Method = InterestMethod.Declining, Rate = 24 });
        var tried = (await Try(shop, loan, "1500", new(2026, 4, 2))).Value;
        var late = (await Try(shop, loan, null, new(2026, 4, 10))).Value;
        var quote = (await shop.Run(Role.Agent, (QuotePayoff u) => u.Handle(new(loan, new(2026, 4, 10)), default))).Value;
        shop.Days(31);

        Assert.True((await counter.Cash(loan, "1500")).Done);

        var page = await shop.Show(loan);
        Assert.Equal((page.Balance, page.NextDueOn, page.NextDueAmount), (tried.Balance, tried.NextDueOn, tried.NextDueAmount));
        Assert.Equal((page.LockOn!.Value.AddDays(-1), 1), (tried.FreeUntil, tried.Cleared));
        Assert.True(tried.InterestSaved.Minor > 0, "less is owed, so less interest is asked");
        Assert.Equal((quote.Amount, 50_000L, 0L), (late.Amount, quote.Parts.Penalties.Minor, late.Balance.Minor));
        Assert.Null(late.FreeUntil);
    }

    [Fact]
    public async Task A_payment_is_tried_on_days_to_come_only_and_changes_nothing()
    {
        await using var counter = await Counter.Open();
        var (shop, loan) = (counter.Shop, await counter.Shop.Sell());
        shop.Days(5);

        Assert.Equal("lending.try_day", (await Try(shop, loan, "1", new(2026, 3, 6))).Refusal?.Code);
        Assert.Equal("lending.try_day", (await Try(shop, loan, "1", new(2099, 1, 1))).Refusal?.Code);
        Assert.Equal("lending.payment_not_positive", (await Try(shop, loan, "0")).Refusal?.Code);
        Assert.Equal("money.amount_invalid", (await Try(shop, loan, "x")).Refusal?.Code);
        Assert.Equal(300_000L, (await Try(shop, loan, "99999")).Value.Amount.Minor);
        Assert.Equal((0L, 1L), (await counter.Paid(loan), await counter.Count("loan_transactions")));
    }

    private static Task<Outcome<TryPayment.Answer>> Try(Shop shop, LoanId loan, string? amount, DateOnly? on = null) =>
        shop.Run(Role.Agent, (TryPayment u) => u.Handle(new(loan, amount, on), default));
}
