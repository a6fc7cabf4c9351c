using System.Globalization;
using Paylatch.Application.Lending;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Lending.Schedules;
using Paylatch.Domain.Shared;

namespace Paylatch.Web.Lending;

/// <content>What stands in the fields at first.</content>
public sealed partial class ProductForm
{
    /// <summary>The choices of each field that has some, in the order they are shown, by the names the terms are written with.</summary>
    public static readonly IReadOnlyDictionary<string, IReadOnlyList<string>> Choices = new Dictionary<string, IReadOnlyList<string>>
    {
        ["amortization"] = Names<Amortization>(),
        ["repayUnit"] = Names<RepayUnit>(),
        ["rounding"] = Names<AmountRounding>(),
        ["monthEnd"] = Names<MonthEndRule>(),
        ["nonWorkingDays"] = Names<NonWorkingDayRule>(),
        ["interestMethod"] = Names<InterestMethod>(),
        ["interestCalculation"] = Names<InterestCalculation>(),
        ["daysInYear"] = ["360", "364", "365", "actual"],
        ["daysInMonth"] = ["30", "actual"],
        ["allocationDirection"] = Names<AllocationDirection>(),
        ["inAdvance"] = Names<AdvanceHandling>(),
        ["penaltyKind"] = Names<PenaltyKind>(),
        ["penaltyScope"] = Names<PenaltyScope>(),
        ["penaltyOf"] = Names<PenaltyBase>(),
        ["payoffInterest"] = Names<PayoffInterest>(),
    };

    private static readonly HashSet<string> Numbers =
    [
        "examplePrice", "leastDepositPercent", "balloonPercent", "installmentAmount", "dayPrice", "installmentMultipleOf", "annualRatePercent",
        "leastRatePercent", "mostRatePercent", "feePerInstallment", "taxOnFeesPercent", "taxOnInterestPercent", "penaltyAmount", "penaltyPercent",
        "penaltyMaxAmount", "penaltyMaxPercent",
    ];

    private static readonly HashSet<string> Wholes =
    [
        "installments", "leastInstallments", "mostInstallments", "repayEvery", "graceOnPrincipal", "graceOnInterestPayment", "interestFreePeriods",
        "graceDays", "penaltyGraceDays", "penaltyMaxCount",
    ];

    /// <summary>All fields that say themselves what is wrong with them.</summary>
    public static IEnumerable<string> Fields => Choices.Keys.Concat(Numbers).Concat(Wholes).Concat(["name", "description", "holidays"]);

    // A plan that works as it stands, so that there is a schedule to look at from the start.
    private static Dictionary<string, string> New() => new()
    {
        ["examplePrice"] = "10000", ["amortization"] = "equalInstallments", ["installments"] = "12", ["repayEvery"] = "1", ["repayUnit"] = "months",
        ["leastDepositPercent"] = "20", ["rounding"] = "halfEven", ["monthEnd"] = "roll", ["nonWorkingDays"] = "keep",
        ["interestMethod"] = "declining", ["annualRatePercent"] = "24", ["interestCalculation"] = "perPeriod", ["daysInYear"] = "365",
        ["daysInMonth"] = "actual", ["allocationDirection"] = "horizontal", ["inAdvance"] = "nextInstallment", ["graceDays"] = "3",
        ["penaltyKind"] = "none", ["penaltyScope"] = "perInstallment", ["penaltyOf"] = "principalInterestAndFees", ["payoffInterest"] = "accruedToTheDay",
    };

    private static Dictionary<string, string> From(ProductRow product)
    {
        var (terms, template, policy, penalty) = (product.Terms, product.Terms.Template, product.Policy, product.Policy.Penalty);
        string Major(long? minor) => minor is null or 0 ? "" : new Money(minor.Value, product.Currency).Amount.ToString(CultureInfo.InvariantCulture);
        return new Dictionary<string, string>
        {
            ["name"] = product.Name, ["description"] = product.Description, ["examplePrice"] = terms.ExamplePrice ?? "",
            ["amortization"] = template.Amortization ?? "equalInstallments", ["installments"] = Text(template.Installments),
            ["leastInstallments"] = Text(terms.LeastInstallments), ["mostInstallments"] = Text(terms.MostInstallments),
            ["repayEvery"] = Text(template.RepayEvery ?? 1), ["repayUnit"] = template.RepayUnit ?? "months",
            ["leastDepositPercent"] = Text(terms.LeastDepositPercent), ["balloonPercent"] = Text(terms.BalloonPercent),
            ["furtherDisbursements"] = terms.FurtherDisbursements ? "true" : "",
            ["installmentAmount"] = template.InstallmentAmount ?? "", ["dayPrice"] = template.DayPrice ?? "",
            ["installmentMultipleOf"] = template.InstallmentMultipleOf ?? "", ["rounding"] = template.Rounding ?? "halfEven",
            ["graceOnPrincipal"] = Text(template.GraceOnPrincipal), ["monthEnd"] = template.MonthEnd ?? "roll",
            ["nonWorkingDays"] = template.NonWorkingDays ?? "keep",
            ["holidays"] = string.Join('\n', (template.Holidays ?? []).Select(date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))),
            ["interestMethod"] = template.InterestMethod ?? (template.AnnualRatePercent > 0 ? "declining" : "none"),
            ["annualRatePercent"] = Text(template.AnnualRatePercent), ["leastRatePercent"] = Text(terms.LeastRatePercent),
            ["mostRatePercent"] = Text(terms.MostRatePercent), ["interestCalculation"] = template.InterestCalculation ?? "daily",
            ["daysInYear"] = template.DaysInYear ?? "actual", ["daysInMonth"] = template.DaysInMonth ?? "actual",
            ["graceOnInterestPayment"] = Text(template.GraceOnInterestPayment), ["interestFreePeriods"] = Text(template.InterestFreePeriods),
            ["feePerInstallment"] = template.FeePerInstallment ?? "", ["taxOnFeesPercent"] = Text(template.TaxOnFeesPercent),
            ["taxOnInterestPercent"] = Text(template.TaxOnInterestPercent), ["allocationDirection"] = Camel(policy.Allocation.Direction),
            ["inAdvance"] = Camel(policy.InAdvance), ["graceDays"] = Text(terms.GraceDays), ["penaltyKind"] = Camel(penalty.Kind),
            ["penaltyScope"] = Camel(penalty.Scope), ["penaltyOf"] = Camel(penalty.Of), ["penaltyAmount"] = Major(penalty.AmountMinor),
            ["penaltyPercent"] = penalty.IsPercent ? Text(penalty.Percent) : "", ["penaltyGraceDays"] = Text(penalty.GraceDays),
            ["penaltyMaxCount"] = Text(penalty.MaxCount), ["penaltyMaxAmount"] = Major(penalty.MaxAmountMinor),
            ["penaltyMaxPercent"] = Text(penalty.MaxPercentOfPrincipal), ["payoffInterest"] = Camel(policy.PayoffInterest),
        };
    }

    private static string Text(IFormattable? number) => number?.ToString(null, CultureInfo.InvariantCulture) ?? "";

    private static List<string> Names<TWord>()
        where TWord : struct, Enum => [.. Enum.GetValues<TWord>().Select(Camel)];
}
