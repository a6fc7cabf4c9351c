using Paylatch.Application.Lending;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Lending.Products;
using Paylatch.Domain.Shared;
using Paylatch.Web.Lending;

namespace Paylatch.Web.Tests.Lending;

/// <summary>The editor's fields and the product they give.</summary>
public sealed class ProductFormTests
{
    private static readonly Currency Kes = Currency.Of("KES");

    [Fact]
    public void A_new_form_gives_a_product_that_works_as_it_stands()
    {
        var content = new ProductForm(null).Read(Kes)!;

        content.Terms.Require(Kes, new DateOnly(2026, 1, 31));
        Assert.Equal(12, content.Terms.Template.Installments);
    }

    [Fact]
    public async Task What_is_saved_is_what_the_form_shows_again()
    {
        var form = new ProductForm(null);
        foreach (var (field, text) in new Dictionary<string, string>
                 {
                     ["name"] = "Everything", ["amortization"] = "balloon", ["balloonPercent"] = "30", ["leastInstallments"] = "6", ["mostInstallments"] = "24",
                     ["leastRatePercent"] = "12.5", ["mostRatePercent"] = "30", ["installmentMultipleOf"] = "10", ["rounding"] = "halfUp", ["monthEnd"] = "clamp",
                     ["nonWorkingDays"] = "next", ["holidays"] = "2027-01-01\n2027-12-25", ["feePerInstallment"] = "12.50", ["taxOnFeesPercent"] = "16",
                     ["taxOnInterestPercent"] = "1", ["allocationDirection"] = "vertical", ["inAdvance"] = "reamortize", ["penaltyKind"] = "flatPerDay",
                     ["penaltyScope"] = "perLoan", ["penaltyAmount"] = "15.25", ["penaltyGraceDays"] = "2", ["penaltyMaxCount"] = "9",
                     ["penaltyMaxAmount"] = "900", ["penaltyMaxPercent"] = "10", ["payoffInterest"] = "full", ["graceOnPrincipal"] = "1",
                     ["furtherDisbursements"] = "true",
                 })
            form[field] = text;
        await form.Toggle(form.Weekend, DayOfWeek.Sunday);
        await form.Toggle(form.Months, 7);
        await form.Move(3, -3);
        await form.Move(11, 1);
        await form.Move(0, 1);

        var content = form.Read(Kes)!;
        var shown = new ProductForm(Row(content));

        Assert.Null(form.Refusal);
        Assert.Equal(1_525, content.Policy.Penalty.AmountMinor);
        var again = shown.Read(Kes)!;
        Assert.Equal(content.Policy.Allocation.Buckets, again.Policy.Allocation.Buckets);
        Assert.Equal(content.Policy.Penalty, again.Policy.Penalty);
        Assert.Equal(Written(content), Written(again));
        Assert.False(shown.Changed);
    }

    [Theory]
    [InlineData("installments", "twelve")]
    [InlineData("installments", "1.5")]
    [InlineData("annualRatePercent", "2,4oo")]
    [InlineData("penaltyAmount", "x")]
    [InlineData("holidays", "2027-13-01")]
    public void What_cannot_be_read_is_said_at_its_field_and_nothing_is_guessed(string field, string text)
    {
        var form = new ProductForm(null) { [field] = text };

        Assert.Null(form.Read(Kes));
        Assert.True(form.IsUnreadable(field));
    }

    [Fact]
    public void What_belongs_to_another_choice_stays_typed_and_is_left_out()
    {
        var form = new ProductForm(null) { ["amortization"] = "perDay", ["dayPrice"] = "50" };

        var content = form.Read(Kes)!;

        Assert.Equal((null, "none", "50"), (content.Terms.Template.Installments, content.Terms.Template.InterestMethod, content.Terms.Template.DayPrice));
        content.Terms.Require(Kes, new DateOnly(2026, 1, 31));
        form["amortization"] = "equalInstallments";
        Assert.Equal((12, null), (form.Read(Kes)!.Terms.Template.Installments, form.Read(Kes)!.Terms.Template.DayPrice));
    }

    [Fact]
    public void A_penalty_that_is_none_is_refused_at_its_field()
    {
        var form = new ProductForm(null) { ["penaltyKind"] = "percent" };

        Assert.Null(form.Read(Kes));
        Assert.Equal("lending.penalty_invalid", form.RefusedAt("penaltyPercent")?.Code);
    }

    [Fact]
    public void What_the_example_refuses_stands_at_the_example()
    {
        var form = new ProductForm(null) { Refusal = LendingRefusals.PriceNotPositive() };

        Assert.NotNull(form.RefusedAt("examplePrice"));
        form.Refusal = LendingRefusals.ProductNameInvalid();
        Assert.Null(form.RefusedAt("name"));
        form.Tried = true;
        Assert.NotNull(form.RefusedAt("name"));
    }

    private static string Written(ProductContent content) => System.Text.Json.JsonSerializer.Serialize(content.Terms, Infrastructure.Persistence.Json.Stored);

    private static ProductRow Row(ProductContent content) => new(
        new ProductId(Guid.CreateVersion7()), content.Name!, content.Description!, ProductState.Active, 1, Kes, content.Terms, content.Policy, default);
}
