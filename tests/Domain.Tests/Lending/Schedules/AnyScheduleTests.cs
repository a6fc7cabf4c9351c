using System.Numerics;
using Paylatch.Domain.Lending.Schedules;
using Paylatch.Domain.Shared;
using Paylatch.Domain.Tests.Shared;

namespace Paylatch.Domain.Tests.Lending.Schedules;

/// <summary>What holds for the schedule of whatever terms.</summary>
public sealed class AnyScheduleTests
{
    [Fact]
    public void Twenty_thousand_wild_terms_give_a_schedule_or_a_refusal_that_names_its_field_and_nothing_else()
    {
        var (agreed, refused) = (0, new Dictionary<string, int>());
        for (var seed = 0; seed < 20_000; seed++)
        {
            try
            {
                _ = YearlyCost.Of(Schedule.Of(AnyTerms.Wild(seed)));
                agreed++;
            }
            catch (Refusal refusal)
            {
                Assert.False(string.IsNullOrEmpty(refusal.Field), refusal.Code);
                refused[refusal.Code] = refused.GetValueOrDefault(refusal.Code) + 1;
            }
            catch (Exception broken)
            {
                Assert.Fail($"Seed {seed}: {broken}");
            }
        }
        Assert.True(agreed > 10_000, $"{agreed} agreed; {string.Join(", ", refused.OrderByDescending(code => code.Value))}");
        Assert.True(refused.Count >= 12, string.Join(", ", refused));
    }

    [Fact]
    public void Most_possible_terms_are_agreed()
    {
        var refused = Enumerable.Range(0, 5_000).Select(seed => Try(seed).Refusal).OfType<Refusal>().GroupBy(refusal => refusal.Code + " " + refusal.Field).ToList();
        Assert.True(refused.Sum(code => code.Count()) < 1_250, string.Join(", ", refused.OrderByDescending(code => code.Count()).Select(code => $"{code.Key} {code.Count()}")));
    }

    [Fact]
    public void Principal_sums_to_what_was_lent_and_the_balance_follows_every_row_to_zero_and_is_never_negative() => ForAny(schedule =>
    {
        Assert.Equal(schedule.Terms.Principal, schedule.Deposit + Sum(schedule, row => row.Principal));
        Assert.Equal(schedule.Terms.Principal.Minor, schedule.Outlays.Sum(outlay => outlay.Lent.Minor));
        var (balance, outlays) = (0L, new Queue<ScheduleOutlay>(schedule.Outlays));
        foreach (var row in schedule.Rows)
        {
            while (outlays.TryPeek(out var outlay) && outlay.On < row.Due)
            {
                Assert.Equal(balance += outlay.Lent.Minor - outlay.Deposit.Minor, outlay.Balance.Minor);
                outlays.Dequeue();
            }
            Assert.Equal(balance -= row.Principal.Minor, row.Balance.Minor);
            Assert.True(balance >= 0);
        }
        Assert.Equal(0, balance);
        Assert.Empty(outlays);
    });

    [Fact]
    public void Every_row_is_the_sum_of_its_parts_none_negative_and_the_totals_are_the_sums_of_the_rows() => ForAny(schedule =>
    {
        foreach (var row in schedule.Rows)
        {
            Assert.Equal(row.Total.Minor, row.Principal.Minor + row.Interest.Minor + row.Fees.Minor + row.Tax.Minor);
            Assert.True(row is { Principal.Minor: >= 0, Interest.Minor: >= 0, Fees.Minor: >= 0, Tax.Minor: >= 0, Earned.Minor: >= 0 });
        }
        Assert.Equal(
            (Sum(schedule, row => row.Interest), Sum(schedule, row => row.Fees), Sum(schedule, row => row.Tax), Sum(schedule, row => row.Total)),
            (schedule.Interest, schedule.Fees, schedule.Tax, schedule.Total));
        Assert.Equal(schedule.Interest, Sum(schedule, row => row.Earned));
    });

    [Fact]
    public void Due_dates_rise_periods_join_and_numbers_count() => ForAny(schedule =>
    {
        var (from, number) = (schedule.Terms.StartsOn, 0);
        foreach (var row in schedule.Rows)
        {
            Assert.Equal((++number, from), (row.Number, row.From));
            Assert.True(row.Due > row.From && row.Days > 0);
            from = row.Due;
        }
    });

    [Fact]
    public void Due_dates_lie_on_working_days_where_they_are_moved_there() => ForAny(schedule =>
    {
        // The last day that is paid for by the day is what it is.
        if (schedule.Terms.NonWorkingDays == NonWorkingDayRule.Keep || schedule.Terms.Amortization == Amortization.PerDay) return;
        Assert.DoesNotContain(schedule.Rows, row => schedule.Terms.Weekend.Contains(row.Due.DayOfWeek) || schedule.Terms.Holidays.Contains(row.Due));
    });

    [Fact]
    public void Installments_of_one_amount_are_equal_but_for_the_last_and_whole_multiples() => ForAny(schedule =>
    {
        var terms = schedule.Terms;
        if (terms.Amortization != Amortization.EqualInstallments || terms.Disbursements.Count > 1 || terms.InterestPauses.Count > 0) return;
        var regular = schedule.Rows.Skip(terms.GraceOnPrincipal).Where(row => row.Number <= terms.GraceOnInterestPayment || row.Number > terms.GraceOnInterestPayment + 1).SkipLast(1)
            .Select(row => row.Principal.Minor + row.Interest.Minor).Distinct().ToList();
        Assert.True(regular.Count <= 1, string.Join(" ", regular));
        if (terms.InstallmentMultipleOf?.Minor is { } multiple && regular is [var amount] && amount >= multiple) Assert.Equal(0, amount % multiple);
    });

    [Fact]
    public void Interest_is_rounded_as_the_exact_fraction_is_however_large_the_principal() => Holds.For(AnyTerms.Seeds, seed =>
    {
        var random = new Random(seed);
        var (lent, millionths) = ((long)Math.Exp(random.NextDouble() * 32) + 100, random.Next(1, 999_000_000));
        if (random.Next(3) == 0) (lent, millionths) = (lent / 100 * 100, millionths / 6_000_000 * 6_000_000);
        var rounding = (AmountRounding)random.Next(4);
        var rows = Schedule.Of(ScheduleRulesTests.Plain with
        {
            Disbursements = [new Disbursement(Some.Day, new Money(lent, Some.Kes))], AnnualRatePercent = millionths / 1_000_000m, Rounding = rounding,
            Amortization = Amortization.Bullet, Installments = 2,
        }).Rows;

        var whole = (long)BigInteger.DivRem((BigInteger)lent * millionths, 1_200_000_000, out var rest);
        var up = rounding switch
        {
            AmountRounding.Up => rest > 0,
            AmountRounding.Down => false,
            AmountRounding.HalfUp => rest >= 600_000_000,
            _ => rest > 600_000_000 || (rest == 600_000_000 && whole % 2 == 1),
        };
        Assert.All(rows, row => Assert.Equal(up ? whole + 1 : whole, row.Interest.Minor));
    }, 5_000);

    [Fact]
    public void The_same_terms_give_the_same_rows() => ForAny(schedule =>
    {
        var again = Schedule.Of(schedule.Terms);
        Assert.Equal(schedule.Rows, again.Rows);
        Assert.Equal(schedule.Outlays, again.Outlays);
    });

    private static void ForAny(Action<Schedule> claim) => Holds.For(AnyTerms.Seeds, seed =>
    {
        if (Try(seed).Schedule is { } schedule) claim(schedule);
    }, 3_000);

    private static (Schedule? Schedule, Refusal? Refusal) Try(int seed)
    {
        try
        {
            return (Schedule.Of(AnyTerms.Possible(seed)), null);
        }
        catch (Refusal refusal)
        {
            return (null, refusal);
        }
    }

    private static Money Sum(Schedule schedule, Func<ScheduleRow, Money> part) => new(schedule.Rows.Sum(row => part(row).Minor), schedule.Terms.Currency);
}
