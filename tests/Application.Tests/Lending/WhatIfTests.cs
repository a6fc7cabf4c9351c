using Paylatch.Application.Identity;
using Paylatch.Application.Lending;
using Paylatch.Application.Shared;
using Paylatch.Application.Tests.Payments;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Tests.Lending;

/// <summary>What paying off on a day and a payment holiday would do, against what they do.</summary>
public sealed class WhatIfTests
{
    private static readonly Plan Lent = new(3_500, 500, 6, 1, RepayUnit.Months, InterestMethod.Declining, 36, 2);

    [Theory]
    [InlineData(PayoffInterest.AccruedToTheDay)]
    [InlineData(PayoffInterest.Full)]
    public async Task Paying_off_on_a_day_is_tried_by_the_rule_of_a_payoff_quote(PayoffInterest rule)
    {
        await using var counter = await Counter.Open();
        var shop = counter.Shop;
        var loan = await shop.Sell(new LoanPolicy(payoffInterest: rule), Lent);
        var today = (await shop.Show(loan)).Today;

        foreach (var days in new[] { 0, 20, 45 })
        {
            var quote = (await shop.Run(Role.Agent, (QuotePayoff u) => u.Handle(new(loan, today.AddDays(days)), default))).Value;
            var tried = (await shop.Run(Role.Agent, (TryPayment u) => u.Handle(new(loan, null, today.AddDays(days)), default))).Value;
            Assert.Equal((quote.Amount, 0L, null, null), (tried.Amount, tried.Balance.Minor, tried.NextDueOn, tried.FreeUntil));
            Assert.Equal((6, quote.Parts.Rebate), (tried.Cleared, tried.InterestSaved));
            Assert.Equal(rule == PayoffInterest.AccruedToTheDay, tried.InterestSaved.Minor > 0);
        }

        var whole = (await shop.Run(Role.Agent, (TryPayment u) => u.Handle(new(loan), default))).Value;
        Assert.True((await counter.Cash(loan, whole.Amount.Amount.ToString(System.Globalization.CultureInfo.InvariantCulture))).Value.Balance.IsZero);
        var nothing = (await shop.Run(Role.Agent, (TryPayment u) => u.Handle(new(loan), default))).Value;
        Assert.Equal((0L, 0), (nothing.Amount.Minor, nothing.Cleared));
    }

    [Fact]
    public async Task A_payment_holiday_is_tried_as_it_would_be_done_and_changes_nothing()
    {
        await using var counter = await Counter.Open();
        var shop = counter.Shop;
        var loan = await shop.Sell(Lent);
        shop.Days(10);
        var before = await shop.Show(loan);

        var tried = (await Try(shop, loan, 2)).Value;

        Assert.Equal((before.Rows[^1].DueOn, before.Rows[^1].DueOn.AddMonths(2)), (tried.EndsNow, tried.Ends));
        Assert.True(tried.Costs.Minor > 0, "interest runs on");
        Assert.Equal(before.Total, (await shop.Show(loan)).Total);
        var plan = new RestructurePlan { Kind = RestructureKind.Holiday, Periods = 2 };
        var preview = (await shop.Run(Role.MerchantAdmin, (PreviewRestructure u) => u.Handle(loan, plan, null, default))).Value.Preview;
        Assert.True((await shop.Run(Role.MerchantAdmin, (RestructureLoan u) => u.Handle(new(loan, plan, "She asked", preview.Version), default))).Done);
        var after = await shop.Show(loan);
        Assert.Equal((tried.Ends, tried.Costs, tried.Installment), (after.Rows[^1].DueOn, after.Total - before.Total, after.NextDueAmount));
        Assert.Equal((null, RestructureKind.Holiday), (before.Restructured, after.Restructured));
    }

    [Fact]
    public async Task A_holiday_of_no_installment_or_too_many_or_of_no_loan_is_refused()
    {
        await using var counter = await Counter.Open();
        var loan = await counter.Shop.Sell(Lent);

        Assert.Equal("lending.term_out_of_range", (await Try(counter.Shop, loan, 0)).Refusal?.Code);
        Assert.Equal("lending.term_out_of_range", (await Try(counter.Shop, loan, RestructurePlan.MostPeriods + 1)).Refusal?.Code);
        Assert.Equal("lending.loan_not_found", (await Try(counter.Shop, new LoanId(Guid.NewGuid()), 1)).Refusal?.Code);
    }

    private static Task<Outcome<TryHoliday.Answer>> Try(Shop shop, LoanId loan, int periods) =>
        shop.Run(Role.Agent, (TryHoliday u) => u.Handle(loan, periods, default));
}
