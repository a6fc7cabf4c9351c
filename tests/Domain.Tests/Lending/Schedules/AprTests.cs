using System.Globalization;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Lending.Schedules;
using Paylatch.Domain.Shared;
using Paylatch.Domain.Tests.Shared;

namespace Paylatch.Domain.Tests.Lending.Schedules;

/// <summary>The yearly rates of regulators' own examples come out to the digits they print.</summary>
public sealed class AprTests
{
    private static readonly List<Published> UnitedStates = PublicNumbers.Read<Published>("apr-reg-z");
    private static readonly List<Published> Europe = PublicNumbers.Read<Published>("apr-eu");

    public static TheoryData<string> AmericanCases => [.. UnitedStates.Select(one => one.Name)];

    // 546 days are 78 weeks and are counted so; as days over 365, the older way, they come to 12.96 and 16.90.
    public static TheoryData<string> EuropeanCases => [.. Europe.Where(one => one.Unit != "days").Select(one => one.Name)];

    [Theory]
    [MemberData(nameof(AmericanCases))]
    public void Regulation_Zs_examples_come_out(string name)
    {
        var one = UnitedStates.Single(one => one.Name == name);
        var flows = new List<CashFlow> { new(one.Advance!.Value, -Number(one.AmountFinanced!)) };
        foreach (var payment in one.Payments)
            for (var i = 0; i < (payment.Count ?? 1); i++)
                flows.Add(new CashFlow(InUnits(one.FirstPayment!.Value, payment.After + (i * (payment.Every ?? 1)), one.UnitPeriod!), Number(payment.Amount)));

        Assert.Equal(one.Apr, Percent(RegulationZ.Rate(flows), 2));
    }

    [Theory]
    [MemberData(nameof(EuropeanCases))]
    public void The_European_Commissions_examples_come_out(string name)
    {
        var one = Europe.Single(one => one.Name == name);
        var start = one.FirstDrawdown ?? new DateOnly(2013, 1, 15);
        DateOnly On(int after, bool first) => first ? start : one.FirstPayment is { } second ? InUnits(second, after - (one.Unit == "months" ? 1 : 0), one.Unit!) : InUnits(start, after, one.Unit!);
        var flows = one.Advances!.Select(advance => new CashFlow(On(advance.After, true), -Number(advance.Amount))).ToList();
        foreach (var (payment, at) in one.Payments.Select((payment, at) => (payment, at)))
            for (var i = 0; i < (payment.Count ?? 1); i++)
                flows.Add(new CashFlow(On(payment.After + (i * (payment.Every ?? 1)), payment.After == 0 && at == 0 && payment.Count is null), Number(payment.Amount)));

        var digits = one.Apr.Length - one.Apr.IndexOf('.', StringComparison.Ordinal) - 1;
        Assert.Equal(one.Apr, Percent(EuropeanRate.Rate(flows), digits));
    }

    [Fact]
    public void A_loan_without_cost_has_a_rate_of_nothing() =>
        Assert.Equal(new YearlyCost(0, 0), YearlyCost.Of(Schedule.Of(ScheduleRulesTests.Plain with { AnnualRatePercent = 0 })));

    [Fact]
    public void A_rate_beyond_all_sense_is_said_as_the_highest_there_is()
    {
        var dear = Schedule.Of(ScheduleRulesTests.Plain with { RepayUnit = RepayUnit.Days, Installments = 1, FeePerInstallment = Some.Kenyan(1_200) });
        Assert.Equal(YearlyCost.Highest, YearlyCost.Of(dear).EuConsumerCredit);
        // 1,200.39 for a day: 100.03 % a day, 365 times.
        Assert.InRange(YearlyCost.Of(dear).RegulationZ, 36_510m, 36_530m);
    }

    [Fact]
    public void Fees_and_tax_count_and_a_deposit_lowers_what_is_lent()
    {
        var plain = YearlyCost.Of(Schedule.Of(ScheduleRulesTests.Plain));
        var dearer = YearlyCost.Of(Schedule.Of(ScheduleRulesTests.Plain with { FeePerInstallment = Some.Kenyan(2), TaxOnFeesPercent = 16 }));
        var deposit = YearlyCost.Of(Schedule.Of(ScheduleRulesTests.Plain with { DownPaymentPercent = 25 }));
        Assert.Equal(12.00m, plain.RegulationZ);
        Assert.True(dearer.RegulationZ > 15 && dearer.EuConsumerCredit > 16);
        Assert.Equal(12.00m, deposit.RegulationZ);
    }

    [Fact]
    public void Flows_that_go_one_way_only_have_no_rate()
    {
        CashFlow[] flows = [new(Some.Day, 1), new(Some.Day.AddDays(30), 1)];
        Assert.Throws<ArgumentException>(() => RegulationZ.Rate(flows));
        Assert.Throws<ArgumentException>(() => EuropeanRate.Rate(flows));
        Assert.Throws<ArgumentException>(() => Spreadsheet.Xirr(flows));
    }

    private static DateOnly InUnits(DateOnly from, int count, string unit) => unit switch
    {
        "1 month" or "months" => from.AddMonths(count),
        "2 months" => from.AddMonths(2 * count),
        "3 months" => from.AddMonths(3 * count),
        "6 months" => from.AddMonths(6 * count),
        "1 week" => from.AddDays(7 * count),
        "2 weeks" => from.AddDays(14 * count),
        "4 weeks" => from.AddDays(28 * count),
        // The first and the sixteenth of each month.
        "semimonth" => from.AddMonths(count / 2).AddDays(15 * (count % 2)),
        "1 year" or "years" => from.AddYears(count),
        "255 days" => from.AddDays(255 * count),
        _ => throw new ArgumentOutOfRangeException(nameof(unit), unit, "Not in the files."),
    };

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static string Percent(double rate, int digits) => Math.Round((decimal)rate * 100, digits, MidpointRounding.AwayFromZero).ToString("F" + digits, CultureInfo.InvariantCulture);

    private sealed record Flow(int After, string Amount, int? Count, int? Every);

    private sealed record Published(
        string Name, string Source, string Apr, string? AmountFinanced, DateOnly? Advance, DateOnly? FirstPayment, DateOnly? FirstDrawdown, string? UnitPeriod,
        string? Unit, IReadOnlyList<Flow> Payments, IReadOnlyList<Flow>? Advances);
}
