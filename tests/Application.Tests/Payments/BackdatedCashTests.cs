using System.Globalization;
using Paylatch.Application.Identity;
using Paylatch.Application.Ledger;
using Paylatch.Application.Lending;
using Paylatch.Application.Payments;
using Paylatch.Application.Shared;
using Paylatch.Application.Tests.Lending;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Tests.Payments;

public sealed class BackdatedCashTests
{
    [Fact]
    public async Task Cash_handed_over_in_time_and_recorded_late_takes_the_penalty_back_and_the_receipt_says_both_days()
    {
        await using var counter = await Counter.Open();
        var shop = counter.Shop;
        var loan = await shop.Sell(Ledgers.Penalised);
        shop.Days(40);
        await shop.CatchUp();
        Assert.Equal(350_000L, (await shop.Show(loan)).Balance.Minor);

        var recorded = (await Record(counter, loan, "1000", new(2026, 4, 1))).Value;

        var page = await shop.Show(loan);
        Assert.Equal((200_000L, 200_000L, 0L), (recorded.Balance.Minor, page.Balance.Minor, page.Rows[0].Penalty.Minor));
        Assert.Equal((RowState.Paid, new DateOnly(2026, 4, 1)), (page.Rows[0].State, page.Payments[0].PaidOn));
        var receipt = (await shop.Run(Role.Agent, (ShowReceipt u) => u.Handle(recorded.Payment, default))).Value;
        Assert.Equal((new DateOnly(2026, 4, 1), new DateOnly(2026, 4, 11)), (receipt.PaidOn, DateOnly.FromDateTime(receipt.At.DateTime)));
        await counter.Prove(loan);
    }

    [Theory]
    [InlineData("2026-03-13", "lending.paid_in_future")]
    [InlineData("2026-03-01", "lending.paid_before_booking")]
    [InlineData("1900-01-01", "lending.paid_before_booking")]
    public async Task A_day_that_is_to_come_or_before_the_loan_is_refused_and_changes_nothing(string day, string code)
    {
        await using var counter = await Counter.Open();
        var loan = await counter.Shop.Sell();
        counter.Shop.Days(10);

        var refused = await Record(counter, loan, "100", DateOnly.Parse(day, CultureInfo.InvariantCulture));

        Assert.Equal((code, "paidOn"), (refused.Refusal?.Code, refused.Refusal?.Field));
        Assert.Equal((0L, 0L), (await counter.Count("payments"), await counter.Paid(loan)));
    }

    [Fact]
    public async Task The_first_and_the_last_day_possible_are_taken()
    {
        await using var counter = await Counter.Open();
        var loan = await counter.Shop.Sell();
        counter.Shop.Days(10);

        Assert.True((await Record(counter, loan, "100", new(2026, 3, 2))).Done);
        Assert.True((await Record(counter, loan, "0.01", new(2026, 3, 12))).Done);
        Assert.Equal("0", await counter.Shop.Read<string>("select count(paid_on)::text from {s}.payments where amount_minor = 1"));
        await counter.Prove(loan);
    }

    [Theory]
    [InlineData("2026-04-06T12:00:00Z")]
    [InlineData("2030-01-01T12:00:00Z")]
    public async Task The_closing_date_does_not_stop_money_but_a_closed_loan_does(string now)
    {
        await using var counter = await Counter.Open();
        var loan = await counter.Shop.Sell(Shop.Plan(installments: 1));
        At(counter, now);

        Assert.True((await Record(counter, loan, "3000")).Done);
        Assert.Equal("payments.loan_closed", (await Record(counter, loan, "0.01")).Refusal?.Code);
        Assert.Equal("payments.loan_closed", (await Record(counter, loan, "0.01", new(2026, 3, 3))).Refusal?.Code);
        await counter.Prove(loan);
    }

    [Fact]
    public async Task Cash_does_not_count_from_a_day_whose_books_are_closed_but_from_the_day_after()
    {
        await using var counter = await Counter.Open();
        var loan = await counter.Shop.Sell();
        counter.Shop.Days(40);
        Assert.True((await counter.Shop.Run(Role.MerchantAdmin, (ClosePeriod u) => u.Handle(new(2026, 3, 31), default))).Done);

        Assert.Equal("ledger.period_closed", (await Record(counter, loan, "100", new(2026, 3, 31))).Refusal?.Code);
        Assert.True((await Record(counter, loan, "100", new(2026, 4, 1))).Done);
        await counter.Prove(loan);
    }

    [Fact]
    public async Task The_same_key_for_another_day_is_another_payment()
    {
        await using var counter = await Counter.Open();
        var loan = await counter.Shop.Sell();
        counter.Shop.Days(10);
        var first = (await Record(counter, loan, "100", new(2026, 3, 5), "k-1")).Value;

        Assert.Equal((first.Payment, true), ((await Record(counter, loan, "100", new(2026, 3, 5), "k-1")).Value.Payment, (await Record(counter, loan, "100", new(2026, 3, 5), "k-1")).Value.Again));
        Assert.Equal("payments.idempotency_key_reused", (await Record(counter, loan, "100", new(2026, 3, 6), "k-1")).Refusal?.Code);
        Assert.Equal("payments.idempotency_key_reused", (await Record(counter, loan, "100", null, "k-1")).Refusal?.Code);

        var today = (await Record(counter, loan, "100", null, "k-2")).Value;
        counter.Shop.Days(1);
        Assert.Equal(today.Payment, (await Record(counter, loan, "100", null, "k-2")).Value.Payment);
        Assert.Equal(today.Payment, (await Record(counter, loan, "100", new(2026, 3, 12), "k-2")).Value.Payment);
    }

    // Cairo skips the hour after midnight of 24 April 2026, and has the hour before midnight of 29 October twice.
    [Theory]
    [InlineData("Africa/Cairo", "2026-04-23T21:59:59Z", "2026-04-23")]
    [InlineData("Africa/Cairo", "2026-04-23T22:00:01Z", "2026-04-24")]
    [InlineData("Africa/Cairo", "2026-10-29T20:59:59Z", "2026-10-29")]
    [InlineData("Africa/Cairo", "2026-10-29T21:59:59Z", "2026-10-29")]
    [InlineData("Africa/Cairo", "2026-10-29T22:00:01Z", "2026-10-30")]
    [InlineData("America/New_York", "2026-03-08T04:59:59Z", "2026-03-07")]
    [InlineData("America/New_York", "2026-03-08T05:00:01Z", "2026-03-08")]
    [InlineData("America/New_York", "2026-03-09T03:59:59Z", "2026-03-08")]
    [InlineData("America/New_York", "2026-03-09T04:00:01Z", "2026-03-09")]
    public async Task A_second_before_and_after_midnight_is_the_shops_own_day_also_where_clocks_change(string zone, string now, string day)
    {
        var shop = await Shop.Open(zone: zone);
        await using var counter = new Counter(shop);
        var loan = await shop.Sell(Shop.Plan(installments: 12));
        At(counter, now);

        Assert.True((await Record(counter, loan, "100")).Done);
        Assert.True((await Record(counter, loan, "100", DateOnly.Parse(day, CultureInfo.InvariantCulture))).Done);
        Assert.Equal("lending.paid_in_future", (await Record(counter, loan, "100", DateOnly.Parse(day, CultureInfo.InvariantCulture).AddDays(1))).Refusal?.Code);

        Assert.Equal($"{day} {day}", await shop.Read<string>("select string_agg(effective_on::text, ' ') from {s}.loan_transactions where loan_id = $1 and kind = 'payment'", loan.Value));
        Assert.Equal(20_000L, (await shop.Run(Role.Agent, (MerchantToday u) => u.Handle(default))).Value.CollectedToday.Minor);
        await counter.Prove(loan);
    }

    [Fact]
    public async Task Cash_of_the_day_before_the_clocks_changed_counts_from_that_day()
    {
        var shop = await Shop.Open(zone: "Africa/Cairo");
        await using var counter = new Counter(shop);
        var loan = await shop.Sell(Ledgers.Penalised, Shop.Plan() with { FirstDue = new(2026, 4, 23) });
        At(counter, "2026-04-23T22:30:00Z");
        await shop.CatchUp();
        Assert.Equal(350_000L, (await shop.Show(loan)).Balance.Minor);

        Assert.True((await Record(counter, loan, "1000", new(2026, 4, 23))).Done);

        Assert.Equal(200_000L, (await shop.Show(loan)).Balance.Minor);
        await counter.Prove(loan);
    }

    private static Task<Outcome<RecordCash.Recorded>> Record(Counter counter, LoanId loan, string amount, DateOnly? on = null, string? key = null) =>
        counter.Shop.Run(Role.Agent, (RecordCash u) => u.Handle(new(loan, amount, null, key, on), default));

    private static void At(Counter counter, string now) =>
        counter.Shop.Portal.Time.Advance(DateTimeOffset.Parse(now, CultureInfo.InvariantCulture) - counter.Shop.Portal.Time.GetUtcNow());
}
