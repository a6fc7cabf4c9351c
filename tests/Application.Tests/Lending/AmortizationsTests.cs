using Paylatch.Application.Identity;
using Paylatch.Application.Lending;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Lending.Products;
using Paylatch.Domain.Lending.Schedules;

namespace Paylatch.Application.Tests.Lending;

/// <summary>Every way of paying back is sold through a product, and booked as programs preview it.</summary>
public sealed class AmortizationsTests
{
    private const decimal Price = 30_000, Deposit = 6_000;

    [Fact]
    public Task Balloon_is_booked_as_it_is_previewed() => IsBookedAsPreviewed(
        new() { Amortization = "balloon", InterestMethod = "declining", AnnualRatePercent = 24, Installments = 10 }, balloonPercent: 30, balloon: "7200");

    [Fact]
    public Task Bullet_is_booked_as_it_is_previewed() => IsBookedAsPreviewed(
        new() { Amortization = "bullet", InterestMethod = "declining", AnnualRatePercent = 18, Installments = 6, DaysInYear = "360" });

    [Fact]
    public Task A_fixed_amount_is_booked_as_it_is_previewed() => IsBookedAsPreviewed(
        new() { Amortization = "fixedAmount", InterestMethod = "declining", AnnualRatePercent = 36, InstallmentAmount = "1450", RepayUnit = "weeks" });

    [Fact]
    public Task A_price_for_each_day_is_booked_as_it_is_previewed() => IsBookedAsPreviewed(
        new() { Amortization = "perDay", DayPrice = "70", RepayUnit = "days", RepayEvery = 7 });

    [Fact]
    public Task Equal_principal_is_booked_as_it_is_previewed() => IsBookedAsPreviewed(
        new() { Amortization = "equalPrincipal", InterestMethod = "declining", AnnualRatePercent = 30, Installments = 11, FeePerInstallment = "25", TaxOnFeesPercent = 16 });

    private static async Task IsBookedAsPreviewed(ProposedTerms template, decimal? balloonPercent = null, string? balloon = null)
    {
        var shop = await Shop.Open();
        await using var portal = shop.Portal;
        var terms = new ProductTerms { Template = template, BalloonPercent = balloonPercent, GraceDays = 3, ExamplePrice = "30000", LeastDepositPercent = 20 };
        var made = await shop.Run(Role.MerchantAdmin, (CreateProduct u) => u.Handle(new ProductContent("Phones", null, terms, LoanPolicy.Default), default));
        var asked = template with { Principal = "24000", BalloonAmount = balloon };
        var preview = (await shop.Run(Role.MerchantAdmin, (PreviewLoan u) => u.Handle(asked, default))).Value.Schedule;

        var offer = new ProductOffer(made.Value, 1, Price, Deposit);
        var (customer, device) = (await shop.NewCustomer(), await shop.NewDevice());
        var booked = await shop.Run(Role.Agent, (BookLoan u) => u.Handle(new(customer.Id, device, offer, "one-of-each-kind"), default));

        var loan = (await shop.Run(Role.System, (ProductsTests.Look u) => u.Handle(booked.Value.Loan))).Value;
        var shown = (await shop.Run(Role.Agent, (ShowLoan u) => u.Handle(booked.Value.Loan, default))).Value;
        Assert.True(preview.Rows.Count > 5);
        Assert.Equal(preview.Rows.Select(PlannedRow.Of), loan.Planned);
        Assert.Equal(loan.Rows, loan.Again);
        Assert.Equal(
            preview.Rows.Select(row => (row.Number, row.Due, row.Principal, row.Interest, row.Fees, row.Tax)),
            shown.Rows.Select(row => (row.Number, row.DueOn, row.Principal, row.Interest, row.Fees, row.Tax)));
        Assert.Equal("", await shop.Proof());
    }
}
