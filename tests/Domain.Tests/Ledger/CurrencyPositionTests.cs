using FsCheck;
using FsCheck.Fluent;
using Paylatch.Domain.Ledger;
using Paylatch.Domain.Shared;
using Paylatch.Domain.Tests.Shared;

namespace Paylatch.Domain.Tests.Ledger;

public sealed class CurrencyPositionTests
{
    private static readonly Currency Kes = Currency.Of("KES");

    [Fact]
    public void However_a_position_is_sold_its_parts_cost_what_the_whole_did_and_gains_and_losses_add_up() => Holds.For(
        from held in Gen.Choose(1, 1_000_000)
        from cost in Gen.Choose(0, 1_000_000_000)
        from parts in Gen.Choose(1, 400_000).Zip(Gen.Choose(0, 500_000_000)).ListOf()
        select (held, cost, parts),
        c =>
        {
            var start = new CurrencyPosition(new Money(c.held, Currency.Of("USD")), new Money(c.cost, Kes));
            var (left, gained, came) = (start, Money.Zero(Kes), Money.Zero(Kes));
            foreach (var (asked, got) in c.parts.Append((int.MaxValue, 7)))
            {
                var part = Money.Min(left.Held, new Money(asked, left.Held.Currency));
                if (part.IsZero) continue;
                var cost = left.CostOf(part);
                Assert.InRange(cost.Minor, 0, left.Cost.Minor);
                gained += new Money(got, Kes) - cost;
                came += new Money(got, Kes);
                left = new(left.Held - part, left.Cost - cost);
            }

            Assert.True(left.Held.IsZero);
            Assert.True(left.Cost.IsZero);
            Assert.Equal(came - start.Cost, gained);
        });

    [Fact]
    public void More_than_is_held_is_not_sold() => Assert.Equal(
        "ledger.position_too_small",
        ExchangeRateTests.Code(() => new CurrencyPosition(new Money(5, Currency.Of("USD")), new Money(600, Kes)).CostOf(new Money(6, Currency.Of("USD")))));

    [Theory]
    [InlineData(1_000, 1_001, 250, 250)]
    [InlineData(1_000, 2_002, 250, 500)]
    [InlineData(1_000, 2_006, 250, 502)]
    [InlineData(1_000, 2_003, 1_000, 2_003)]
    public void A_part_costs_its_share_of_the_average_rounded_half_to_even(long held, long cost, long part, long share) => Assert.Equal(
        share, new CurrencyPosition(new Money(held, Currency.Of("USD")), new Money(cost, Kes)).CostOf(new Money(part, Currency.Of("USD"))).Minor);

    [Fact]
    public void Every_posting_balances_in_each_of_its_currencies_whatever_their_decimals() => Holds.For(
        from foreign in Gen.Elements(Currency.Of("USD"), Currency.Of("UGX"), Currency.Of("KWD"))
        from amounts in Gen.Choose(1, 1_000_000_000).Three()
        select (foreign, amounts),
        c =>
        {
            var (a, b, d) = c.amounts;
            var (books, own) = (BooksOf(c.foreign), BooksOf(Kes));
            var posting = new Posting(new TransferId(Guid.CreateVersion7()), DateTimeOffset.UnixEpoch, new DateOnly(2026, 11, 21));
            var money = new Money(a, c.foreign);
            Transfer[] written =
            [
                ExchangePostings.UnmatchedConverted(books, posting, money),
                ExchangePostings.Bought(books, own, posting, money, Chart.Cash, new Money(b, Kes)),
                ExchangePostings.Sold(books, own, posting, money, Chart.CardClearing, new Money(b, Kes), new Money(d, Kes)),
                ExchangePostings.Revalued(own, posting, new Money(b, Kes)),
                ExchangePostings.Revalued(own, posting, new Money(-b, Kes)),
                ExchangePostings.TakenBack(books, own, posting, money, Chart.UnmatchedMoney, new Money(b - d, Kes)),
            ];

            Assert.All(written, t => Assert.All(t.Entries.GroupBy(e => e.Currency), part => Assert.Equal(0, part.Sum(e => e.AmountMinor))));
            var gain = written[2].Entries.SingleOrDefault(e => e.AccountId == own.Of(Chart.ExchangeGain, Kes) || e.AccountId == own.Of(Chart.ExchangeLoss, Kes));
            Assert.Equal(d - b, gain?.AmountMinor ?? 0);
            if (gain is not null) Assert.Equal(own.Of(b > d ? Chart.ExchangeGain : Chart.ExchangeLoss, Kes), gain.AccountId);
        });

    private static Books BooksOf(Currency currency) => new(Chart.Accounts.Select((a, n) => (a.Code, currency, new AccountId(new Guid(n, 0, (short)currency.Code[0], new byte[8])))));
}
