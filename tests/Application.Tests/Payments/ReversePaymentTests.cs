using Paylatch.Application.Identity;
using Paylatch.Application.Lending;
using Paylatch.Application.Payments;
using Paylatch.Application.Tests.Lending;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Payments;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Tests.Payments;

public sealed class ReversePaymentTests
{
    [Fact]
    public async Task A_payment_taken_back_leaves_loan_and_books_as_if_it_had_never_been_and_is_marked_everywhere()
    {
        await using var counter = await Counter.Open();
        var shop = counter.Shop;
        var loan = await shop.Sell();
        var (wrong, right) = ((await counter.Cash(loan, "1200")).Value, (await counter.Cash(loan, "300")).Value);

        var reversed = (await counter.Reverse(wrong.Payment)).Value;

        Assert.Equal((120_000L, 270_000L, false), (reversed.Amount.Minor, reversed.Balance.Minor, reversed.Again));
        Assert.Equal((30_000L, 80_000L, 270_000L), (await counter.Paid(loan), await shop.Balance("1000"), await shop.Balance("1200")));
        var page = await shop.Show(loan);
        Assert.Equal(["The notes were false", null], page.Payments.Select(p => p.Reversed?.Why));
        Assert.Equal("test-MerchantAdmin", page.Payments[0].Reversed!.By);
        Assert.Equal([(1, right.Receipt, 30_000L)], page.Rows.SelectMany(r => r.Payments.Select(p => (r.Number, p.Receipt, p.Amount.Minor))));
        var list = (await shop.Run(Role.Agent, (ListPayments u) => u.Handle(new(), default))).Value;
        Assert.Equal((2, 30_000L, 1), (list.Count, list.Sum.Minor, list.Rows.Count(r => r.ReversedAt is not null)));
        Assert.Equal(30_000L, (await shop.Run(Role.Agent, (MerchantToday u) => u.Handle(default))).Value.CollectedToday.Minor);
        var receipt = (await shop.Run(Role.Agent, (ShowReceipt u) => u.Handle(wrong.Payment, default))).Value;
        Assert.Equal((ReversalCause.Bounced, "The notes were false"), (receipt.Reversed!.Cause, receipt.Reversed.Why));
        Assert.Equal("PaymentReversed:1", await shop.Events("PaymentReversed"));
        await counter.Prove(loan);
    }

    [Fact]
    public async Task Taken_back_again_and_at_the_same_moment_it_is_taken_back_once()
    {
        await using var counter = await Counter.Open();
        var loan = await counter.Shop.Sell();
        var paid = (await counter.Cash(loan, "1200")).Value;

        var all = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => counter.Reverse(paid.Payment)));
        var later = (await counter.Reverse(paid.Payment, ReversalCause.CountedTwice, "Another reason")).Value;

        Assert.Single(all, outcome => !outcome.Value.Again);
        Assert.Equal((true, ReversalCause.Bounced, 300_000L), (later.Again, later.Cause, later.Balance.Minor));
        Assert.Equal((1L, "PaymentReversed:1"), (await counter.Count("payment_reversals"), await counter.Shop.Events("PaymentReversed")));
        await counter.Prove(loan);
    }

    [Fact]
    public async Task A_reversal_of_a_late_loan_never_locks_at_once_but_gives_days_of_grace_anew()
    {
        await using var counter = await Counter.Open();
        var shop = counter.Shop;
        var loan = await shop.Sell();
        shop.Days(31 + 2);
        await shop.CatchUp();
        var paid = (await counter.Cash(loan, "1000")).Value;
        shop.Days(5);
        await shop.CatchUp();
        var quote = (await shop.Run(Role.MerchantAdmin, (QuoteReversal u) => u.Handle(paid.Payment, default))).Value;

        var reversed = (await counter.Reverse(paid.Payment)).Value;
        await shop.CatchUp();

        var today = new DateOnly(2026, 4, 9);
        Assert.Equal((today.AddDays(3), today.AddDays(3), false), (reversed.LockOn, quote.LockOn, quote.Locked));
        Assert.Equal([(1, 100_000L)], quote.Opens.Select(o => (o.Number, o.Owed.Minor)));
        Assert.Equal(("", LoanStanding.Overdue), (await shop.Events("GraceEnded"), (await shop.Show(loan)).Standing));
        shop.Days(3);
        await shop.CatchUp();
        Assert.Equal("GraceEnded:1", await shop.Events("GraceEnded"));
        await counter.Prove(loan);
    }

    [Fact]
    public async Task A_quote_changes_nothing()
    {
        await using var counter = await Counter.Open();
        var loan = await counter.Shop.Sell();
        var paid = (await counter.Cash(loan, "3000")).Value;

        var quote = (await counter.Shop.Run(Role.MerchantAdmin, (QuoteReversal u) => u.Handle(paid.Payment, default))).Value;

        Assert.Equal((3, 300_000L, true), (quote.Opens.Count, quote.Balance.Minor, quote.PaidOff));
        Assert.Equal((300_000L, 0L, ""), (await counter.Paid(loan), await counter.Count("payment_reversals"), await counter.Shop.Events("PaymentReversed", "LoanReopened")));
    }

    [Fact]
    public async Task A_paid_off_loan_owes_again()
    {
        await using var counter = await Counter.Open();
        var loan = await counter.Shop.Sell();
        var paid = (await counter.Cash(loan, "3000")).Value;

        Assert.True((await counter.Reverse(paid.Payment)).Done);

        Assert.Equal(("active", "LoanReopened:1"), (await counter.Shop.Read<string>("select state from {s}.loans"), await counter.Shop.Events("LoanReopened")));
        Assert.True((await counter.Cash(loan, "3000")).Done);
        await counter.Prove(loan);
    }

    [Fact]
    public async Task Card_money_of_another_loan_waits_to_be_matched_and_then_counts_there_once()
    {
        await using var counter = await Counter.Open();
        await counter.Connect();
        var (shop, loan, other) = (counter.Shop, await counter.Shop.Sell(), await counter.Shop.Sell());
        var wish = await counter.Wish(loan, "1000");
        var message = counter.Paid(wish, 1000, "pi_wrong");
        await counter.Receive(message);
        var paid = new PaymentId(await shop.Read<Guid>("select id from {s}.payments"));

        Assert.True((await counter.Reverse(paid, ReversalCause.WrongLoan, "It was her sister's")).Done);

        Assert.Equal((100_000L, -100_000L), (await shop.Balance("1010"), await shop.Balance("2200")));
        var waiting = new UnmatchedPaymentId(await shop.Read<Guid>("select id from {s}.unmatched_payments where why = 'wrong_loan'"));
        Assert.True((await shop.Run(Role.MerchantAdmin, (SettleUnmatched u) => u.Handle(new(waiting, other, "Her sister's"), default))).Done);
        Assert.Equal((0L, 100_000L), (await counter.Paid(loan), await counter.Paid(other)));
        Assert.Equal(ReceiveProviderEvent.Result.Known, (await counter.Receive(message with { EventId = "evt_again" })).Value);
        await counter.Prove(loan, other);
    }

    [Theory]
    [InlineData(ReversalCause.Bounced)]
    [InlineData(ReversalCause.CountedTwice)]
    public async Task Card_money_that_is_gone_leaves_the_clearing_account(ReversalCause cause)
    {
        await using var counter = await Counter.Open();
        await counter.Connect();
        var loan = await counter.Shop.Sell();
        var paid = await counter.Card(loan, 1000);

        Assert.True((await counter.Reverse(paid, cause)).Done);

        Assert.Equal((0L, 0L), (await counter.Shop.Balance("1010"), await counter.Shop.Balance("2200")));
        await counter.Prove(loan);
    }

    [Fact]
    public async Task What_cannot_be_taken_back_is_refused_and_changes_nothing()
    {
        await using var counter = await Counter.Open();
        await counter.Connect();
        var (shop, loan) = (counter.Shop, await counter.Shop.Sell());
        var paid = await counter.Card(loan, 3500);
        Assert.True((await counter.Refund(loan)).Done);
        await shop.Run(Role.System, (RecordDepositWhenLoanIsBooked u) => u.Handle(new(loan, default, default, "", default, default, 3, default, 1), default));
        var deposit = new PaymentId(await shop.Read<Guid>("select id from {s}.payments where method = 'deposit'"));

        Assert.Equal("lending.credit_spent", (await counter.Reverse(paid)).Refusal?.Code);
        Assert.Equal("lending.credit_spent", (await shop.Run(Role.MerchantAdmin, (QuoteReversal u) => u.Handle(paid, default))).Refusal?.Code);
        Assert.Equal("lending.payment_not_of_loan", (await counter.Reverse(deposit)).Refusal?.Code);
        Assert.Equal("payments.not_found", (await counter.Reverse(new PaymentId(Guid.NewGuid()))).Refusal?.Code);
        Assert.Equal("payments.reason_needed", (await counter.Reverse(paid, reason: " x ")).Refusal?.Code);
        Assert.Equal("payments.cause_unknown", (await counter.Reverse(paid, (ReversalCause)9)).Refusal?.Code);
        Assert.Equal((0L, 300_000L), (await counter.Count("payment_reversals"), await counter.Paid(loan)));
        await counter.Prove(loan);
    }

    [Theory]
    [InlineData(Role.Visitor)]
    [InlineData(Role.Customer)]
    [InlineData(Role.Agent)]
    [InlineData(Role.RegionalAdmin)]
    [InlineData(Role.SuperAdmin)]
    public async Task Only_admins_and_their_programs_put_money_right(Role role)
    {
        await using var counter = await Counter.Open();
        var loan = await counter.Shop.Sell();
        var paid = (await counter.Cash(loan, "1000")).Value;

        Assert.True((await counter.Reverse(paid.Payment, role: role)).Refusal?.Kind is RefusalKind.Forbidden or RefusalKind.Unauthenticated);
        Assert.True((await counter.Waive(loan, role: role)).Refusal?.Kind is RefusalKind.Forbidden or RefusalKind.Unauthenticated);
        Assert.True((await counter.Refund(loan, role: role)).Refusal?.Kind is RefusalKind.Forbidden or RefusalKind.Unauthenticated);
        Assert.True((await counter.Use(loan, loan, role: role)).Refusal?.Kind is RefusalKind.Forbidden or RefusalKind.Unauthenticated);
    }

    [Fact]
    public async Task The_customer_sees_that_it_was_taken_back_but_not_the_words_meant_for_staff()
    {
        await using var counter = await Counter.Open();
        var loan = await counter.Shop.Sell();
        var paid = (await counter.Cash(loan, "1000")).Value;
        await counter.Reverse(paid.Payment);

        var me = await counter.CustomerOf(loan);
        var receipt = (await counter.Shop.Portal.Operations.Run(me, (ShowOwnReceipt u) => u.Handle(paid.Payment, default), default)).Value;
        var account = (await counter.Shop.Portal.Operations.Run(me, (MyAccount u) => u.Handle(default), default)).Value;

        Assert.Equal((true, null, null), (receipt.Reversed is not null, receipt.Reversed!.Why, receipt.Reversed.By));
        Assert.True(Assert.Single(account.Payments).Reversed);
    }
}
