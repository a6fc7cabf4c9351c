using Paylatch.Domain.Lending;
using Paylatch.Domain.Lending.Events;
using Paylatch.Domain.Lending.Products;
using Paylatch.Domain.Lending.Schedules;
using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Tests.Lending.Products;

public sealed class LoanProductTests
{
    private static readonly Currency Kes = Currency.Of("KES");
    private static readonly DateOnly Today = new(2026, 3, 31);
    private static readonly DateTimeOffset Now = new(2026, 3, 31, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_product_is_made_with_its_first_version_and_a_change_makes_the_next_one()
    {
        var product = Made(Laptop);

        product.Change(1, new("Laptop 12 months", null, Laptop with { GraceDays = 7 }, LoanPolicy.Default), Today, Now.AddDays(1));

        Assert.Equal((2, 7), (product.Version, product.Terms.GraceDays));
        Assert.Equal([(1, 3), (2, 7)], product.Versions.Select(version => (version.Version, version.Terms.GraceDays)));
        Assert.Equal([new ProductCreated(product.Id, 1), new ProductChanged(product.Id, 2)], product.Events);
    }

    [Fact]
    public void Whoever_changes_a_version_that_is_old_is_refused()
    {
        var product = Made(Laptop);
        product.Change(1, new("Laptop", null, Laptop, LoanPolicy.Default), Today, Now);

        var late = Assert.Throws<Refusal>(() => product.Change(1, new("Mine", null, Laptop, LoanPolicy.Default), Today, Now));

        Assert.Equal("lending.product_changed_meanwhile", late.Code);
        Assert.Equal("Laptop", product.Name);
    }

    [Fact]
    public void An_archived_product_is_neither_changed_nor_sold_until_it_is_back()
    {
        var product = Made(Laptop);
        product.Archive();
        product.Archive();

        Assert.Equal("lending.product_archived", Assert.Throws<Refusal>(() => product.RequireOnSale(1)).Code);
        Assert.Equal("lending.product_archived", Assert.Throws<Refusal>(() => product.Change(1, new("X2", null, Laptop, LoanPolicy.Default), Today, Now)).Code);
        product.Reopen();
        product.RequireOnSale(1);
        Assert.Equal(3, product.Events.Count);
    }

    [Theory]
    [InlineData("", "name")]
    [InlineData("x", "name")]
    [InlineData("sixty-one characters are one too many for the name of a product", "name")]
    public void A_name_that_is_none_is_refused(string name, string field) =>
        Assert.Equal(field, Assert.Throws<Refusal>(() => Made(Laptop, name)).Field);

    public static TheoryData<string, string> Impossible() => new()
    {
        { "no example", "examplePrice" }, { "example of nothing", "examplePrice" }, { "example in words", "examplePrice" },
        { "principal named", "principal" }, { "first date named", "firstDueDate" }, { "down payment named", "downPaymentPercent" },
        { "unknown word", "amortization" }, { "no installments", "installments" }, { "balloon without percent", "balloonPercent" },
        { "percent without balloon", "balloonPercent" }, { "deposit of everything", "leastDepositPercent" }, { "lowest rate above", "leastRatePercent" },
        { "highest rate below", "mostRatePercent" }, { "fewest above", "leastInstallments" }, { "most below", "mostInstallments" },
        { "most too many for the example", "installments" }, { "day price missing", "dayPrice" }, { "grace too long", "graceDays" },
        { "multiple of nothing", "installmentMultipleOf" }, { "season of no month", "seasonMonths" }, { "rate without interest", "annualRatePercent" },
    };

    [Theory]
    [MemberData(nameof(Impossible))]
    public void A_product_whose_example_cannot_be_reckoned_is_refused_with_the_field(string what, string field)
    {
        var (terms, template) = (Laptop, Laptop.Template);
        var wrong = what switch
        {
            "no example" => terms with { ExamplePrice = null },
            "example of nothing" => terms with { ExamplePrice = "0" },
            "example in words" => terms with { ExamplePrice = "much" },
            "principal named" => terms with { Template = template with { Principal = "100" } },
            "first date named" => terms with { Template = template with { FirstDueDate = Today } },
            "down payment named" => terms with { Template = template with { DownPaymentPercent = 10 } },
            "unknown word" => terms with { Template = template with { Amortization = "some" } },
            "no installments" => terms with { Template = template with { Installments = null }, LeastInstallments = null, MostInstallments = null },
            "balloon without percent" => terms with { Template = template with { Amortization = "balloon" } },
            "percent without balloon" => terms with { BalloonPercent = 10 },
            "deposit of everything" => terms with { LeastDepositPercent = 100 },
            "lowest rate above" => terms with { LeastRatePercent = 25 },
            "highest rate below" => terms with { MostRatePercent = 23 },
            "fewest above" => terms with { LeastInstallments = 13 },
            "most below" => terms with { MostInstallments = 11 },
            "most too many for the example" => terms with { ExamplePrice = "0.20", LeastDepositPercent = 0 },
            "day price missing" => terms with { Template = new() { Amortization = "perDay", RepayUnit = "weeks" }, LeastInstallments = null, MostInstallments = null, MostRatePercent = null },
            "grace too long" => terms with { GraceDays = 91 },
            "multiple of nothing" => terms with { Template = template with { InstallmentMultipleOf = "0" } },
            "season of no month" => terms with { Template = template with { SeasonMonths = [13] } },
            _ => terms with { Template = template with { InterestMethod = "none" } },
        };

        Assert.Equal(field, Assert.Throws<Refusal>(() => Made(wrong)).Field);
    }

    [Fact]
    public void A_sale_takes_the_products_own_terms_where_the_seller_chooses_nothing()
    {
        var agreed = Laptop.Agree(Of(60_000), Of(12_000), null, null, Today);

        var byHand = Schedule.Of((Laptop.Template with { Principal = "48000", DisbursementDate = Today }).Agree(Kes, Today));
        Assert.Equal(byHand.Rows, agreed.Schedule.Rows);
        Assert.Equal((3, 24m), (agreed.GraceDays, agreed.Terms.AnnualRatePercent));
    }

    [Theory]
    [InlineData(6, null, 12_000, null)]
    [InlineData(18, 30.0, 12_000, null)]
    [InlineData(5, null, 12_000, "lending.installments_not_of_product installments")]
    [InlineData(19, null, 12_000, "lending.installments_not_of_product installments")]
    [InlineData(null, 23.9, 12_000, "lending.rate_not_of_product annualRatePercent")]
    [InlineData(null, 30.1, 12_000, "lending.rate_not_of_product annualRatePercent")]
    [InlineData(null, null, 11_999, "lending.deposit_below_product deposit")]
    public void A_seller_stays_within_the_products_ranges(int? installments, double? rate, int deposit, string? refused)
    {
        LoanTerms Agree() => Laptop.Agree(Of(60_000), Of(deposit), installments, (decimal?)rate, Today);

        if (refused is null) Assert.Equal((installments, (decimal?)rate ?? 24), (Agree().Schedule.Rows.Count, Agree().Terms.AnnualRatePercent));
        else Assert.Equal(refused, Assert.Throws<Refusal>(Agree) is var no ? $"{no.Code} {no.Field}" : null);
    }

    [Fact]
    public void Where_nothing_is_open_another_number_is_refused_and_the_same_one_is_not()
    {
        var fixedOne = Laptop with { LeastInstallments = null, MostInstallments = null, MostRatePercent = null };

        Assert.Equal(12, fixedOne.Agree(Of(60_000), Of(12_000), 12, 24, Today).Schedule.Rows.Count);
        Assert.Throws<Refusal>(() => fixedOne.Agree(Of(60_000), Of(12_000), 13, null, Today));
        Assert.Throws<Refusal>(() => fixedOne.Agree(Of(60_000), Of(12_000), null, 25, Today));
    }

    [Fact]
    public void A_balloon_is_its_percentage_of_what_is_lent()
    {
        var balloon = Laptop with { Template = Laptop.Template with { Amortization = "balloon" }, BalloonPercent = 33.33m };

        var rows = Made(balloon).Terms.Agree(Of(60_000), Of(12_000), null, null, Today).Schedule.Rows;

        Assert.Equal(Of(48_000), new Money(rows.Sum(row => row.Principal.Minor), Kes));
        Assert.True(rows[^1].Principal >= Of(15_998), "48,000 × 33.33% and the last installment's own part");
    }

    [Fact]
    public void The_least_deposit_is_never_rounded_down() =>
        Assert.Equal(new Money(3_334, Kes), (Laptop with { LeastDepositPercent = 33.333m }).LeastDeposit(new Money(10_001, Kes)));

    private static ProductTerms Laptop { get; } = new()
    {
        Template = new() { InterestMethod = "declining", AnnualRatePercent = 24, Installments = 12, RepayUnit = "months", InterestCalculation = "perPeriod" },
        LeastInstallments = 6,
        MostInstallments = 18,
        MostRatePercent = 30,
        LeastDepositPercent = 20,
        GraceDays = 3,
        ExamplePrice = "60000",
    };

    private static LoanProduct Made(ProductTerms terms, string name = "Laptop") =>
        LoanProduct.Create(new ProductId(Guid.CreateVersion7()), Kes, new(name, null, terms, LoanPolicy.Default), Today, Now);

    private static Money Of(int major) => new(major * 100L, Kes);
}
