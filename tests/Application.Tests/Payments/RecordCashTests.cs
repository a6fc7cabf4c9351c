using Paylatch.Application.Identity;
using Paylatch.Application.Payments;
using Paylatch.Application.Tests.Lending;
using Paylatch.Domain.Shared;
using Paylatch.Testing;

namespace Paylatch.Application.Tests.Payments;

public sealed class RecordCashTests
{
    [Fact]
    public async Task Cash_goes_to_the_oldest_installment_first_and_is_posted_with_its_receipt()
    {
        await using var counter = await Counter.Open();
        var shop = counter.Shop;
        var loan = await shop.Sell();

        var recorded = (await counter.Cash(loan, " 1200.50 ")).Value;

        Assert.Equal(("R-000001", 120_050L, 179_950L, false), (recorded.Receipt, recorded.Amount.Minor, recorded.Balance.Minor, recorded.Again));
        Assert.Equal("1:100000 2:20050", await shop.Read<string>(
            "select string_agg(installment_number || ':' || principal_minor + interest_minor, ' ' order by installment_number) from {s}.payment_allocations where payment_id = $1", recorded.Payment.Value));
        Assert.Equal(120_050L, await counter.Paid(loan));
        // The deposit of 500 was posted when the loan was booked.
        Assert.Equal((170_050L, 179_950L, 0L), (await shop.Balance("1000"), await shop.Balance("1200"), await counter.LedgerSum()));
        Assert.Equal("PaymentReceived:1", await shop.Events("PaymentReceived"));
        Assert.Equal("test-Agent", await shop.Read<string>("select recorded_by from {s}.payments"));
    }

    [Theory]
    [InlineData(null, null, "money.amount_invalid")]
    [InlineData("", null, "money.amount_invalid")]
    [InlineData("0", null, "payments.amount_not_positive")]
    [InlineData("-5", null, "payments.amount_not_positive")]
    [InlineData("10.005", null, "money.amount_invalid")]
    [InlineData("1,200", null, "money.amount_invalid")]
    [InlineData("1e3", null, "money.amount_invalid")]
    [InlineData("٥٠٠", null, "money.amount_invalid")]
    [InlineData("999999999999999999999", null, "money.amount_invalid")]
    [InlineData("3000.01", null, "payments.exceeds_balance")]
    [InlineData("100", "USD", "payments.wrong_currency")]
    [InlineData("100", "JPY", "payments.wrong_currency")]
    [InlineData("100", "XXX", "money.currency_unknown")]
    public async Task A_wrong_amount_is_refused_and_changes_nothing(string? amount, string? currency, string code)
    {
        await using var counter = await Counter.Open();
        var loan = await counter.Shop.Sell();
        var cash = await counter.Shop.Balance("1000");

        var refused = await counter.Cash(loan, amount, currency, "key-1");

        Assert.Equal(code, refused.Refusal?.Code);
        Assert.NotNull(refused.Refusal?.Field);
        Assert.Equal((0L, 0L, 0L, cash), (await counter.Count("payments"), await counter.Count("payment_allocations"), await counter.Paid(loan), await counter.Shop.Balance("1000")));
        Assert.True((await counter.Cash(loan, "10", null, "key-1")).Done, "a refused attempt must not use up its key");
    }

    [Fact]
    public async Task The_same_key_at_the_same_moment_records_once()
    {
        await using var counter = await Counter.Open();
        var loan = await counter.Shop.Sell();

        var all = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => counter.Cash(loan, "700", null, "pressed-twice")));

        Assert.Single(all, outcome => !outcome.Value.Again);
        Assert.Single(all.Select(outcome => outcome.Value.Payment).Distinct());
        Assert.Equal((1L, 70_000L, 0L), (await counter.Count("payments"), await counter.Paid(loan), await counter.LedgerSum()));
    }

    [Fact]
    public async Task The_same_key_answers_also_when_the_loan_is_paid_off_since()
    {
        await using var counter = await Counter.Open();
        var loan = await counter.Shop.Sell();
        var first = (await counter.Cash(loan, "3000", null, "all")).Value;

        var again = (await counter.Cash(loan, "3000.00", null, "all")).Value;

        Assert.Equal((first.Payment, true), (again.Payment, again.Again));
        Assert.Equal("payments.loan_closed", (await counter.Cash(loan, "1", null, "more")).Refusal?.Code);
    }

    [Fact]
    public async Task A_key_used_for_another_amount_or_loan_is_refused()
    {
        await using var counter = await Counter.Open();
        var (loan, other) = (await counter.Shop.Sell(), await counter.Shop.Sell());
        await counter.Cash(loan, "700", null, "k");

        Assert.Equal("payments.idempotency_key_reused", (await counter.Cash(loan, "701", null, "k")).Refusal?.Code);
        Assert.Equal("payments.idempotency_key_reused", (await counter.Cash(other, "700", null, "k")).Refusal?.Code);
        Assert.Equal("payments.idempotency_key_invalid", (await counter.Cash(loan, "1", null, new string('k', 101))).Refusal?.Code);
        Assert.Equal(1L, await counter.Count("payments"));
    }

    [Fact]
    public async Task Many_at_once_never_take_more_than_is_owed()
    {
        await using var counter = await Counter.Open();
        var loan = await counter.Shop.Sell();

        var all = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => counter.Cash(loan, "700", null, $"k{i}")));

        Assert.Equal((4, 6), (all.Count(o => o.Done), all.Count(o => o.Refusal?.Code == "payments.exceeds_balance")));
        Assert.Equal((280_000L, 0L), (await counter.Paid(loan), await counter.LedgerSum()));
    }

    [Theory]
    [InlineData(Role.Agent)]
    [InlineData(Role.MerchantAdmin)]
    [InlineData(Role.ApiKey)]
    public async Task The_merchants_people_and_programs_record_cash(Role role)
    {
        await using var counter = await Counter.Open();
        Assert.True((await counter.Cash(await counter.Shop.Sell(), "10", role: role)).Done);
    }

    [Theory]
    [InlineData(Role.Visitor)]
    [InlineData(Role.Customer)]
    [InlineData(Role.RegionalAdmin)]
    [InlineData(Role.SuperAdmin)]
    public async Task Nobody_else_records_cash(Role role)
    {
        await using var counter = await Counter.Open();
        var loan = await counter.Shop.Sell();

        Assert.True((await counter.Cash(loan, "10", role: role)).Refusal?.Kind is RefusalKind.Forbidden or RefusalKind.Unauthenticated);
        Assert.Equal(0L, await counter.Count("payments"));
    }

    [Fact]
    public async Task Another_shops_loan_does_not_exist_here()
    {
        await using var counter = await Counter.Open();
        var other = new Counter(await counter.Shop.Beside("soko"));
        var theirs = await other.Shop.Sell();

        Assert.Equal("lending.loan_not_found", (await counter.Cash(theirs, "10")).Refusal?.Code);
        Assert.Equal(0L, await other.Paid(theirs));
    }

    [Fact]
    public async Task An_overdue_loan_becomes_current_and_the_last_payment_closes_it_and_both_are_delivered()
    {
        await using var counter = await Counter.Open();
        var shop = counter.Shop;
        var loan = await shop.Sell();
        shop.Days(31 + 4);
        await shop.CatchUp();

        Assert.True((await counter.Cash(loan, "1000")).Done);
        Assert.Equal("GraceEnded:1 LoanBecameCurrent:1", await shop.Events("GraceEnded", "LoanBecameCurrent", "LoanPaidOff"));
        Assert.True((await counter.Cash(loan, "2000")).Done);

        Assert.Equal("LoanBecameCurrent:1 LoanPaidOff:1", await shop.Events("LoanBecameCurrent", "LoanPaidOff"));
        Assert.Equal("paid_off", await shop.Read<string>("select state from {s}.loans where id = $1", loan.Value));
        Assert.True(await Deliveries(shop, "LoanBecameCurrent") > 0 && await Deliveries(shop, "LoanPaidOff") > 0, "unlock and release wait to be delivered");
    }

    [Fact]
    public async Task A_deposit_gets_its_receipt_once_and_is_not_posted_again()
    {
        await using var counter = await Counter.Open(workers: true);
        var shop = counter.Shop;
        var loan = await shop.Sell();
        await Eventually.True(async () => await counter.Count("payments") == 1, "the deposit's receipt");

        var again = await shop.Run(Role.System, (RecordDepositWhenLoanIsBooked u) => u.Handle(
            new(loan, default, default, "", default, default, 3, default, 1), default));

        Assert.True(again.Done);
        Assert.Equal("deposit 50000 R-000001", await shop.Read<string>("select method || ' ' || amount_minor || ' ' || receipt_number from {s}.payments"));
        Assert.Equal((50_000L, 0L, 1L), (await shop.Balance("1000"), await counter.Paid(loan), await counter.Count("payments")));
        Assert.Equal("DepositReceived:1", await shop.Events("DepositReceived", "PaymentReceived"));
    }

    [Fact]
    public async Task A_sale_without_a_deposit_has_no_receipt()
    {
        await using var counter = await Counter.Open();
        var loan = await counter.Shop.Sell(Shop.Plan(deposit: 0));

        Assert.True((await counter.Shop.Run(Role.System, (RecordDepositWhenLoanIsBooked u) => u.Handle(
            new(loan, default, default, "", default, default, 3, default, 1), default))).Done);
        Assert.Equal(0L, await counter.Count("payments"));
    }

    private static Task<long> Deliveries(Shop shop, string type) =>
        shop.Read<long>("select count(*) from {s}.deliveries d join {s}.events e on e.id = d.event_id where e.type = $1", type);

    [Fact]
    public async Task One_key_for_two_loans_at_the_same_moment_records_one_and_refuses_the_other()
    {
        await using var counter = await Counter.Open();
        var loans = new List<LoanId>();
        for (var n = 0; n < 6; n++) loans.Add(await counter.Shop.Sell());

        var all = await Task.WhenAll(loans.Select(loan => counter.Cash(loan, "700", null, "same-moment")));

        Assert.Equal(1, all.Count(done => done.Refusal is null));
        Assert.All(all.Where(done => done.Refusal is not null), done => Assert.Equal("payments.idempotency_key_reused", done.Refusal!.Code));
        Assert.Equal((1L, 0L), (await counter.Count("payments"), await counter.LedgerSum()));
    }
}
