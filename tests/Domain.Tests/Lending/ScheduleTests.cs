using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Shared;
using Paylatch.Domain.Tests.Shared;

namespace Paylatch.Domain.Tests.Lending;

public sealed class ScheduleTests
{
    // Amounts large enough that rounding cannot swell the last installment; small ones are refused and tested below.
    private static readonly Gen<LoanTerms> Plans =
        from currency in Gen.Elements("KES", "JPY", "KWD").Select(Currency.Of)
        from price in Gen.Choose(2_000_000, 2_000_000_000)
        from deposit in Gen.Choose(0, 1_000_000)
        from count in Gen.Choose(1, 120)
        from unit in Gen.Elements(RepayUnit.Days, RepayUnit.Weeks, RepayUnit.Months)
        from every in unit == RepayUnit.Months ? Gen.Constant(1) : Gen.Choose(1, 4)
        from method in Gen.Elements(Enum.GetValues<InterestMethod>())
        from rate in method == InterestMethod.None ? Gen.Constant(0) : Gen.Choose(0, 6_000)
        from day in Gen.Choose(0, 4_000)
        select new LoanTerms(
            new Money(price, currency), new Money(deposit, currency), count, every, unit, method, rate / 100m, 3,
            new DateOnly(2024, 1, 1).AddDays(day));

    [Fact]
    public void Principals_sum_to_what_was_lent_exactly() => Holds.For(Plans, terms =>
        Assert.Equal(terms.Principal.Minor, terms.Schedule.Rows.Sum(row => row.Principal.Minor)));

    [Fact]
    public void The_total_is_the_sum_of_all_installments() => Holds.For(Plans, terms =>
    {
        var schedule = terms.Schedule;
        Assert.Equal(schedule.Total.Minor, schedule.Rows.Sum(row => row.Total.Minor));
        Assert.All(schedule.Rows, row => Assert.Equal(row.Total, row.Principal + row.Interest));
    });

    [Fact]
    public void Nothing_is_negative_and_every_installment_asks_something() => Holds.For(Plans, terms =>
        Assert.All(terms.Schedule.Rows, row =>
            Assert.True(row.Principal.Minor >= 0 && row.Interest.Minor >= 0 && row.Balance.Minor >= 0 && row.Total.Minor > 0)));

    [Fact]
    public void All_but_the_last_are_equal_and_the_last_takes_the_remainder() => Holds.For(Plans, terms =>
    {
        var rows = terms.Schedule.Rows;
        Assert.Single(rows.SkipLast(1).Select(row => row.Total).DefaultIfEmpty(rows[0].Total).Distinct());
        Assert.Equal(0, rows[^1].Balance.Minor);
        if (rows.Count > 1) Assert.Equal(rows[^2].Balance, rows[^1].Principal);
    });

    [Fact]
    public void Balances_go_down_by_each_principal() => Holds.For(Plans, terms =>
    {
        var balance = terms.Principal;
        foreach (var row in terms.Schedule.Rows) Assert.Equal(balance -= row.Principal, row.Balance);
    });

    [Fact]
    public void Due_dates_strictly_rise_and_periods_join() => Holds.For(Plans, terms =>
    {
        var from = terms.Terms.StartsOn;
        foreach (var row in terms.Schedule.Rows)
        {
            Assert.Equal(from, row.From);
            Assert.True(row.Due > row.From);
            from = row.Due;
        }
    });

    [Fact]
    public void Monthly_due_dates_keep_the_anchor_day_or_the_last_of_the_month() => Holds.For(
        Plans.Where(terms => terms.Terms.RepayUnit == RepayUnit.Months), terms =>
            Assert.All(terms.Schedule.Rows, row => Assert.Equal(
                Math.Min(terms.Terms.StartsOn.Day, DateTime.DaysInMonth(row.Due.Year, row.Due.Month)), row.Due.Day)));

    [Fact]
    public void Declining_interest_equals_an_independent_reckoning_in_exact_fractions() => Holds.For(
        Plans.Where(terms => terms.Terms.InterestMethod == InterestMethod.Declining && terms.Terms.AnnualRatePercent > 0), terms =>
        {
            var (annuity, interests) = Exactly(terms, terms.Schedule.Rows[0].Total.Minor);
            var rows = terms.Schedule.Rows;
            Assert.Equal(interests, rows.Select(row => (BigInteger)row.Interest.Minor));
            // Brought nearer to the last one, the installment moves by what rounding it can have cost, and no more.
            if (rows.Count > 1) Assert.True(BigInteger.Abs(annuity - rows[0].Total.Minor) <= 1, $"{annuity} {rows[0].Total}");
        });

    [Fact]
    public void Flat_interest_of_each_period_is_on_the_whole_principal() => Holds.For(
        Plans.Where(terms => terms.Terms.InterestMethod == InterestMethod.Flat), terms =>
        {
            var (up, down) = PeriodRate(terms);
            Assert.All(terms.Schedule.Rows, row => Assert.Equal(HalfEven(terms.Principal.Minor * up, down), row.Interest.Minor));
        });

    // The textbook loan: 1,200 over 12 months at 12 % a year is 106.62 a month; 1,200 · 0.01 / (1 − 1.01^−12) = 106.6185.
    [Fact]
    public void The_textbook_annuity_of_1200_over_12_months_at_12_percent_is_106_62()
    {
        var schedule = Some.Terms(method: InterestMethod.Declining, rate: 12).Schedule;
        Assert.Equal(Some.Kenyan(106.62m), schedule.Installment);
        Assert.Equal(Some.Kenyan(12.00m), schedule.Rows[0].Interest);
        Assert.Equal(Some.Kenyan(94.62m), schedule.Rows[0].Principal);
        Assert.Equal(Some.Kenyan(11.05m), schedule.Rows[1].Interest);
        Assert.All(schedule.Rows.SkipLast(1), row => Assert.Equal(Some.Kenyan(106.62m), row.Total));
        Assert.Equal(Some.Kenyan(106.60m), schedule.Rows[^1].Total);
        Assert.Equal(Some.Kenyan(79.42m), schedule.Interest);
    }

    // Figures of the loan tables printed in textbooks and on lenders' pages.
    [Theory]
    [InlineData(10_000, 36, 5, 299.71)]
    [InlineData(20_000, 60, 7.5, 400.76)]
    [InlineData(1_000, 12, 18, 91.68)]
    public void Published_annuities_come_out(decimal lent, int months, decimal rate, decimal monthly) => Assert.Equal(
        Some.Kenyan(monthly),
        Some.Terms(price: lent, installments: months, method: InterestMethod.Declining, rate: rate).Schedule.Installment);

    [Fact]
    public void Flat_interest_of_12_percent_on_1200_for_a_year_is_144()
    {
        var schedule = Some.Terms(method: InterestMethod.Flat, rate: 12).Schedule;
        Assert.Equal(Some.Kenyan(144), schedule.Interest);
        Assert.All(schedule.Rows, row => Assert.Equal(Some.Kenyan(112), row.Total));
    }

    [Fact]
    public void A_third_of_a_hundred_leaves_the_last_cent_to_the_last()
    {
        var rows = Some.Terms(price: 100, installments: 3).Schedule.Rows;
        Assert.Equal([33.33m, 33.33m, 33.34m], rows.Select(row => row.Total.Amount));
    }

    // 10 % a year on 1.80 for a month is exactly 1.5 cents; half to even gives 2, a rate cut to 0.00833… would give 1.
    [Fact]
    public void Interest_midway_between_two_cents_is_rounded_to_the_even_one() => Assert.Equal(
        2, Some.Terms(price: 1.80m, installments: 1, method: InterestMethod.Declining, rate: 10).Schedule.Interest.Minor);

    // 100.50 over two months at 12 % is exactly 51.005; half to even gives 51.00.
    [Fact]
    public void An_annuity_midway_between_two_cents_is_rounded_to_the_even_one() => Assert.Equal(
        Some.Kenyan(51.00m), Some.Terms(price: 100.50m, installments: 2, method: InterestMethod.Declining, rate: 12).Schedule.Installment);

    [Fact]
    public void A_rate_of_zero_is_as_no_interest() => Assert.Equal(
        Some.Terms().Schedule.Rows, Some.Terms(method: InterestMethod.Declining).Schedule.Rows);

    [Fact]
    public void A_plan_whose_rounding_distorts_the_last_installment_is_refused()
    {
        Refused.With("lending.plan_uneven", () => Some.Terms(price: 0.11m, installments: 7));
        Refused.With("lending.plan_uneven", () =>
            Some.Terms(price: 0.63m, installments: 36, method: InterestMethod.Declining, rate: 0.000001m));
        Refused.At("lending.plan_uneven", "installments", () => Some.Terms(price: 0.18m, installments: 12));
        Refused.At("lending.plan_uneven", "installments", () =>
            Some.Terms(price: 10, installments: 120, method: InterestMethod.Declining, rate: 500));
    }

    [Fact]
    public void The_longest_dearest_plan_is_reckoned_or_refused_but_never_breaks() => Holds.For(
        from price in Gen.Choose(1, int.MaxValue).Select(p => (long)p * p)
        from count in Gen.Choose(1, 520)
        from unit in Gen.Elements(RepayUnit.Days, RepayUnit.Weeks)
        from rate in Gen.Choose(0, 999_000_000)
        select (Price: Math.Clamp(price, 600, 100_000_000_000_000), Count: count, Unit: unit, Rate: rate / 1_000_000m),
        c =>
        {
            try
            {
                var terms = new LoanTerms(
                    new Money(c.Price, Some.Kes), Money.Zero(Some.Kes), c.Count, 1, c.Unit, InterestMethod.Declining, c.Rate, 0, Some.Day);
                Assert.Equal(c.Price, terms.Schedule.Rows.Sum(row => row.Principal.Minor));
            }
            catch (Refusal refusal)
            {
                Assert.Equal("lending.plan_uneven", refusal.Code);
            }
        });

    private static (BigInteger Annuity, List<BigInteger> Interests) Exactly(LoanTerms terms, BigInteger installment)
    {
        var (up, down) = PeriodRate(terms);
        var (grown, flat) = (BigInteger.Pow(down + up, terms.Schedule.Rows.Count), BigInteger.Pow(down, terms.Schedule.Rows.Count));
        var annuity = HalfEven(terms.Principal.Minor * up * grown, down * (grown - flat));
        var interests = new List<BigInteger>();
        BigInteger balance = terms.Principal.Minor;
        for (var i = 0; i < terms.Schedule.Rows.Count; i++)
        {
            interests.Add(HalfEven(balance * up, down));
            balance -= installment - interests[^1];
        }
        return (annuity, interests);
    }

    private static (BigInteger Up, BigInteger Down) PeriodRate(LoanTerms terms)
    {
        var millionths = new BigInteger(terms.Terms.AnnualRatePercent * 1_000_000m);
        return terms.Terms.RepayUnit switch
        {
            RepayUnit.Months => (millionths * terms.Terms.RepayEvery, 1_200_000_000),
            RepayUnit.Weeks => (millionths * terms.Terms.RepayEvery * 7, 36_500_000_000),
            _ => (millionths * terms.Terms.RepayEvery, 36_500_000_000),
        };
    }

    private static BigInteger HalfEven(BigInteger up, BigInteger down)
    {
        var whole = BigInteger.DivRem(up, down, out var rest);
        return (rest * 2).CompareTo(down) switch { > 0 => whole + 1, 0 when !whole.IsEven => whole + 1, _ => whole };
    }
}
