using Paylatch.Domain.Lending;
using Paylatch.Domain.Shared;
using Paylatch.Domain.Tests.Shared;

namespace Paylatch.Domain.Tests.Lending;

public sealed class LoanTermsTests
{
    public static TheoryData<string, string, Action> Impossible => new()
    {
        { "lending.price_not_positive", "price", () => Some.Terms(price: 0) },
        { "lending.price_not_positive", "price", () => Some.Terms(price: -5) },
        { "lending.price_too_high", "price", () => Some.Terms(price: 1_000_000_000_000.01m) },
        { "lending.deposit_negative", "deposit", () => Some.Terms(deposit: -0.01m) },
        { "lending.deposit_not_below_price", "deposit", () => Some.Terms(deposit: 1200) },
        { "lending.interest_method_unknown", "interestMethod", () => Some.Terms(method: (InterestMethod)9) },
        { "lending.rate_out_of_range", "annualRatePercent", () => Some.Terms(method: InterestMethod.Flat, rate: -1) },
        { "lending.rate_out_of_range", "annualRatePercent", () => Some.Terms(method: InterestMethod.Flat, rate: 999.1m) },
        { "lending.rate_too_fine", "annualRatePercent", () => Some.Terms(method: InterestMethod.Flat, rate: 1.0000001m) },
        { "lending.rate_without_interest", "annualRatePercent", () => Some.Terms(method: InterestMethod.None, rate: 12) },
        { "lending.installments_out_of_range", "installments", () => Some.Terms(installments: 0) },
        { "lending.installments_out_of_range", "installments", () => Some.Terms(installments: 521) },
        { "lending.installments_too_small", "installments", () => Some.Terms(price: 0.11m, installments: 12) },
        { "lending.repay_unit_unknown", "repayUnit", () => Some.Terms(unit: (RepayUnit)9) },
        { "lending.repay_every_out_of_range", "repayEvery", () => Some.Terms(every: 0) },
        { "lending.repay_every_out_of_range", "repayEvery", () => Some.Terms(every: 13) },
        { "lending.repay_every_out_of_range", "repayEvery", () => Some.Terms(every: 53, unit: RepayUnit.Weeks) },
        { "lending.repay_every_out_of_range", "repayEvery", () => Some.Terms(every: 367, unit: RepayUnit.Days) },
        { "lending.grace_out_of_range", "graceDays", () => Some.Terms(grace: -1) },
        { "lending.grace_out_of_range", "graceDays", () => Some.Terms(grace: 91) },
        { "lending.disbursed_on_out_of_range", "disbursementDate", () => Some.Terms(from: new DateOnly(1999, 12, 31)) },
        { "lending.first_due_out_of_range", "firstDueDate", () => Some.Terms(first: Some.Day) },
        { "lending.first_due_out_of_range", "firstDueDate", () => Some.Terms(first: Some.Day.AddYears(1).AddDays(1)) },
        { "lending.term_too_long", "installments", () => Some.Terms(installments: 51, every: 12) },
    };

    [Theory]
    [MemberData(nameof(Impossible), DisableDiscoveryEnumeration = true)]
    public void Impossible_terms_are_refused_with_the_field_to_mend(string code, string field, Action agree) =>
        Refused.At(code, field, agree);

    [Fact]
    public void A_deposit_in_another_currency_is_refused() => Refused.At("lending.deposit_currency", "deposit", () => _ =
        new LoanTerms(Some.Kenyan(100), new Money(1, Currency.Of("USD")), 1, 1, RepayUnit.Months, InterestMethod.None, 0, 0, Some.Day));

    [Fact]
    public void Terms_at_their_limits_are_agreed()
    {
        Assert.Equal(120, Some.Terms(installments: 120).Schedule.Rows.Count);
        Assert.Equal(520, Some.Terms(installments: 520, unit: RepayUnit.Days).Schedule.Rows.Count);
        Assert.Equal(0, Some.Terms(grace: 0).GraceDays);
        Assert.Equal(90, Some.Terms(grace: 90).GraceDays);
        Assert.Equal(999, Some.Terms(method: InterestMethod.Flat, rate: 999).Terms.AnnualRatePercent);
        Assert.Equal(1, Some.Terms(deposit: 1199.99m, installments: 1).Principal.Minor);
    }

    [Fact]
    public void The_principal_is_the_price_less_the_deposit() =>
        Assert.Equal(Some.Kenyan(900), Some.Terms(price: 1200, deposit: 300).Principal);

    [Theory]
    [InlineData(RepayUnit.Months, 1, 12, 0.01)]
    [InlineData(RepayUnit.Months, 3, 12, 0.03)]
    [InlineData(RepayUnit.Weeks, 1, 36.5, 0.007)]
    [InlineData(RepayUnit.Days, 10, 36.5, 0.01)]
    public void A_period_bears_its_part_of_the_year(RepayUnit unit, int every, decimal rate, decimal expected) =>
        Assert.Equal(Some.Kenyan(1200 * expected), Some.Terms(installments: 1, unit: unit, every: every, method: InterestMethod.Flat, rate: rate).Schedule.Interest);

    [Fact]
    public void A_plan_of_the_31st_rolls_to_the_end_of_short_months_and_back()
    {
        var terms = Some.Terms(installments: 4);
        Assert.Equal(
            [new DateOnly(2026, 2, 28), new DateOnly(2026, 3, 31), new DateOnly(2026, 4, 30), new DateOnly(2026, 5, 31)],
            terms.Schedule.Rows.Select(row => row.Due));
    }

    [Fact]
    public void A_leap_year_has_its_29th_of_February() =>
        Assert.Equal(new DateOnly(2028, 2, 29), Some.Terms(from: new DateOnly(2028, 1, 31)).Schedule.Rows[0].Due);

    [Fact]
    public void A_first_due_date_becomes_the_anchor()
    {
        var terms = Some.Terms(installments: 3, first: new DateOnly(2026, 3, 30));
        Assert.Equal(
            [new DateOnly(2026, 3, 30), new DateOnly(2026, 4, 30), new DateOnly(2026, 5, 30)],
            terms.Schedule.Rows.Select(row => row.Due));
    }

    [Fact]
    public void Weeks_and_days_are_counted_from_the_start()
    {
        Assert.Equal(new DateOnly(2026, 2, 14), Some.Terms(unit: RepayUnit.Weeks, every: 1).Schedule.Rows[1].Due);
        Assert.Equal(new DateOnly(2026, 2, 20), Some.Terms(unit: RepayUnit.Days, every: 10).Schedule.Rows[1].Due);
    }
}
