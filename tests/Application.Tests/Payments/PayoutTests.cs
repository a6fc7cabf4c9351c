using Paylatch.Application.Identity;
using Paylatch.Application.Ledger;
using Paylatch.Application.Payments;
using Paylatch.Application.Shared;
using Paylatch.Application.Tests.Ledger;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Tests.Payments;

/// <summary>Card money leaves the provider's account when it is paid out to the bank, once, and never more than is there.</summary>
public sealed class PayoutTests
{
    [Fact]
    public async Task A_pay_out_moves_card_money_to_the_bank_less_the_fee_and_the_books_still_prove()
    {
        await using var counter = await Held(1_000);

        var recorded = (await PayOut(counter, "600", "17.40")).Value;

        Assert.Equal((60_000L, 1_740L, 58_260L, false), (recorded.Said.Gross.Minor, recorded.Said.Fee.Minor, recorded.Net.Minor, recorded.Again));
        Assert.Equal((40_000L, 58_260L, 1_740L), (await counter.Shop.Balance("1010"), await counter.Shop.Balance("1020"), await counter.Shop.Balance("5400")));
        Assert.Equal($"provider_paid_out {Text(new Desk(counter.Shop).Today)} test-MerchantAdmin", await counter.Shop.Read<string>(
            "select concat_ws(' ', kind, booked_on, written_by) from {s}.ledger_transfers where id = (select transfer_id from {s}.provider_payouts)"));
        Assert.Equal("ProviderPaidOut:1", await counter.Shop.Events("ProviderPaidOut"));
        await Proven(counter);
    }

    [Fact]
    public async Task The_same_reference_again_and_at_the_same_moment_is_one_pay_out_and_another_one_under_it_is_refused()
    {
        await using var counter = await Held(1_000);

        var all = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => PayOut(counter, "600", "10")));
        Assert.Single(all, outcome => !outcome.Value.Again);
        Assert.Single(all.Select(outcome => outcome.Value.Id).Distinct());
        Assert.Equal("payments.payout_differs", (await PayOut(counter, "600", "11")).Refusal?.Code);
        Assert.Equal("payments.payout_differs", (await PayOut(counter, "601", "10")).Refusal?.Code);
        Assert.Equal("payments.payout_differs", (await PayOut(counter, "600", "10", days: -1)).Refusal?.Code);
        Assert.True((await PayOut(counter, "600.00", " 10")).Value.Again);

        Assert.Equal((1L, 40_000L), (await counter.Count("provider_payouts"), await counter.Shop.Balance("1010")));
    }

    [Fact]
    public async Task Pay_outs_at_the_same_moment_take_no_more_than_is_there()
    {
        await using var counter = await Held(1_000);

        var all = await Task.WhenAll(Enumerable.Range(0, 6).Select(n => PayOut(counter, "300", reference: $"po_{n}")));

        Assert.Equal(3, all.Count(outcome => outcome.Done));
        Assert.All(all.Where(outcome => !outcome.Done), outcome => Assert.Equal("payments.payout_exceeds_unsettled", outcome.Refusal?.Code));
        Assert.Equal(10_000L, await counter.Shop.Balance("1010"));
        await Proven(counter);
    }

    [Fact]
    public async Task What_cannot_have_been_paid_out_is_refused_and_nothing_is_written()
    {
        await using var counter = await Held(1_000);
        var desk = new Desk(counter.Shop);
        _ = (await desk.Run((ClosePeriod u) => u.Handle(desk.Today.AddDays(-2), default))).Value;

        Assert.Equal("payments.payout_exceeds_unsettled", (await PayOut(counter, "1000.01")).Refusal?.Code);
        Assert.Equal("payments.payout_currency", (await PayOut(counter, "10", currency: "USD")).Refusal?.Code);
        Assert.Equal("money.currency_unknown", (await PayOut(counter, "10", currency: "XXQ")).Refusal?.Code);
        Assert.Equal("payments.payout_day_invalid", (await PayOut(counter, "10", days: 1)).Refusal?.Code);
        Assert.Equal("ledger.period_closed", (await PayOut(counter, "10", days: -2)).Refusal?.Code);
        Assert.Equal("payments.payout_fee_invalid", (await PayOut(counter, "10", "10.01")).Refusal?.Code);
        Assert.Equal("payments.payout_fee_invalid", (await PayOut(counter, "10", "-1")).Refusal?.Code);
        Assert.Equal("payments.amount_not_positive", (await PayOut(counter, "0")).Refusal?.Code);
        Assert.Equal("money.amount_invalid", (await PayOut(counter, "0.001")).Refusal?.Code);
        Assert.Equal("money.amount_invalid", (await PayOut(counter, "10", "0.001")).Refusal?.Code);
        Assert.Equal("payments.payout_reference_invalid", (await PayOut(counter, "10", reference: " ")).Refusal?.Code);
        Assert.Equal("payments.provider_unknown", (await PayOut(counter, "10", provider: "mpesa")).Refusal?.Code);
        Assert.Equal("identity.not_allowed", (await PayOut(counter, "10", role: Role.Agent)).Refusal?.Code);

        Assert.Equal((0L, 0L), (await counter.Count("provider_payouts"), await counter.Shop.Balance("1020")));
        Assert.True((await PayOut(counter, "10", days: -1, role: Role.ApiKey)).Done);
        Assert.True((await PayOut(counter, "990", "990", reference: "fees")).Done);
        Assert.Equal((0L, 1_000L), (await counter.Shop.Balance("1010"), await counter.Shop.Balance("1020")));
        await Proven(counter);
    }

    [Fact]
    public async Task The_providers_message_books_what_came_to_the_bank_once_and_leaves_its_fee_for_a_person()
    {
        await using var counter = await Held(1_000);
        var today = new Desk(counter.Shop).Today;
        var message = counter.PaidOut(971, "po_9", today);

        var all = await Task.WhenAll(Enumerable.Range(0, 4).Select(n => counter.Receive(message with { EventId = $"evt_po_{n}" })));
        Assert.Single(all, outcome => outcome.Value == ReceiveProviderEvent.Result.PaidOut);
        Assert.Equal(ReceiveProviderEvent.Result.Known, (await counter.Receive(message)).Value is var again ? again : default);
        Assert.Equal((2_900L, 97_100L, "stripe"), (await counter.Shop.Balance("1010"), await counter.Shop.Balance("1020"), await counter.Shop.Read<string>("select recorded_by from {s}.provider_payouts")));
        Assert.True((await PayOut(counter, "29", "29", reference: "po_9 fee")).Done);
        Assert.Equal((0L, 2_900L), (await counter.Shop.Balance("1010"), await counter.Shop.Balance("5400")));
        await Proven(counter);
    }

    [Fact]
    public async Task A_message_of_more_than_is_there_waits_for_a_person_and_one_a_person_was_faster_than_changes_nothing()
    {
        await using var counter = await Held(1_000);
        var today = new Desk(counter.Shop).Today;

        Assert.Equal(ReceiveProviderEvent.Result.Kept, (await counter.Receive(counter.PaidOut(1_000.01m, "po_shared", today))).Value);
        Assert.Equal(ReceiveProviderEvent.Result.Kept, (await counter.Receive(counter.PaidOut(5, "po_euro", today, "EUR"))).Value);
        Assert.Equal("PayoutNotBooked:2", await counter.Shop.Events("PayoutNotBooked"));
        Assert.Equal(["po_euro", "po_shared"], (await counter.Shop.Run(Role.MerchantAdmin, (ShowCardMoney u) => u.Handle(default))).Value.Reported.Select(r => r.Reference));
        Assert.True((await PayOut(counter, "400", "11.60", reference: "po_10")).Done);
        Assert.Equal(ReceiveProviderEvent.Result.Known, (await counter.Receive(counter.PaidOut(388.40m, "po_10", today))).Value);
        // It arrives tomorrow: the books have no day that has not come.
        Assert.Equal(ReceiveProviderEvent.Result.PaidOut, (await counter.Receive(counter.PaidOut(100, "po_11", today.AddDays(1)))).Value);

        Assert.Equal(
            $"po_10 {Text(today)}; po_11 {Text(today)}",
            await counter.Shop.Read<string>("select string_agg(reference || ' ' || paid_on, '; ' order by reference) from {s}.provider_payouts"));
        await Proven(counter);
    }

    [Fact]
    public async Task What_is_unsettled_is_as_old_as_the_money_that_pay_outs_have_not_reached()
    {
        await using var counter = await Held(1_000);
        var began = new Desk(counter.Shop).Today;
        counter.Shop.Days(3);
        _ = (await counter.Receive(counter.Paid(null, 70))).Value;
        counter.Shop.Days(2);

        Assert.Equal((107_000L, began, null), await Shown());
        Assert.True((await PayOut(counter, "999.99")).Done);
        Assert.Equal((7_001L, began, began.AddDays(5)), await Shown());
        Assert.True((await PayOut(counter, "0.01", reference: "po_2", days: -1)).Done);
        Assert.Equal((7_000L, began.AddDays(3), began.AddDays(5)), await Shown());
        Assert.True((await PayOut(counter, "70", reference: "po_3")).Done);
        Assert.Equal((0L, null, began.AddDays(5)), await Shown());

        async Task<(long, DateOnly?, DateOnly?)> Shown() =>
            (await counter.Shop.Run(Role.MerchantAdmin, (ShowCardMoney u) => u.Handle(default))).Value.Holdings.Single() is var held
                ? (held.Unsettled.Minor, held.Oldest, held.PaidOutOn) : default;
    }

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    // A shop whose provider holds money of a customer.
    private static async Task<Counter> Held(decimal amount)
    {
        var counter = await Counter.Open();
        await counter.Connect();
        var loan = await counter.Shop.Sell();
        _ = (await counter.Receive(counter.Paid(await counter.Wish(loan, "1000"), amount))).Value;
        return counter;
    }

    private static Task<Outcome<RecordPayout.Recorded>> PayOut(
        Counter counter, string gross, string? fee = null, string reference = "po_1", string? currency = null, int days = 0, string? provider = null, Role role = Role.MerchantAdmin)
    {
        var command = new RecordPayout.Command(provider, reference, gross, fee, currency, new Desk(counter.Shop).Today.AddDays(days));
        return counter.Shop.Run(role, (RecordPayout u) => u.Handle(command, default));
    }

    private static async Task Proven(Counter counter)
    {
        var proof = (await counter.Shop.Run(Role.MerchantAdmin, (ProveBooksNow u) => u.Handle(default))).Value;
        Assert.Equal("", string.Join("; ", proof.Rows));
        Assert.Equal(0L, await counter.LedgerSum());
    }
}
