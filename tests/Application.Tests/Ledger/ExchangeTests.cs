using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Identity;
using Paylatch.Application.Ledger;
using Paylatch.Application.Payments;
using Paylatch.Application.Shared;
using Paylatch.Application.Tests.Payments;
using Paylatch.Domain.Ledger;
using Paylatch.Domain.Payments;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Tests.Ledger;

/// <summary>Money of other currencies: matched at a rate, sold for gain or loss, counted at a day's rate; each journal as a table.</summary>
public sealed partial class ExchangeTests
{
    private readonly List<string> _seen = [];

    [Fact]
    public async Task Unmatched_dollars_pay_a_loan_in_shillings_at_the_rate_that_was_shown_and_both_currencies_balance()
    {
        await using var counter = await Counter.Open();
        var loan = await counter.Shop.Sell();
        await Said(counter, ("USD", "KES", "129.35"));
        var money = await Dollars(counter, 10);
        await Fresh(counter);

        var quote = (await counter.Shop.Run(Role.MerchantAdmin, (QuoteSettlement u) => u.Handle(money, loan, default))).Value;
        var settled = (await Settle(counter, money, loan, quote.Counts)).Value;

        Assert.Equal((Kes(129_350), 129.35m, "CBK", RatePath.Direct), (quote.Counts, quote.Rate.Rate, quote.Rate.Source, quote.Rate.Path));
        Assert.Equal((Kes(129_350), 129_350L), (settled.Amount, await counter.Paid(loan)));
        Assert.Equal(
            """
            currency_exchanged 2200 USD 1000
            currency_exchanged 1900 USD -1000
            unmatched_settled 1900 KES 129350
            unmatched_settled 1200 KES -129350
            """,
            await Fresh(counter));
        Assert.Equal("settled USD 1000 KES 129350 0 129.350000000000 CBK direct", await Moves(counter));
        Assert.Equal("MoneyConverted:1 UnmatchedMoneySettled:1", await counter.Shop.Events("MoneyConverted", "UnmatchedMoneySettled"));
        await Proven(counter);
    }

    [Fact]
    public async Task What_was_not_seen_or_has_moved_or_has_no_rate_is_refused_and_nothing_is_written()
    {
        await using var counter = await Counter.Open();
        var loan = await counter.Shop.Sell();
        var money = await Dollars(counter, 10);
        await Fresh(counter);

        Assert.Equal("ledger.rate_missing", (await counter.Shop.Run(Role.MerchantAdmin, (QuoteSettlement u) => u.Handle(money, loan, default))).Refusal?.Code);
        Assert.Equal("payments.wrong_currency", (await Settle(counter, money, loan, null)).Refusal?.Code);
        Assert.Equal("ledger.rate_missing", (await Settle(counter, money, loan, Kes(129_350))).Refusal?.Code);
        await Said(counter, -8 * 24, ("USD", "KES", "129.35"));
        Assert.Equal("ledger.rate_too_old", (await Settle(counter, money, loan, Kes(129_350))).Refusal?.Code);
        await Said(counter, -1, ("USD", "KES", "130"));
        Assert.Equal("payments.rate_moved", (await Settle(counter, money, loan, Kes(129_350))).Refusal?.Code);
        Assert.Equal("identity.not_allowed", (await counter.Shop.Run(Role.Agent, (QuoteSettlement u) => u.Handle(money, loan, default))).Refusal?.Code);
        Assert.Equal("lending.loan_not_found", (await counter.Shop.Run(Role.MerchantAdmin, (QuoteSettlement u) => u.Handle(money, new LoanId(Guid.NewGuid()), default))).Refusal?.Code);
        Assert.Equal("payments.unmatched_not_found", (await counter.Shop.Run(Role.MerchantAdmin, (QuoteSettlement u) => u.Handle(new(Guid.NewGuid()), loan, default))).Refusal?.Code);

        Assert.Equal(("", 0L, 0L), (await Fresh(counter), await counter.Count("currency_moves"), await counter.Paid(loan)));
        Assert.True((await Settle(counter, money, loan, Kes(130_000))).Done);
        Assert.Equal("payments.already_settled", (await Settle(counter, money, loan, Kes(130_000))).Refusal?.Code);
    }

    [Fact]
    public async Task Sold_in_parts_the_dollars_leave_at_their_cost_and_what_the_bank_gave_more_or_less_is_gained_or_lost()
    {
        await using var counter = await Counter.Open();
        await Converted(counter);
        await Fresh(counter);

        Assert.Equal(Kes(345), (await Sell(counter, "3", "391.50")).Gain);
        Assert.Equal(
            """
            currency_exchanged 1900 USD 300
            currency_exchanged 1010 USD -300
            currency_exchanged 1000 KES 39150
            currency_exchanged 1900 KES -38805
            currency_exchanged 4500 KES -345
            """,
            await Fresh(counter));
        Assert.Equal(Kes(-545), (await Sell(counter, "7", "900")).Gain);
        Assert.Equal((0L, 0L), (await Balance(counter, "1900", "USD"), await Balance(counter, "1900", "KES")));
        Assert.Equal("ledger.position_too_small", (await Exchange(counter, "0.01", "USD", "1", "KES")).Refusal?.Code);
        await Proven(counter);
    }

    [Fact]
    public async Task A_revaluation_is_taken_back_by_the_next_and_nothing_stands_once_all_is_sold()
    {
        await using var counter = await Counter.Open();
        await Converted(counter);
        await Fresh(counter);
        await Said(counter, ("USD", "KES", "131"));

        var first = (await Revalue(counter)).Value;
        Assert.Equal((Kes(1_650), 1), (first.Difference, first.Currencies));
        Assert.Equal("revalued 1900 KES 1650\nrevalued 4500 KES -1650", await Fresh(counter));
        counter.Shop.Days(1);
        await Said(counter, ("KES", "USD", "0.0078125"));
        await Said(counter, ("USD", "KES", "128"));
        Assert.Equal(Kes(-1_350), (await Revalue(counter)).Value.Difference);
        Assert.Equal(
            """
            revalued 1900 KES -1650
            revalued 4500 KES 1650
            revalued 1900 KES -1350
            revalued 5200 KES 1350
            """,
            await Fresh(counter));
        Assert.Equal(Kes(-350), (await Sell(counter, "10", "1290")).Gain);
        counter.Shop.Days(1);
        Assert.Equal((Kes(0), 1), (await Revalue(counter)).Value is var last ? (last.Difference, last.Currencies) : default);
        Assert.Equal(0, (await Revalue(counter)).Value.Currencies);

        Assert.Equal((0L, 350L, 0L, 0L), (
            await Balance(counter, "4500", "KES"), await Balance(counter, "5200", "KES"), await Balance(counter, "1900", "KES"), await Balance(counter, "1900", "USD")));
        await Proven(counter);
    }

    [Fact]
    public async Task A_day_that_has_not_come_or_lies_before_the_last_is_not_revalued_nor_one_without_a_rate()
    {
        await using var counter = await Counter.Open();
        await Converted(counter);
        var today = await Today(counter);

        Assert.Equal("ledger.revaluation_day_invalid", (await Revalue(counter, today.AddDays(1))).Refusal?.Code);
        Assert.True((await Revalue(counter, today)).Done);
        Assert.Equal("ledger.revaluation_day_invalid", (await Revalue(counter, today.AddDays(-1))).Refusal?.Code);
        counter.Shop.Days(9);
        Assert.Equal("ledger.rate_too_old", (await Revalue(counter)).Refusal?.Code);
        Assert.Equal("identity.not_allowed", (await counter.Shop.Run(Role.Agent, (RevaluePositions u) => u.Handle(today, default))).Refusal?.Code);
    }

    [Fact]
    public async Task An_exchange_is_done_once_under_its_id_and_only_between_the_own_currency_and_another()
    {
        await using var counter = await Counter.Open();
        await Converted(counter);
        var id = new TransferId(Guid.CreateVersion7());

        Assert.False((await Exchange(counter, "4", "USD", "520", "KES", id: id)).Value.Again);
        Assert.True((await Exchange(counter, "4", "USD", "520", "KES", id: id)).Value.Again);
        Assert.Equal("ledger.transfer_differs", (await Exchange(counter, "4", "USD", "521", "KES", id: id)).Refusal?.Code);
        Assert.Equal("ledger.exchange_not_own_currency", (await Exchange(counter, "4", "USD", "520", "EUR")).Refusal?.Code);
        Assert.Equal("ledger.exchange_not_own_currency", (await Exchange(counter, "4", "KES", "520", "KES")).Refusal?.Code);
        Assert.Equal("ledger.exchange_amount_invalid", (await Exchange(counter, "0", "USD", "520", "KES")).Refusal?.Code);
        Assert.Equal("ledger.exchange_account_invalid", (await Exchange(counter, "4", "USD", "520", "KES", "1200")).Refusal?.Code);
        Assert.Equal("ledger.reason_needed", (await Exchange(counter, "4", "USD", "520", "KES", reason: " ")).Refusal?.Code);
        Assert.Equal("money.amount_invalid", (await Exchange(counter, "4.001", "USD", "520", "KES")).Refusal?.Code);
        // Bought: dinars have three decimals, and cost what was given for them.
        Assert.Equal(Kes(0), (await Exchange(counter, "4200", "KES", "9.999", "KWD", Chart.Cash)).Value.Gain);
        Assert.Equal((-9_999L, 9_999L), (await Balance(counter, "1900", "KWD"), await Balance(counter, "1000", "KWD")));
        Assert.Equal("bought sold settled", string.Join(' ', (await Moves(counter)).Split('\n').Select(line => line.Split(' ')[0]).Reverse()));
        await Proven(counter);
    }

    [Fact]
    public async Task Rates_are_written_all_or_none_and_the_same_again_does_nothing()
    {
        await using var counter = await Counter.Open();
        var now = counter.Shop.Portal.Time.GetUtcNow();
        RecordRates.Said[] said = [new("USD", "KES", "129.35", "CBK", now), new("usd", "ugx", "3700.5", "CBK", now), new("USD", "KES", "129.35", "CBK", now)];

        Assert.Equal(new(2, 1), (await Record(counter, said)).Value);
        Assert.Equal(new(0, 3), (await Record(counter, said)).Value);
        Assert.Equal("ledger.rate_differs", (await Record(counter, new("EUR", "KES", "140", "CBK", now), said[0] with { Rate = "129.36" })).Refusal?.Code);
        Assert.Equal("ledger.rates_count", (await Record(counter)).Refusal?.Code);
        Assert.Equal("money.currency_unknown", (await Record(counter, said[0] with { Base = "XXQ" })).Refusal?.Code);
        Assert.Equal("ledger.rate_moment_invalid", (await Record(counter, said[0] with { ValidFrom = now.AddHours(1) })).Refusal?.Code);
        Assert.Equal(2L, await counter.Count("exchange_rates"));
        Assert.Equal("RatesRecorded:1", await counter.Shop.Events("RatesRecorded"));
        Assert.Equal("identity.not_allowed", (await counter.Shop.Run(Role.Agent, (RecordRates u) => u.Handle(said, default))).Refusal?.Code);
        Assert.True((await counter.Shop.Run(Role.ApiKey, (RecordRates u) => u.Handle(said, default))).Done);

        var list = (await counter.Shop.Run(Role.MerchantAdmin, (ListRates u) => u.Handle(new("ugx"), default))).Value;
        Assert.Equal(3700.5m, Assert.Single(list.Rows).Rate);
        // Both count from one moment: a page ends between them.
        foreach (var oldestFirst in new[] { false, true })
        {
            var one = (await counter.Shop.Run(Role.MerchantAdmin, (ListRates u) => u.Handle(new(Limit: 1, OldestFirst: oldestFirst), default))).Value;
            var other = (await counter.Shop.Run(Role.MerchantAdmin, (ListRates u) => u.Handle(new(Limit: 1, OldestFirst: oldestFirst, After: one.Next), default))).Value;
            Assert.Equal([129.35m, 3700.5m], new[] { one, other }.Select(page => Assert.Single(page.Rows).Rate).Order());
            Assert.Null(other.Next);
        }

        var found = (await counter.Shop.Run(Role.MerchantAdmin, (FindRate u) => u.Handle("KES", "UGX", null, default))).Value;
        Assert.Equal((RatePath.Triangulated, "USD"), (found.Path, found.Via?.Code));
        Assert.Equal("ledger.rate_missing", (await counter.Shop.Run(Role.MerchantAdmin, (FindRate u) => u.Handle("KES", "JPY", null, default))).Refusal?.Code);
    }

    private static Money Kes(long minor) => new(minor, Currency.Of("KES"));

    private static Task<Outcome<RecordRates.Recorded>> Record(Counter counter, params RecordRates.Said[] said) =>
        counter.Shop.Run(Role.MerchantAdmin, (RecordRates u) => u.Handle(said, default));

    private static Task Said(Counter counter, params (string Base, string Quote, string Rate)[] said) => Said(counter, 0, said);

    private static async Task Said(Counter counter, int hours, params (string Base, string Quote, string Rate)[] said) => _ = (await Record(
        counter, [.. said.Select(s => new RecordRates.Said(s.Base, s.Quote, s.Rate, "CBK", counter.Shop.Portal.Time.GetUtcNow().AddHours(hours)))])).Value;

    private static async Task<UnmatchedPaymentId> Dollars(Counter counter, decimal amount)
    {
        await counter.Receive(counter.Paid(null, amount, currency: "USD"));
        return (await counter.Shop.Run(Role.MerchantAdmin, (ListUnmatched u) => u.Handle(default))).Value.Rows.Single(row => row.Amount.Currency.Code == "USD").Id;
    }

    // Ten dollars that paid a loan at 129.35.
    private static async Task Converted(Counter counter)
    {
        var loan = await counter.Shop.Sell();
        await Said(counter, ("USD", "KES", "129.35"));
        counter.Shop.Portal.Time.Advance(TimeSpan.FromMinutes(1));
        _ = (await Settle(counter, await Dollars(counter, 10), loan, Kes(129_350))).Value;
    }

    private static Task<Outcome<SettleUnmatched.Settled>> Settle(Counter counter, UnmatchedPaymentId money, LoanId loan, Money? counts) =>
        counter.Shop.Run(Role.MerchantAdmin, (SettleUnmatched u) => u.Handle(new(money, loan, "She showed her bank's message.", counts), default));

    private static async Task<ExchangeMoney.Exchanged> Sell(Counter counter, string dollars, string shillings) =>
        (await Exchange(counter, dollars, "USD", shillings, "KES")).Value;

    private static Task<Outcome<ExchangeMoney.Exchanged>> Exchange(
        Counter counter, string given, string givenCurrency, string got, string gotCurrency, string account = Chart.CardClearing, TransferId? id = null, string reason = "KCB 4711") =>
        counter.Shop.Run(Role.MerchantAdmin, (ExchangeMoney u) => u.Handle(
            new(given, givenCurrency, got, gotCurrency, account, reason, id ?? new TransferId(Guid.CreateVersion7())), default));

    private static async Task<DateOnly> Today(Counter counter) => (await counter.Shop.Run(Role.MerchantAdmin, (ShowPositions u) => u.Handle(default))).Value.Today;

    private static async Task<Outcome<RevaluePositions.Revalued>> Revalue(Counter counter, DateOnly? day = null)
    {
        var on = day ?? await Today(counter);
        return await counter.Shop.Run(Role.MerchantAdmin, (RevaluePositions u) => u.Handle(on, default));
    }

    private static Task<long> Balance(Counter counter, string code, string currency) => counter.Shop.Read<long>("""
        select coalesce(sum(e.amount_minor), 0)::bigint from {s}.ledger_entries e join {s}.ledger_accounts a on a.id = e.account_id where a.code = $1 and e.currency = $2
        """, code, currency);

    private static Task<string> Moves(Counter counter) => counter.Shop.Read<string>("""
        select string_agg(kind || ' ' || currency || ' ' || held_minor || ' ' || own_currency || ' ' || cost_minor || ' ' || gain_minor || ' ' || rate || ' ' || rate_source
            || ' ' || rate_path, e'\n' order by number) from {s}.currency_moves
        """);

    // The nightly proof finds the books to be what was done.
    private static async Task Proven(Counter counter)
    {
        _ = (await counter.Shop.Run(Role.MerchantAdmin, (ProveBooksNow u) => u.Handle(default))).Value;
        Assert.Equal(0, await counter.Shop.Read<int>("select differences from {s}.book_proofs order by at desc limit 1"));
    }

    // What was written since the last look: kind, account, currency, amount; a transfer's lines in their order.
    private async Task<string> Fresh(Counter counter)
    {
        var all = await counter.Shop.Read<string>("""
            select coalesce(string_agg(t.id || '|' || t.kind || ' ' || a.code || ' ' || e.currency || ' ' || e.amount_minor, e'\n'
                order by t.kind, t.booked_on, t.at, (select min(x.amount_minor) from {s}.ledger_entries x where x.transfer_id = t.id), t.id, e.line), '')
            from {s}.ledger_transfers t join {s}.ledger_entries e on e.transfer_id = t.id join {s}.ledger_accounts a on a.id = e.account_id
            """);
        var lines = all.Split('\n', StringSplitOptions.RemoveEmptyEntries).Except(_seen).ToList();
        _seen.AddRange(lines);
        return string.Join('\n', lines.Select(line => line.Split('|')[1]));
    }
}
