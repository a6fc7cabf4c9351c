using FsCheck;
using FsCheck.Fluent;
using Paylatch.Domain.Ledger;
using Paylatch.Domain.Shared;
using Paylatch.Domain.Tests.Shared;

namespace Paylatch.Domain.Tests.Ledger;

/// <summary>Foreign money that paid loans, was sold, and went back because the payment was taken back: in any order the books stand for what is held.</summary>
public sealed class ReturnedMoneyTests
{
    private static readonly Currency Usd = Currency.Of("USD");
    private static readonly Currency Kes = Currency.Of("KES");
    private static readonly Func<CurrencyMove, bool> Mixes = CurrencyMove.Mixes.Compile();

    // Zero brings money in, one sells a part of what is held, two gives back what came by an earlier step.
    private static readonly Gen<List<(int What, int Which, int Held, int Cost)>> Steps =
        (from what in Gen.Choose(0, 2)
         from which in Gen.Choose(0, 40)
         from held in Gen.Choose(1, 5_000)
         from cost in Gen.Choose(1, 700_000)
         select (what, which, held, cost)).ListOf();

    [Fact]
    public void In_any_order_1900_stands_for_what_is_held_and_what_it_cost_and_neither_falls_below_nothing() => Holds.For(Steps, steps =>
    {
        var walk = new Walk();
        foreach (var step in steps)
        {
            walk.Take(step);
            Assert.True(walk.Position.Held.Minor >= 0 && walk.Position.Cost.Minor >= 0, $"{walk.Position}");
            if (walk.Position.Held.IsZero) Assert.True(walk.Position.Cost.IsZero);
            Assert.Equal(-walk.Position.Held.Minor, walk.Booked(Usd, Chart.CurrencyPosition));
            Assert.Equal(walk.Position.Cost.Minor, walk.Booked(Kes, Chart.CurrencyPosition));
            Assert.Equal(-walk.Moves.Sum(m => m.GainMinor), walk.Booked(Kes, Chart.ExchangeGain) + walk.Booked(Kes, Chart.ExchangeLoss));
        }
    });

    [Fact]
    public void What_goes_back_before_anything_is_sold_leaves_the_position_as_if_it_had_never_come_and_gains_nothing() => Holds.For(Steps, steps =>
    {
        var walk = new Walk();
        foreach (var step in steps) walk.Take(step with { What = 0 });
        var before = walk.Position;

        walk.Take((0, 0, 300, 41_234));
        walk.Take((0, 0, 200, 22_000));
        walk.Take((2, walk.Count - 2, 0, 0));
        walk.Take((2, walk.Count - 1, 0, 0));

        Assert.Equal(before, walk.Position);
        Assert.Equal(0, walk.Moves.Sum(m => m.GainMinor));
    });

    [Fact]
    public void What_is_mixed_with_money_that_was_sold_goes_back_at_the_average_and_more_than_is_held_does_not_go_back()
    {
        var position = new CurrencyPosition(new Money(1_000, Usd), new Money(134_675, Kes));

        Assert.Equal(new Money(129_350, Kes), position.CostOfReturned(new Money(900, Usd), new Money(129_350, Kes), mixed: false));
        Assert.Equal(new Money(121_208, Kes), position.CostOfReturned(new Money(900, Usd), new Money(129_350, Kes), mixed: true));
        Assert.Equal(position.Cost, position.CostOfReturned(position.Held, new Money(129_350, Kes), mixed: true));
        Assert.Equal("ledger.position_too_small", ExchangeRateTests.Code(() => position.CostOfReturned(new Money(1_001, Usd), new Money(1, Kes), mixed: false)));
    }

    // What the use cases do, without their tables.
    private sealed class Walk
    {
        private readonly Books _foreign = BooksOf(Usd), _own = BooksOf(Kes);
        private readonly List<Entry> _entries = [];
        private readonly List<int> _came = [], _back = [];

        public List<CurrencyMove> Moves { get; } = [];

        public CurrencyPosition Position { get; private set; } = new(Money.Zero(Usd), Money.Zero(Kes));

        public int Count => _came.Count;

        public long Booked(Currency currency, string account) =>
            _entries.Where(e => e.AccountId == (currency == Usd ? _foreign : _own).Of(account, currency)).Sum(e => e.AmountMinor);

        public void Take((int What, int Which, int Held, int Cost) step)
        {
            if (step.What == 0) Come(new Money(step.Held, Usd), new Money(step.Cost, Kes));
            else if (step.What == 1) Sell(Money.Min(new Money(step.Held, Usd), Position.Held), new Money(step.Cost, Kes));
            else if (step.Which < Count && !_back.Contains(step.Which)) GiveBack(step.Which);
        }

        private void Come(Money held, Money cost)
        {
            Write(ExchangePostings.UnmatchedConverted(_foreign, Posting(), held));
            Loan(cost);
            _came.Add(Moves.Count);
            Move(CurrencyMoveKind.Settled, held, cost, Money.Zero(Kes));
        }

        private void Sell(Money part, Money got)
        {
            if (part.IsZero) return;
            var cost = Position.CostOf(part);
            Write(ExchangePostings.Sold(_foreign, _own, Posting(), part, Chart.CardClearing, got, cost));
            Move(CurrencyMoveKind.Sold, -part, -cost, got - cost);
        }

        private void GiveBack(int which)
        {
            var came = Moves[_came[which]];
            var (back, counted) = (new Money(came.HeldMinor, Usd), new Money(came.CostMinor, Kes));
            if (back > Position.Held) return;
            var cost = Position.CostOfReturned(back, counted, Moves.Skip(_came[which] + 1).Any(Mixes));
            Loan(-counted);
            Write(ExchangePostings.TakenBack(_foreign, _own, Posting(), back, Chart.UnmatchedMoney, counted - cost));
            _back.Add(which);
            Move(CurrencyMoveKind.Reversed, -back, -cost, counted - cost);
        }

        private void Loan(Money paid) => Write(Transfer.Of(
            Posting(), TransferKind.PaymentReceived, "test", new Line(_own.Of(Chart.CurrencyPosition, Kes), paid), new Line(_own.Of(Chart.LoansReceivable, Kes), -paid)));

        private void Write(Transfer transfer) => _entries.AddRange(transfer.Entries);

        private void Move(CurrencyMoveKind kind, Money held, Money cost, Money gain)
        {
            Moves.Add(CurrencyMove.Of(
                Guid.NewGuid(), kind, held, cost, gain, new UsedRate(Usd, Kes, 1, 1, RatePath.Direct, null, "test", Some.Noon), new(Some.Day, Some.Noon, "test")));
            Position = new(Position.Held + held, Position.Cost + cost);
        }

        private static Posting Posting() => new(new(Guid.NewGuid()), Some.Noon, Some.Day);

        private static Books BooksOf(Currency currency) =>
            new(Chart.Accounts.Select((a, n) => (a.Code, currency, new AccountId(new Guid(n, 0, (short)currency.Code[0], new byte[8])))));
    }
}
