using Paylatch.Application.Identity;
using Paylatch.Application.Lending;
using Paylatch.Application.Payments;
using Paylatch.Application.Tests.Lending;
using Paylatch.Domain.Payments;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Tests.Payments;

public sealed class CreditTests
{
    [Fact]
    public async Task What_was_paid_too_much_is_shown_and_handed_back_once_with_a_receipt()
    {
        await using var counter = await Counter.Open();
        await counter.Connect();
        var (shop, loan) = (counter.Shop, await counter.Shop.Sell());
        await counter.Card(loan, 3500);
        Assert.Equal((50_000L, 50_000L), ((await shop.Show(loan)).Credit.Minor, await MyCredit(counter, loan)));
        var cash = await shop.Balance("1000");

        var all = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => counter.Refund(loan, "200", "pressed-twice")));

        Assert.Single(all, outcome => !outcome.Value.Again);
        Assert.Single(all.Select(outcome => outcome.Value.Receipt).Distinct());
        Assert.Equal((cash - 20_000L, -30_000L, 30_000L), (await shop.Balance("1000"), await shop.Balance("2100"), await MyCredit(counter, loan)));
        Assert.Equal("payments.idempotency_key_reused", (await counter.Refund(loan, "201", "pressed-twice")).Refusal?.Code);
        Assert.Equal(30_000L, (await counter.Refund(loan, key: "the-rest")).Value.Amount.Minor);
        Assert.Equal((0L, "CreditRefunded:2"), (await MyCredit(counter, loan), await shop.Events("CreditRefunded")));
        await counter.Prove(loan);
    }

    [Theory]
    [InlineData("0", "lending.credit_too_small")]
    [InlineData("-1", "lending.credit_too_small")]
    [InlineData("500.01", "lending.credit_too_small")]
    [InlineData("0.001", "money.amount_invalid")]
    [InlineData("x", "money.amount_invalid")]
    public async Task More_than_there_is_and_less_than_a_cent_is_refused(string amount, string code)
    {
        await using var counter = await Counter.Open();
        await counter.Connect();
        var loan = await counter.Shop.Sell();
        await counter.Card(loan, 3500);

        Assert.Equal(code, (await counter.Refund(loan, amount)).Refusal?.Code);
        Assert.Equal((0L, 50_000L), (await counter.Count("credit_spendings"), await MyCredit(counter, loan)));
        Assert.Equal("payments.idempotency_key_invalid", (await counter.Refund(loan, "1", "")).Refusal?.Code);
        Assert.Equal("payments.reason_needed", (await counter.Refund(loan, "1", reason: null)).Refusal?.Code);
    }

    [Fact]
    public async Task Credit_pays_for_the_customers_other_loan_once_and_goes_back_where_that_is_taken_back()
    {
        await using var counter = await Counter.Open();
        await counter.Connect();
        var (shop, loan) = (counter.Shop, await counter.Shop.Sell());
        var customer = new CustomerId(await shop.Read<Guid>("select customer_id from {s}.loans"));
        var other = (await shop.Book(customer, await shop.NewDevice(), Shop.Plan())).Value.Loan;
        await counter.Card(loan, 3500);
        var cash = await shop.Balance("1000");
        var quote = (await shop.Run(Role.MerchantAdmin, (QuoteCredit u) => u.Handle(loan, default))).Value;
        Assert.Equal((50_000L, other), (quote.Credit.Minor, Assert.Single(quote.Others).Loan));

        var used = (await counter.Use(loan, other)).Value;
        var again = (await counter.Use(loan, other)).Value;

        Assert.Equal((50_000L, 0L, 250_000L, false, true), (used.Amount.Minor, used.Credit.Minor, used.Balance.Minor, used.Again, again.Again));
        Assert.Equal((used.Payment, 50_000L, cash), (again.Payment, await counter.Paid(other), await shop.Balance("1000")));
        await counter.Prove(loan, other);
        // No money came, so none was collected.
        Assert.Equal(350_000L, (await shop.Run(Role.Agent, (MerchantToday u) => u.Handle(default))).Value.CollectedToday.Minor);
        Assert.Equal(350_000L, (await shop.Run(Role.Agent, (ListPayments u) => u.Handle(new(), default))).Value.Sum.Minor);

        Assert.True((await counter.Reverse(used.Payment, ReversalCause.WrongLoan, "He wants it in cash")).Done);
        Assert.True((await counter.Reverse(used.Payment, ReversalCause.WrongLoan, "He wants it in cash")).Value.Again);
        Assert.Equal((0L, 50_000L), (await counter.Paid(other), await MyCredit(counter, loan)));
        await counter.Prove(loan, other);
        Assert.True((await counter.Refund(loan)).Done);
        await counter.Prove(loan, other);
    }

    [Fact]
    public async Task Credit_is_used_for_nobody_else_and_never_for_more_than_is_owed()
    {
        await using var counter = await Counter.Open();
        await counter.Connect();
        var (shop, loan, stranger) = (counter.Shop, await counter.Shop.Sell(), await counter.Shop.Sell());
        var customer = new CustomerId(await shop.Read<Guid>("select customer_id from {s}.loans where id = $1", loan.Value));
        var other = (await shop.Book(customer, await shop.NewDevice(), Shop.Plan())).Value.Loan;
        await counter.Card(loan, 9000);

        Assert.Equal("payments.not_same_customer", (await counter.Use(loan, stranger)).Refusal?.Code);
        Assert.Equal("payments.not_same_customer", (await counter.Use(loan, loan)).Refusal?.Code);
        Assert.Equal("lending.loan_not_found", (await counter.Use(loan, new LoanId(Guid.NewGuid()))).Refusal?.Code);
        Assert.Equal("payments.exceeds_balance", (await counter.Use(loan, other, "3000.01")).Refusal?.Code);
        Assert.Equal("payments.loan_closed", (await counter.Use(other, loan, "1")).Refusal?.Code);
        Assert.Equal(300_000L, (await counter.Use(loan, other, key: "all")).Value.Amount.Minor);
        Assert.Equal("payments.loan_closed", (await counter.Use(loan, other, "1", key: "more")).Refusal?.Code);
        Assert.Equal("payments.idempotency_key_reused", (await counter.Use(loan, stranger, key: "all")).Refusal?.Code);
        Assert.Equal(300_000L, await MyCredit(counter, loan));
        await counter.Prove(loan, other, stranger);
    }

    private static async Task<long> MyCredit(Counter counter, LoanId loan)
    {
        var me = await counter.CustomerOf(loan);
        return (await counter.Shop.Portal.Operations.Run(me, (MyAccount u) => u.Handle(default), default)).Value.Credit.Minor;
    }
}
