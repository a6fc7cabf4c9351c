using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Compliance;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Compliance;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Lending.Products;
using Paylatch.Domain.Lending.Schedules;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Lending;

/// <summary>What a customer is offered: a plan of its own, or a product. Amounts are in major units of the tenant's currency.</summary>
/// <param name="Price">What the device costs.</param>
/// <param name="Deposit">What is paid at the counter.</param>
/// <param name="FirstDue">The first due date when it is not one period after today.</param>
public abstract record Offer(decimal Price, decimal Deposit, DateOnly? FirstDue)
{
    /// <summary>What is to be handed out later, on top of what is lent for the device, in the order of its days.</summary>
    public IReadOnlyList<Later> Further { get; init; } = [];

    /// <summary>Whether a loan was booked with the same to be handed out later.</summary>
    public bool IsFurtherOf(Loan loan) =>
        (loan.Contract.Terms?.Disbursements.Skip(1) ?? []).SequenceEqual(HandedOutLater(loan.Currency));

    /// <summary>What is to be handed out later, exactly.</summary>
    /// <exception cref="Refusal"><c>money.amount_invalid</c> with the field.</exception>
    protected IReadOnlyList<Disbursement> HandedOutLater(Currency currency) =>
        [.. Further.Select(one => new Disbursement(one.On, Exact(one.Amount, currency, "disbursements")))];

    /// <summary>An amount as it was given, to the minor unit.</summary>
    /// <exception cref="Refusal"><c>money.amount_invalid</c> with the field.</exception>
    protected static Money Exact(decimal amount, Currency currency, string field) =>
        Money.Parse(amount.ToString(CultureInfo.InvariantCulture), currency, field);
}

/// <summary>More that is to be handed out.</summary>
/// <param name="On">The day it is planned for.</param>
/// <param name="Amount">How much.</param>
public sealed record Later(DateOnly On, decimal Amount);

/// <summary>A plan as it is typed.</summary>
/// <param name="Price">What the device costs.</param>
/// <param name="Deposit">What is paid at the counter.</param>
/// <param name="Installments">How many installments.</param>
/// <param name="Every">Units between installments.</param>
/// <param name="Unit">Days, weeks, months or years.</param>
/// <param name="Method">How interest is reckoned.</param>
/// <param name="Rate">Percent a year.</param>
/// <param name="Grace">Days of grace.</param>
/// <param name="FirstDue">The first due date when it is not one period after today.</param>
public sealed record Plan(
    decimal Price, decimal Deposit, int Installments, int Every, RepayUnit Unit, InterestMethod Method, decimal Rate, int Grace,
    DateOnly? FirstDue = null) : Offer(Price, Deposit, FirstDue)
{
    /// <summary>The terms this plan gives when the device is handed over on a day.</summary>
    /// <exception cref="Refusal">A code naming the field to mend.</exception>
    public LoanTerms Agree(Currency currency, DateOnly on) => new(
        Exact(Price, currency, "price"), Exact(Deposit, currency, "deposit"), Installments, Every, Unit, Method, Rate, Grace, on, FirstDue,
        HandedOutLater(currency));
}

/// <summary>A product with what the seller may choose of it.</summary>
/// <param name="Product">The product.</param>
/// <param name="Version">The version that was looked at; another one is refused.</param>
/// <param name="Price">What the device costs.</param>
/// <param name="Deposit">What is paid at the counter.</param>
/// <param name="Installments">How many installments, within the product's range; its own number when left out.</param>
/// <param name="Rate">Percent a year, within the product's range; its own when left out.</param>
/// <param name="FirstDue">The first due date when it is not one period after today.</param>
public sealed record ProductOffer(
    ProductId Product, int Version, decimal Price, decimal Deposit, int? Installments = null, decimal? Rate = null, DateOnly? FirstDue = null)
    : Offer(Price, Deposit, FirstDue)
{
    /// <summary>The terms of this sale.</summary>
    /// <exception cref="Refusal">A code naming the field to mend.</exception>
    public LoanTerms Agree(ProductTerms product, Currency currency, DateOnly on) => product.Agree(
        Exact(Price, currency, "price"), Exact(Deposit, currency, "deposit"), Installments, Rate, on, FirstDue, HandedOutLater(currency));

    /// <summary>Whether a loan was booked on this offer. What was left to the product is the same by its version.</summary>
    public bool IsOf(Loan loan, Currency currency) =>
        loan.ProductId == Product && loan.ProductVersion == Version
        && loan.Price == Exact(Price, currency, "price") && loan.Deposit == Exact(Deposit, currency, "deposit")
        && (Installments is null || loan.InstallmentCount == Installments) && (Rate is null || loan.AnnualRatePercent == Rate)
        && loan.Contract.Terms?.FirstDueOn == FirstDue;
}

/// <summary>What an offer comes to: terms, policy, and the product it is by.</summary>
/// <param name="Terms">The terms.</param>
/// <param name="Policy">The policy, under the maximum the law sets.</param>
/// <param name="Product">The product, if there is one.</param>
/// <param name="Version">Its version.</param>
public sealed record Agreed(LoanTerms Terms, LoanPolicy Policy, ProductId? Product = null, int? Version = null);

/// <summary>Agrees offers, in the same way for a preview and for booking.</summary>
internal static class Offers
{
    /// <summary>What an offer comes to today.</summary>
    /// <exception cref="Refusal">A code naming the field to mend; <c>compliance.*</c> for what the law forbids.</exception>
    public static async Task<Agreed> Agree(this IProductsDb products, ILimitsDb limits, Offer offer, TenantInfo tenant, TenantClock clock, CancellationToken ct)
    {
        var agreed = offer is ProductOffer byProduct ? await ByProduct(products, byProduct, tenant, clock, ct)
            : new Agreed(((Plan)offer).Agree(tenant.Currency, clock.Today), LoanPolicy.Default);
        var law = await limits.InForce(ct);
        law.RequireRate(agreed.Terms.Terms.AnnualRatePercent, "annualRatePercent");
        law.RequireGrace(agreed.Terms.GraceDays);
        var penalty = agreed.Policy.Penalty;
        law.RequirePenalty(PerDay(penalty), null);
        return agreed with { Policy = agreed.Policy.Under(law.MostPenaltyPercentOfPrincipal) };
    }

    /// <summary>Requires a product within the law, naming the field of the product.</summary>
    /// <exception cref="Refusal"><c>compliance.*</c></exception>
    public static void Require(this LegalLimits law, ProductContent content)
    {
        law.RequireRate(content.Terms.Template.AnnualRatePercent ?? 0, "annualRatePercent");
        law.RequireRate(content.Terms.Rates.Most, "mostRatePercent");
        law.RequireGrace(content.Terms.GraceDays);
        law.RequirePenalty(PerDay(content.Policy.Penalty), content.Policy.Penalty.MaxPercentOfPrincipal);
    }

    private static decimal? PerDay(PenaltyPolicy penalty) => penalty.Kind == PenaltyKind.PercentPerDay ? penalty.Percent : null;

    private static async Task<Agreed> ByProduct(IProductsDb products, ProductOffer offer, TenantInfo tenant, TenantClock clock, CancellationToken ct)
    {
        var product = await products.Products.AsNoTracking().SingleOrDefaultAsync(known => known.Id == offer.Product, ct)
            ?? throw LendingRefusals.ProductNotFound();
        product.RequireOnSale(offer.Version);
        return new Agreed(offer.Agree(product.Terms, tenant.Currency, clock.Today), product.Policy, product.Id, product.Version);
    }
}
