using Paylatch.Application.Identity;
using Paylatch.Application.Ledger;
using Paylatch.Application.Payments;
using Paylatch.Application.Tests.Payments;
using Paylatch.Domain.Ledger;
using Paylatch.Domain.Payments;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Tests.Ledger;

/// <content>Payments that came in another currency and are taken back.</content>
public sealed partial class ExchangeTests
{
    [Fact]
    public async Task Dollars_given_to_the_wrong_loan_wait_again_as_dollars_and_pay_the_right_one()
    {
        await using var counter = await Counter.Open();
        await Converted(counter);
        var payment = await Payment(counter);
        await Fresh(counter);

        var quote = (await counter.Shop.Run(Role.MerchantAdmin, (QuoteReversal u) => u.Handle(payment, default))).Value;
        var reversed = (await counter.Reverse(payment, ReversalCause.WrongLoan)).Value;

        Assert.Equal((new Money(1_000, Currency.Of("USD")), Kes(0)), (quote.Back, quote.Gain));
        Assert.Equal((129_350L, 300_000L), (reversed.Amount.Minor, reversed.Balance.Minor));
        Assert.Equal(
            """
            currency_exchanged 1900 USD 1000
            currency_exchanged 2200 USD -1000
            payment_reversed 1200 KES 129350
            payment_reversed 1900 KES -129350
            """,
            await Fresh(counter));
        Assert.Equal("reversed USD -1000 KES -129350 0", Last(await Moves(counter)));
        Assert.Equal("ConversionTakenBack:1 PaymentReversed:1", await counter.Shop.Events("ConversionTakenBack", "PaymentReversed"));
        await Proven(counter);
        Assert.True((await counter.Reverse(payment, ReversalCause.WrongLoan)).Value.Again);

        var right = await counter.Shop.Sell();
        var again = (await counter.Shop.Run(Role.MerchantAdmin, (ListUnmatched u) => u.Handle(default))).Value.Rows.Single();
        Assert.Equal(new Money(1_000, Currency.Of("USD")), again.Amount);
        Assert.True((await Settle(counter, again.Id, right, Kes(129_350))).Done);
        Assert.Equal((-1_000L, 129_350L, 1_000L), (await Balance(counter, "1900", "USD"), await Balance(counter, "1900", "KES"), await Balance(counter, "1010", "USD")));
        await Proven(counter);
    }

    [Fact]
    public async Task Dollars_that_bounced_leave_the_provider_and_a_revaluation_of_them_goes_with_the_next()
    {
        await using var counter = await Counter.Open();
        await Converted(counter);
        await Said(counter, ("USD", "KES", "131"));
        Assert.Equal(Kes(1_650), (await Revalue(counter)).Value.Difference);
        await Fresh(counter);

        Assert.True((await counter.Reverse(await Payment(counter))).Done);

        Assert.Equal(
            """
            currency_exchanged 1900 USD 1000
            currency_exchanged 1010 USD -1000
            payment_reversed 1200 KES 129350
            payment_reversed 1900 KES -129350
            """,
            await Fresh(counter));
        Assert.Equal((0L, 0L), (await Balance(counter, "1010", "USD"), await Balance(counter, "2200", "USD")));
        await Proven(counter);
        Assert.Equal(Kes(0), (await Revalue(counter)).Value.Difference);
        Assert.Equal((0L, 0L), (await Balance(counter, "1900", "KES"), await Balance(counter, "4500", "KES")));
        await Proven(counter);
    }

    [Fact]
    public async Task Mixed_with_dollars_that_were_sold_they_go_back_at_the_average_with_gain_or_loss_and_never_more_than_are_held()
    {
        await using var counter = await Counter.Open();
        await Converted(counter);
        var first = await Payment(counter);
        await Said(counter, ("USD", "KES", "140"));
        counter.Shop.Portal.Time.Advance(TimeSpan.FromMinutes(1));
        var second = (await Settle(counter, await Dollars(counter, 10), await counter.Shop.Sell(), Kes(140_000))).Value.Payment;
        Assert.Equal(Kes(325), (await Sell(counter, "10", "1350")).Gain);
        await Fresh(counter);

        Assert.True((await counter.Reverse(first, ReversalCause.WrongLoan)).Done);

        // What is left cost 1346.75, and the loan gives back the 1293.50 it was paid.
        Assert.Equal(
            """
            currency_exchanged 1900 USD 1000
            currency_exchanged 2200 USD -1000
            currency_exchanged 1900 KES -5325
            currency_exchanged 5200 KES 5325
            payment_reversed 1200 KES 129350
            payment_reversed 1900 KES -129350
            """,
            await Fresh(counter));
        Assert.Equal("reversed USD -1000 KES -134675 -5325", Last(await Moves(counter)));
        Assert.Equal((0L, 0L), (await Balance(counter, "1900", "USD"), await Balance(counter, "1900", "KES")));
        Assert.Equal(Kes(325 - 5_325), (await counter.Shop.Run(Role.MerchantAdmin, (ShowPositions u) => u.Handle(default))).Value.Rows.Single().Realised);
        Assert.Equal("payments.reversal_of_exchanged", (await counter.Reverse(second)).Refusal?.Code);
        Assert.Equal("payments.reversal_of_exchanged", (await counter.Shop.Run(Role.MerchantAdmin, (QuoteReversal u) => u.Handle(second, default))).Refusal?.Code);
        Assert.Equal("", await Fresh(counter));
        await Proven(counter);

        // Bought back, they can go.
        _ = (await Exchange(counter, "1420", "KES", "10", "USD", Chart.Cash)).Value;
        Assert.True((await counter.Reverse(second)).Done);
        Assert.Equal((0L, 2_000L), (await Balance(counter, "1900", "USD"), await Balance(counter, "5200", "KES") + await Balance(counter, "4500", "KES") - 5_000));
        await Proven(counter);
    }

    [Fact]
    public async Task A_payment_in_dollars_is_taken_back_once_however_often_it_is_asked_at_the_same_moment()
    {
        await using var counter = await Counter.Open();
        await Converted(counter);
        var payment = await Payment(counter);

        var all = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => counter.Reverse(payment, ReversalCause.WrongLoan)));

        Assert.Single(all, outcome => !outcome.Value.Again);
        Assert.Equal((2L, 2L), (await counter.Count("currency_moves"), await counter.Count("unmatched_payments")));
        await Proven(counter);
    }

    private static async Task<PaymentId> Payment(Counter counter) => new(await counter.Shop.Read<Guid>("select payment_id from {s}.currency_moves where kind = 'settled'"));

    // The last step without its rate.
    private static string Last(string moves) => string.Join(' ', moves.Split('\n')[^1].Split(' ')[..6]);
}
