using Paylatch.Application.Identity;
using Paylatch.Application.Payments;
using Paylatch.Application.Shared;
using Paylatch.Domain.Payments;
using Paylatch.Domain.Shared;
using static Paylatch.Application.Payments.ReceiveProviderEvent;

namespace Paylatch.Application.Tests.Payments;

public sealed class ReceiveProviderEventTests
{
    [Fact]
    public async Task Fifty_of_the_same_message_at_once_are_one_payment()
    {
        await using var counter = await Counter.Open();
        await counter.Connect();
        var loan = await counter.Shop.Sell();
        var message = counter.Paid(await counter.Wish(loan, "1000"), 1_000);

        var all = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => counter.Receive(message)));

        Assert.Equal((1, 49), (all.Count(o => o.Value == Result.Paid), all.Count(o => o.Value == Result.Known)));
        Assert.Equal((1L, 1L, 100_000L), (await counter.Count("payments"), await counter.Count("provider_events"), await counter.Paid(loan)));
        Assert.Equal((100_000L, 0L), (await counter.Shop.Balance("1010"), await counter.LedgerSum()));
    }

    [Fact]
    public async Task Different_messages_of_one_payment_are_one_payment()
    {
        await using var counter = await Counter.Open();
        await counter.Connect();
        var loan = await counter.Shop.Sell();
        var message = counter.Paid(await counter.Wish(loan, "1000"), 1_000, "pi_same");

        var all = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => counter.Receive(message with { EventId = $"evt_other_{i}" })));

        Assert.Single(all, o => o.Value == Result.Paid);
        Assert.Equal((1L, 8L, 100_000L), (await counter.Count("payments"), await counter.Count("provider_events"), await counter.Paid(loan)));
    }

    [Fact]
    public async Task A_success_counts_before_the_providers_answer_and_after_a_failure_and_is_not_undone_by_one()
    {
        await using var counter = await Counter.Open();
        await counter.Connect();
        var loan = await counter.Shop.Sell();
        var (first, second) = (await counter.Wish(loan, "1000"), await counter.Wish(loan, "500"));

        // The message overtakes the provider's answer.
        Assert.Equal(Result.Paid, (await counter.Receive(counter.Paid(first, 1_000))).Value);
        Assert.True((await counter.Shop.Run(Role.System, (AttachProvider u) => u.Handle(new(first, "cs_1"), default))).Done);
        // A declined card, then one that works on the same page, then the failure told late once more.
        Assert.Equal(Result.Failed, (await counter.Receive(counter.Declined(second))).Value);
        Assert.Equal(Result.Paid, (await counter.Receive(counter.Paid(second, 500))).Value);
        Assert.Equal(Result.Kept, (await counter.Receive(counter.Declined(second))).Value);

        Assert.Equal(("succeeded", "succeeded"), (await counter.StateOf(first), await counter.StateOf(second)));
        Assert.Equal("cs_1", await counter.Shop.Read<string>("select provider_ref from {s}.payment_intents where id = $1", first.Value));
        Assert.Equal((2L, 150_000L), (await counter.Count("payments"), await counter.Paid(loan)));
    }

    [Fact]
    public async Task Money_nobody_knows_is_kept_and_posted_and_can_be_matched_once()
    {
        await using var counter = await Counter.Open();
        await counter.Connect();
        var shop = counter.Shop;
        var loan = await shop.Sell();

        Assert.Equal(Result.Unmatched, (await counter.Receive(counter.Paid(null, 1_000, "pi_lost"))).Value);
        Assert.Equal(Result.Unmatched, (await counter.Receive(counter.Paid(new PaymentIntentId(Guid.CreateVersion7()), 40))).Value);
        Assert.Equal((104_000L, -104_000L, 0L), (await shop.Balance("1010"), await shop.Balance("2200"), await counter.LedgerSum()));
        var list = (await shop.Run(Role.MerchantAdmin, (ListUnmatched u) => u.Handle(default))).Value;
        Assert.Equal(2, list.Count);
        var money = list.Rows.Single(row => row.Reference == "pi_lost");
        Assert.Equal(UnmatchedWhy.UnknownPayment, money.Why);

        Assert.Equal("payments.reason_needed", (await Settle(counter, money.Id, loan, " ")).Refusal?.Code);
        Assert.Equal(RefusalKind.Forbidden, (await shop.Run(Role.Agent, (SettleUnmatched u) => u.Handle(new(money.Id, loan, "She showed her bank's message."), default))).Refusal?.Kind);
        var all = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Settle(counter, money.Id, loan)));

        var settled = Assert.Single(all, o => o.Done).Value;
        Assert.All(all.Where(o => !o.Done), o => Assert.Equal("payments.already_settled", o.Refusal!.Code));
        Assert.Equal((100_000L, 0L), (settled.Amount.Minor, settled.Credited.Minor));
        Assert.Equal((100_000L, -4_000L, 0L), (await counter.Paid(loan), await shop.Balance("2200"), await counter.LedgerSum()));
        Assert.Equal("She showed her bank's message.", await shop.Read<string>("select reason from {s}.events where type = 'UnmatchedMoneySettled'"));
        // Told again by another message, the same money stays counted once.
        Assert.Equal(Result.Known, (await counter.Receive(counter.Paid(null, 1_000, "pi_lost"))).Value);
    }

    [Fact]
    public async Task Money_in_another_currency_or_for_a_closed_loan_is_unmatched()
    {
        await using var counter = await Counter.Open();
        await counter.Connect();
        var shop = counter.Shop;
        var loan = await shop.Sell();
        var (b, c) = (await counter.Wish(loan, "20"), await counter.Wish(loan, "30"));

        await counter.Receive(counter.Paid(b, 20, currency: "USD"));
        await counter.Cash(loan, "3000");
        await counter.Receive(counter.Paid(c, 30));

        var rows = (await shop.Run(Role.MerchantAdmin, (ListUnmatched u) => u.Handle(default))).Value.Rows;
        Assert.Equal(
            [(UnmatchedWhy.OtherCurrency, "USD 20.00", "PL-000001"), (UnmatchedWhy.LoanClosed, "KES 30.00", "PL-000001")],
            rows.OrderBy(r => r.Amount.Minor).Select(r => (r.Why, r.Amount.ToString(), r.MeantFor)));
        Assert.Equal(("succeeded", 0L, 1L), (await counter.StateOf(c), await counter.LedgerSum(), await counter.Count("payments")));
        var open = await shop.Sell();
        Assert.Equal("payments.wrong_currency", (await Settle(counter, rows.Single(r => r.Why == UnmatchedWhy.OtherCurrency).Id, open)).Refusal?.Code);
        Assert.Equal("payments.loan_closed", (await Settle(counter, rows.Single(r => r.Why == UnmatchedWhy.LoanClosed).Id, loan)).Refusal?.Code);
        Assert.True((await Settle(counter, rows.Single(r => r.Why == UnmatchedWhy.LoanClosed).Id, open)).Done);
    }

    [Fact]
    public async Task Money_of_another_shop_on_the_same_account_is_kept_as_a_message_and_counted_in_that_shop_alone()
    {
        await using var counter = await Counter.Open();
        await counter.Connect();
        var shop = counter.Shop;
        var loan = await shop.Sell();
        var message = counter.Paid(await counter.Wish(loan, "10"), 10);
        var other = await shop.Beside("soko");

        var there = await other.Run(Role.System, (ReceiveProviderEvent u) => u.Handle(new(message, null), default));
        Assert.Equal(Result.Paid, (await counter.Receive(message)).Value);

        Assert.Equal(Result.Kept, there.Value);
        Assert.Equal((1L, 0L, 0L), (
            await other.Read<long>("select count(*) from {s}.provider_events"), await other.Read<long>("select count(*) from {s}.unmatched_payments"),
            await other.Read<long>("select count(*) from {s}.ledger_entries")));
        Assert.Equal(1_000L, await counter.Paid(loan));
    }

    [Fact]
    public async Task Of_a_message_a_hash_and_what_was_read_are_kept_and_nothing_else()
    {
        await using var counter = await Counter.Open();
        var message = counter.Paid(null, 12.5m, "pi_hash");
        var body = System.Text.Encoding.UTF8.GetBytes("{\"email\":\"amina@example.com\"}");

        await counter.Shop.Run(Role.System, (ReceiveProviderEvent u) => u.Handle(new(message, body), default));

        Assert.Equal(
            $"{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(body))} pi_hash 1250 KES",
            await counter.Shop.Read<string>("select encode(body_hash, 'hex') || ' ' || payment_ref || ' ' || amount_minor || ' ' || currency from {s}.provider_events"));
        Assert.Equal("", await counter.Shop.Read<string>("select coalesce(string_agg(e::text, ''), '') from {s}.provider_events e where e::text like '%amina%'"));
    }

    [Fact]
    public async Task More_than_is_owed_by_card_becomes_the_customers_credit()
    {
        await using var counter = await Counter.Open();
        await counter.Connect();
        var loan = await counter.Shop.Sell();
        var wish = await counter.Wish(loan, "3000");
        await counter.Cash(loan, "2500");

        Assert.Equal(Result.Paid, (await counter.Receive(counter.Paid(wish, 3_000))).Value);

        Assert.Equal((300_000L, -250_000L, 0L), (await counter.Paid(loan), await counter.Shop.Balance("2100"), await counter.LedgerSum()));
        var own = (await counter.Shop.Portal.Operations.Run(await counter.CustomerOf(loan), (MyAccount u) => u.Handle(default), default)).Value;
        Assert.Equal("KES 2500.00", own.Credit.ToString());
    }

    [Fact]
    public async Task When_the_ledger_refuses_nothing_is_kept_and_the_same_message_works_later()
    {
        await using var counter = await Counter.Open();
        await counter.Connect();
        var shop = counter.Shop;
        var loan = await shop.Sell();
        var wish = await counter.Wish(loan, "1000");
        var message = counter.Paid(wish, 1_000);
        await shop.Owner("""
            create function {s}.refuse() returns trigger language plpgsql as 'begin raise exception ''broken''; end';
            create trigger refuse before insert on {s}.ledger_entries for each row execute function {s}.refuse();
            """);

        await Assert.ThrowsAnyAsync<Exception>(() => counter.Receive(message));

        Assert.Equal((0L, 0L, 0L, "created"), (await counter.Count("provider_events"), await counter.Count("payments"), await counter.Paid(loan), await counter.StateOf(wish)));
        await shop.Owner("drop trigger refuse on {s}.ledger_entries");
        Assert.Equal(Result.Paid, (await counter.Receive(message)).Value);
        Assert.Equal((1L, 100_000L), (await counter.Count("payments"), await counter.Paid(loan)));
    }

    [Fact]
    public async Task Messages_that_ask_for_nothing_are_kept()
    {
        await using var counter = await Counter.Open();
        var other = counter.Paid(null, 10) with { Kind = ProviderMessageKind.Other, Type = "charge.succeeded" };

        Assert.Equal(Result.Kept, (await counter.Receive(other)).Value);
        Assert.Equal(Result.Known, (await counter.Receive(other)).Value);
        Assert.Equal((1L, 0L, 0L), (await counter.Count("provider_events"), await counter.Count("payments"), await counter.Count("unmatched_payments")));
    }

    [Fact]
    public async Task Only_the_platform_itself_takes_messages()
    {
        await using var counter = await Counter.Open();
        var message = counter.Paid(null, 10);
        foreach (var role in Enum.GetValues<Role>().Where(r => r != Role.System))
            Assert.False((await counter.Shop.Run(role, (ReceiveProviderEvent u) => u.Handle(new(message, "{}"u8.ToArray()), default))).Done);
        Assert.Equal(0L, await counter.Count("provider_events"));
    }

    private static Task<Outcome<SettleUnmatched.Settled>> Settle(Counter counter, UnmatchedPaymentId money, LoanId loan, string reason = "She showed her bank's message.") =>
        counter.Shop.Run(Role.MerchantAdmin, (SettleUnmatched u) => u.Handle(new(money, loan, reason), default));
}
