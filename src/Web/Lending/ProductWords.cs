using System.Globalization;
using Microsoft.Extensions.Localization;
using Paylatch.Application.Lending;
using Paylatch.Domain.Lending;

namespace Paylatch.Web.Lending;

/// <summary>A product in one line.</summary>
internal static class ProductWords
{
    /// <summary>Such as <c>Equal installments · 12, monthly · 24% a year, declining</c>.</summary>
    public static string InWords(this IStringLocalizer<LendingTexts> texts, ProductRow product)
    {
        var (terms, template) = (product.Terms, product.Terms.Template);
        var every = template.RepayEvery ?? 1;
        var cadence = texts[$"Every_{UnitOf(product)}_{(every == 1 ? "one" : "other")}", every].Value;
        var count = terms.Counts is ({ } least, { } most) ? (least == most ? Number(least) : $"{Number(least)}–{Number(most)}") + ", " : "";
        var rate = terms.Rates is (0, 0)
            ? texts["NoInterest"].Value
            : texts["ProductRate", terms.Rates.Least == terms.Rates.Most ? Number(terms.Rates.Least) : $"{Number(terms.Rates.Least)}–{Number(terms.Rates.Most)}"].Value;
        return $"{texts[$"Product_amortization_{template.Amortization ?? "equalInstallments"}"].Value} · {count}{cadence} · {rate}";
    }

    /// <summary>The unit in which installments repeat.</summary>
    public static RepayUnit UnitOf(ProductRow product) =>
        Enum.TryParse<RepayUnit>(product.Terms.Template.RepayUnit, true, out var unit) ? unit : RepayUnit.Months;

    /// <summary>A number without what says nothing.</summary>
    public static string Number(decimal number) => number.ToString("0.######", CultureInfo.InvariantCulture);
}
