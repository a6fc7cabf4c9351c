using Paylatch.Domain.Lending;
using Paylatch.Domain.Lending.Schedules;
using Paylatch.Domain.Shared;
using Paylatch.Domain.Tests.Shared;

namespace Paylatch.Domain.Tests.Lending.Schedules;

/// <summary>Terms that cannot be are refused with the field to mend, one by one.</summary>
public sealed class TermsCheckTests
{
    private static readonly ScheduleTerms Plain = ScheduleRulesTests.Plain;
    private static readonly DateOnly Start = Plain.StartsOn;

    private static readonly ScheduleTerms ByDay = Plain with
    {
        InterestMethod = InterestMethod.None, AnnualRatePercent = 0, Installments = null, Amortization = Amortization.PerDay, DayPrice = Some.Kenyan(10),
    };

    private static readonly ScheduleTerms ByAmount = Plain with { Amortization = Amortization.FixedAmount, InstallmentAmount = Some.Kenyan(100), Installments = null };

    public static TheoryData<string, string, ScheduleTerms> Impossible => new()
    {
        { "lending.term_out_of_range", "disbursements", Plain with { Disbursements = [] } },
        { "lending.term_out_of_range", "disbursements", Plain with { Disbursements = [.. Enumerable.Range(0, 51).Select(_ => Plain.Disbursements[0])] } },
        { "lending.term_not_allowed", "disbursements", Plain with { Disbursements = [Lent(0, Start)] } },
        { "money.currency_mismatch", "currency", Plain with { Disbursements = [Lent(100, Start), new(Start, new Money(1, Currency.Of("USD")))] } },
        { "lending.dates_invalid", "disbursements", Plain with { Disbursements = [Lent(100, Start), Lent(100, Start.AddDays(-1))] } },
        { "lending.dates_invalid", "disbursements", Plain with { Disbursements = [Lent(100, Start), Lent(100, new DateOnly(2027, 1, 31))] } },
        { "lending.disbursed_on_out_of_range", "disbursementDate", Plain with { Disbursements = [Lent(100, new DateOnly(2201, 1, 1))] } },
        { "lending.term_out_of_range", "principal", Plain with { Disbursements = [Lent(1_000_000_000_000, Start), Lent(0.01m, Start)] } },
        { "money.currency_mismatch", "currency", Plain with { FeePerInstallment = new Money(1, Currency.Of("USD")) } },
        { "lending.term_not_allowed", "feePerInstallment", Plain with { FeePerInstallment = Some.Kenyan(0) } },
        { "lending.interest_method_unknown", "interestMethod", Plain with { InterestMethod = (InterestMethod)9 } },
        { "lending.repay_unit_unknown", "repayUnit", Plain with { RepayUnit = (RepayUnit)9 } },
        { "lending.term_not_allowed", "amortization", Plain with { Amortization = (Amortization)9 } },
        { "lending.term_not_allowed", "interestCalculation", Plain with { InterestCalculation = (InterestCalculation)9 } },
        { "lending.term_not_allowed", "daysInYear", Plain with { DaysInYear = (DaysInYear)9 } },
        { "lending.term_not_allowed", "daysInMonth", Plain with { DaysInMonth = (DaysInMonth)9 } },
        { "lending.term_not_allowed", "monthEnd", Plain with { MonthEnd = (MonthEndRule)9 } },
        { "lending.term_not_allowed", "nonWorkingDays", Plain with { NonWorkingDays = (NonWorkingDayRule)9 } },
        { "lending.term_not_allowed", "rounding", Plain with { Rounding = (AmountRounding)9 } },
        { "lending.rate_out_of_range", "annualRatePercent", Plain with { AnnualRatePercent = 999.1m } },
        { "lending.rate_too_fine", "annualRatePercent", Plain with { AnnualRatePercent = 1.0000001m } },
        { "lending.rate_without_interest", "annualRatePercent", Plain with { InterestMethod = InterestMethod.None } },
        { "lending.term_out_of_range", "downPaymentPercent", Plain with { DownPaymentPercent = 100 } },
        { "lending.term_not_allowed", "downPaymentPercent", Plain with { DownPaymentPercent = 60, InstallmentMultipleOf = Some.Kenyan(1_200) } },
        { "lending.term_out_of_range", "interestPauses", Plain with { InterestPauses = [.. Enumerable.Range(0, 51).Select(i => new InterestPause(Start.AddDays(i), Start.AddDays(i)))] } },
        { "lending.dates_invalid", "interestPauses", Plain with { InterestPauses = [new(Start, Start.AddDays(9)), new(Start.AddDays(9), Start.AddDays(20))] } },
        { "lending.dates_invalid", "interestPauses", Plain with { InterestPauses = [new(DateOnly.MinValue, Start)] } },
        { "lending.repay_every_out_of_range", "repayEvery", Plain with { RepayUnit = RepayUnit.Years, RepayEvery = 11 } },
        { "lending.first_due_out_of_range", "firstDueDate", Plain with { FirstDueOn = Start } },
        { "lending.term_not_allowed", "seasonMonths", Plain with { SeasonMonths = [1], RepayUnit = RepayUnit.Years } },
        { "lending.term_not_allowed", "weekend", Plain with { Weekend = Enum.GetValues<DayOfWeek>() } },
        { "lending.term_out_of_range", "holidays", Plain with { Holidays = [.. Enumerable.Range(0, 1_001).Select(Start.AddDays)] } },
        { "lending.term_needed", "balloonAmount", Plain with { Amortization = Amortization.Balloon } },
        { "lending.term_needed", "installmentAmount", Plain with { Amortization = Amortization.FixedAmount } },
        { "lending.term_needed", "dayPrice", Plain with { Amortization = Amortization.PerDay } },
        { "lending.term_not_allowed", "dayPrice", Plain with { DayPrice = Some.Kenyan(1) } },
        { "lending.term_needed", "installments", Plain with { Installments = null } },
        { "lending.term_not_allowed", "interestMethod", ByAmount with { InterestMethod = InterestMethod.Flat } },
        { "lending.term_not_allowed", "annualRatePercent", ByDay with { InterestMethod = InterestMethod.Declining, AnnualRatePercent = 1 } },
        { "lending.term_not_allowed", "installments", ByDay with { Installments = 3 } },
        { "lending.term_not_allowed", "disbursements", ByDay with { Disbursements = [Lent(600, Start), Lent(600, Start)] } },
        { "lending.term_not_allowed", "graceOnPrincipal", ByDay with { GraceOnPrincipal = 1 } },
        { "lending.term_not_allowed", "installmentMultipleOf", ByDay with { InstallmentMultipleOf = Some.Kenyan(1) } },
        { "lending.installments_out_of_range", "installments", ByDay with { RepayUnit = RepayUnit.Days, DayPrice = Some.Kenyan(1) } },
        { "lending.term_too_long", "installments", ByDay with { DayPrice = Some.Kenyan(0.01m) } },
        { "lending.term_out_of_range", "graceOnInterestPayment", Plain with { GraceOnInterestPayment = 12 } },
        { "lending.term_out_of_range", "graceOnPrincipal", ByAmount with { GraceOnPrincipal = 521 } },
        { "lending.term_out_of_range", "interestFreePeriods", Plain with { InterestFreePeriods = -1 } },
        { "lending.term_out_of_range", "taxOnInterestPercent", Plain with { TaxOnInterestPercent = 100.1m } },
    };

    [Theory]
    [MemberData(nameof(Impossible), DisableDiscoveryEnumeration = true)]
    public void Impossible_terms_are_refused_with_the_field_to_mend(string code, string field, ScheduleTerms terms) =>
        Refused.At(code, field, () => Schedule.Of(terms));

    [Fact]
    public void What_the_impossible_ones_are_made_of_is_possible() => Assert.All([Plain, ByDay, ByAmount], terms => Assert.NotEmpty(Schedule.Of(terms).Rows));

    [Fact]
    public void Terms_at_their_limits_are_agreed()
    {
        Assert.Equal(520, Schedule.Of(Plain with { Disbursements = [Lent(120_000, Start)], Installments = 520, RepayUnit = RepayUnit.Weeks }).Rows.Count);
        Assert.Equal(50, Schedule.Of(Plain with { Installments = 50, RepayUnit = RepayUnit.Years }).Rows.Count);
        Assert.Equal(1_000_000_000_000, Schedule.Of(Plain with { Disbursements = [Lent(1_000_000_000_000, Start)] }).Rows.Sum(row => row.Principal.Amount));
        Assert.Equal(520, Schedule.Of(ByDay with { Disbursements = [Lent(520, Start)], RepayUnit = RepayUnit.Days, DayPrice = Some.Kenyan(1) }).Rows.Count);
    }

    private static Disbursement Lent(decimal amount, DateOnly on) => new(on, Some.Kenyan(amount));
}
