using Paylatch.Domain.Lending;
using Paylatch.Domain.Lending.Schedules;
using Paylatch.Domain.Shared;
using Paylatch.Domain.Tests.Shared;

namespace Paylatch.Domain.Tests.Lending.Schedules;

/// <summary>The rules of schedules one by one, each with figures that can be followed by hand.</summary>
public sealed class ScheduleRulesTests
{
    private static readonly DateOnly Start = new(2026, 1, 31);

    /// <summary>1,200.00 over 12 months at 12 %, a twelfth of it each month, from 31 January 2026.</summary>
    internal static ScheduleTerms Plain { get; } = new()
    {
        Disbursements = [new Disbursement(Start, Some.Kenyan(1_200))],
        InterestMethod = InterestMethod.Declining,
        AnnualRatePercent = 12,
        InterestCalculation = InterestCalculation.PerPeriod,
        Installments = 12,
    };

    // 1,200 · 0.01 / (1 − 1.01^−12) is 106.6185. Half even then brings it nearer to the last one, and stays.
    [Theory]
    [InlineData(AmountRounding.HalfEven, 106.62, 106.60)]
    [InlineData(AmountRounding.HalfUp, 106.62, 106.60)]
    [InlineData(AmountRounding.Up, 106.62, 106.66)]
    [InlineData(AmountRounding.Down, 106.61, 106.66)]
    public void The_installment_is_rounded_as_agreed_also_where_it_is_brought_nearer_to_the_last(AmountRounding rounding, decimal each, decimal last)
    {
        var rows = Schedule.Of(Plain with { Rounding = rounding }).Rows;
        Assert.All(rows.SkipLast(1), row => Assert.Equal(Some.Kenyan(each), row.Total));
        Assert.Equal(Some.Kenyan(last), rows[^1].Total);
    }

    // 5,500.00 over 12 months at 1 % are 460.81976 a month. Rounded down, with interest rounded down, 7 cents are left for the last one;
    // a twelfth of them more for each would be rounded down again. Rounded up it is the other way round.
    [Theory]
    [InlineData(AmountRounding.HalfEven, 460.82)]
    [InlineData(AmountRounding.Up, 460.83)]
    [InlineData(AmountRounding.Down, 460.81)]
    public void What_is_tried_to_bring_the_last_installment_nearer_is_rounded_as_agreed(AmountRounding rounding, decimal each)
    {
        var rows = Schedule.Of(Plain with { Disbursements = [new Disbursement(Start, Some.Kenyan(5_500))], AnnualRatePercent = 1, Rounding = rounding }).Rows;
        Assert.All(rows.SkipLast(1), row => Assert.Equal(Some.Kenyan(each), row.Total));
    }

    // 18.75 % of 1,200 are 225.00, midway between 200 and 250.
    [Theory]
    [InlineData(AmountRounding.HalfEven, 200)]
    [InlineData(AmountRounding.HalfUp, 250)]
    [InlineData(AmountRounding.Up, 250)]
    [InlineData(AmountRounding.Down, 200)]
    public void A_down_payment_is_rounded_like_an_installment_to_its_multiple(AmountRounding rounding, decimal deposit)
    {
        var schedule = Schedule.Of(Plain with { DownPaymentPercent = 18.75m, InstallmentMultipleOf = Some.Kenyan(50), Installments = 4, Rounding = rounding });
        Assert.Equal(Some.Kenyan(deposit), schedule.Deposit);
        Assert.Equal(Some.Kenyan(1_200), schedule.Deposit + new Money(schedule.Rows.Sum(row => row.Principal.Minor), Some.Kes));
    }

    // 106.62 a month, or 100.00 of principal: less than half of 250.
    [Theory]
    [InlineData(Amortization.EqualInstallments)]
    [InlineData(Amortization.EqualPrincipal)]
    [InlineData(Amortization.Balloon)]
    public void A_multiple_larger_than_the_installment_cannot_be_agreed_and_is_left_out_where_little_is_left(Amortization amortization)
    {
        var terms = Plain with { Amortization = amortization, InstallmentMultipleOf = Some.Kenyan(250), Balloon = amortization == Amortization.Balloon ? Some.Kenyan(600) : null };

        Refused.At("lending.term_not_allowed", "installmentMultipleOf", () => Schedule.ToAgree(terms));
        Refused.At("lending.term_not_allowed", "installmentMultipleOf", () => _ = new LoanTerms(Some.Kenyan(1_300), Some.Kenyan(100), 0, _ => terms));
        Assert.Equal(Schedule.Of(terms with { InstallmentMultipleOf = null }).Rows, Schedule.Of(terms).Rows);
        Assert.Equal(Some.Kenyan(1_200), Schedule.ToAgree(terms with { InstallmentMultipleOf = Some.Kenyan(10) }).Principal);
    }

    [Fact]
    public void A_multiple_that_would_leave_nothing_for_the_last_installment_is_refused() => Refused.At("lending.plan_uneven", "installmentMultipleOf", () =>
        Schedule.Of(Plain with { InstallmentMultipleOf = Some.Kenyan(50), Rounding = AmountRounding.Up }));

    [Fact]
    public void A_month_the_rhythm_never_meets_is_refused() => Refused.At("lending.term_not_allowed", "seasonMonths", () =>
        Schedule.Of(Plain with { RepayEvery = 12, SeasonMonths = [3], Installments = 2 }));

    [Fact]
    public void A_first_due_date_out_of_season_is_refused() => Refused.At("lending.dates_invalid", "firstDueDate", () =>
        Schedule.Of(Plain with { FirstDueOn = new DateOnly(2026, 2, 28), SeasonMonths = [3, 4] }));

    [Fact]
    public void Out_of_season_interest_runs_on_and_nothing_is_due()
    {
        var rows = Schedule.Of(Plain with { SeasonMonths = [6, 7], Installments = 3, Amortization = Amortization.EqualPrincipal }).Rows;
        Assert.Equal([new DateOnly(2026, 6, 30), new DateOnly(2026, 7, 31), new DateOnly(2027, 6, 30)], rows.Select(row => row.Due));
        Assert.Equal([60m, 8m, 44m], rows.Select(row => row.Interest.Amount));
    }

    [Fact]
    public void A_balloon_must_be_less_than_what_is_lent_without_the_deposit() => Refused.At("lending.term_not_allowed", "balloonAmount", () =>
        Schedule.Of(Plain with { Amortization = Amortization.Balloon, Balloon = Some.Kenyan(600), DownPaymentPercent = 50 }));

    [Fact]
    public void A_balloon_stays_for_the_last_installment()
    {
        var rows = Schedule.Of(Plain with { Amortization = Amortization.Balloon, Balloon = Some.Kenyan(600) }).Rows;
        // 600 over twelve months, and 1 % a month of the other 600: 53.31 + 6.00.
        Assert.All(rows.SkipLast(1), row => Assert.Equal(Some.Kenyan(59.31m), row.Total));
        Assert.Equal(Some.Kenyan(659.32m), rows[^1].Total);
    }

    [Fact]
    public void A_bullet_pays_interest_and_then_everything()
    {
        var rows = Schedule.Of(Plain with { Amortization = Amortization.Bullet, Installments = 3 }).Rows;
        Assert.Equal([12m, 12m, 1_212m], rows.Select(row => row.Total.Amount));
    }

    [Fact]
    public void What_is_left_after_a_deposit_must_be_enough_for_the_installments() => Refused.At("lending.installments_too_small", "installments", () =>
        Schedule.Of(Plain with { Disbursements = [new Disbursement(Start, Some.Kenyan(0.12m))], DownPaymentPercent = 50 }));

    [Fact]
    public void Interest_beyond_the_installment_of_a_long_first_period_waits_for_the_next_ones()
    {
        // A year at 60 % costs 720.00 at once, installments are 231.51: four of them pay interest only, all stay equal but the last.
        var rows = Schedule.Of(Plain with
        {
            InterestCalculation = InterestCalculation.Daily, DaysInYear = DaysInYear.Days365, AnnualRatePercent = 60, FirstDueOn = new DateOnly(2027, 1, 31), Installments = 11,
        }).Rows;
        Assert.Single(rows.SkipLast(1).Select(row => row.Total).Distinct());
        Assert.Equal((Some.Kenyan(720), rows[0].Total), (rows[0].Earned, rows[0].Interest));
        Assert.Equal(rows.Sum(row => row.Earned.Minor), rows.Sum(row => row.Interest.Minor));
    }

    [Fact]
    public void Deferred_interest_falls_as_a_whole_into_the_first_period_after_the_grace()
    {
        var rows = Schedule.Of(Plain with { Amortization = Amortization.EqualPrincipal, GraceOnInterestPayment = 3 }).Rows;
        Assert.Equal([0m, 0m, 0m, 42m, 8m], rows.Take(5).Select(row => row.Interest.Amount));
        Assert.Equal([12m, 11m, 10m, 9m, 8m], rows.Take(5).Select(row => row.Earned.Amount));
    }

    [Fact]
    public void Grace_on_principal_pays_interest_first_and_then_all_in_equal_installments()
    {
        var rows = Schedule.Of(Plain with { GraceOnPrincipal = 3 }).Rows;
        Assert.All(rows.Take(3), row => Assert.Equal((0, 1200), (row.Principal.Minor, row.Interest.Minor)));
        Assert.Single(rows.Skip(3).SkipLast(1).Select(row => row.Total).Distinct());
    }

    [Fact]
    public void Interest_free_periods_cost_nothing_and_all_installments_are_equal()
    {
        var rows = Schedule.Of(Plain with { InterestFreePeriods = 2 }).Rows;
        Assert.All(rows.Take(2), row => Assert.Equal(0, row.Interest.Minor));
        Assert.Single(rows.SkipLast(1).Select(row => row.Total).Distinct());
    }

    [Fact]
    public void A_price_for_each_day_gives_as_many_days_as_it_pays()
    {
        var rows = Schedule.Of(Plain with
        {
            InterestMethod = InterestMethod.None, AnnualRatePercent = 0, Amortization = Amortization.PerDay, DayPrice = Some.Kenyan(7), RepayUnit = RepayUnit.Weeks, Installments = null,
        }).Rows;
        // 1,200 / 7 are 171.4 days: 24 weeks of 49.00 and four days, the last of them for what is left.
        Assert.Equal(25, rows.Count);
        Assert.All(rows.SkipLast(1), row => Assert.Equal((7, Some.Kenyan(49)), (row.Days, row.Total)));
        Assert.Equal((4, Some.Kenyan(24)), (rows[^1].Days, rows[^1].Total));
    }

    [Fact]
    public void A_fixed_amount_gives_as_many_installments_as_it_needs_also_with_free_periods_pauses_and_interest_put_off()
    {
        var fixedAmount = Plain with { Amortization = Amortization.FixedAmount, InstallmentAmount = Some.Kenyan(100), Installments = null };
        Assert.Equal(13, Schedule.Of(fixedAmount).Rows.Count);
        Assert.Equal(12, Schedule.Of(fixedAmount with { InterestFreePeriods = 12 }).Rows.Count);
        Assert.Equal(12, Schedule.Of(fixedAmount with { InterestPauses = [new InterestPause(Start, Start.AddYears(2))] }).Rows.Count);
        foreach (var grace in Enumerable.Range(0, 11))
        {
            var rows = Schedule.Of(fixedAmount with { GraceOnInterestPayment = grace }).Rows;
            Assert.True(rows[^1].Principal.Minor > 0 && rows[^1].Total <= Some.Kenyan(100), $"{grace}: {rows[^1]}");
        }
    }

    [Fact]
    public void A_fixed_amount_below_interest_is_refused_whether_the_number_is_agreed_or_not()
    {
        var little = Plain with { Amortization = Amortization.FixedAmount, InstallmentAmount = Some.Kenyan(11) };
        Refused.At("lending.never_paid_off", "installmentAmount", () => Schedule.Of(little));
        Refused.At("lending.never_paid_off", "installmentAmount", () => Schedule.Of(little with { Installments = null }));
        Refused.At("lending.term_not_allowed", "installments", () => Schedule.Of(little with { InstallmentAmount = Some.Kenyan(300) }));
    }

    [Fact]
    public void Tax_is_on_fees_and_on_interest_and_rounded_once_for_each_installment()
    {
        var row = Schedule.Of(Plain with { FeePerInstallment = Some.Kenyan(2.53m), TaxOnFeesPercent = 10, TaxOnInterestPercent = 5.1m }).Rows[0];
        // 0.253 + 0.612 are 0.865, half even 0.86; each for itself would be 0.25 and 0.61, too, but 0.87 half up.
        Assert.Equal((2.53m, 0.86m, 12m), (row.Fees.Amount, row.Tax.Amount, row.Interest.Amount));
        Assert.Equal(row.Principal + row.Interest + row.Fees + row.Tax, row.Total);
    }
}
