using Paylatch.Application.Lending;
using Paylatch.Domain.Lending;
using Paylatch.Web.Lending;
using Paylatch.Web.Shell;

namespace Paylatch.Web.Tests.Lending;

public sealed class TypedPlanTests
{
    private static readonly Plan Empty = new(0, 0, 12, 1, RepayUnit.Months, InterestMethod.None, 0, 3);

    [Theory]
    [InlineData("", "0")]
    [InlineData("  12 000.50 ", "12000.50")]
    [InlineData("١٢٠٠٫٥", "1200.5")]
    [InlineData("-3", "-3")]
    [InlineData("12.", "12")]
    [InlineData("12,000", null)]
    [InlineData("1e5", null)]
    [InlineData("ten", null)]
    [InlineData("12-", null)]
    public void A_number_is_read_as_people_type_it_or_not_at_all(string typed, string? read) =>
        Assert.Equal(read, TypedNumber.Of(typed)?.ToString(System.Globalization.CultureInfo.InvariantCulture));

    [Fact]
    public void What_cannot_be_read_gives_no_plan_and_stays_as_it_was_typed()
    {
        var typed = new TypedPlan(Empty) { [TypedPlan.Price] = "12000", [TypedPlan.Deposit] = "2,4oo" };

        Assert.Null(typed.Over(Empty));
        Assert.True(typed.IsUnreadable(TypedPlan.Deposit));
        Assert.False(typed.IsUnreadable(TypedPlan.Price));
        Assert.Equal("2,4oo", typed[TypedPlan.Deposit]);
    }

    [Fact]
    public void Half_an_installment_is_no_number_of_installments()
    {
        var typed = new TypedPlan(Empty) { [TypedPlan.Installments] = "4.5" };

        Assert.True(typed.IsUnreadable(TypedPlan.Installments));
        Assert.Null(typed.Over(Empty));
    }

    [Fact]
    public void A_rate_that_is_not_asked_for_is_not_read()
    {
        var typed = new TypedPlan(Empty) { [TypedPlan.Price] = "900", [TypedPlan.Rate] = "?" };

        Assert.Equal(Empty with { Price = 900 }, typed.Over(Empty));
        Assert.Null(typed.Over(Empty with { Method = InterestMethod.Flat }));
    }

    [Fact]
    public void A_sale_goes_on_where_its_draft_was_left_and_keeps_none_once_booked()
    {
        var start = new StartSale.Start(Domain.Shared.Currency.Of("KES"), new DateOnly(2026, 3, 2), "254", Empty, "key 2", []);
        var customer = new CustomerRow(new(Guid.CreateVersion7()), "Amina", "+254•••", "•••1234", 0);
        var draft = new SaleDraft("key 1", customer, new(Guid.CreateVersion7()), Domain.Devices.DeviceKind.Tv, "Hisense", "", "HS-1", Empty with { Price = 900 });
        var sale = new Sale(start);
        Assert.Null(sale.Draft);

        sale.Resume(draft);

        Assert.Equal((draft, Sale.Stage.Plan, "900"), (sale.Draft, sale.At, sale.Typed[TypedPlan.Price]));
        sale.Booked = true;
        Assert.Null(sale.Draft);
    }

    [Fact]
    public void A_sale_by_a_product_offers_what_the_product_leaves_open_and_keeps_the_prices_typed()
    {
        var (open, closed) = (Product(18), Product(null));
        var sale = new Sale(new StartSale.Start(Domain.Shared.Currency.Of("KES"), new DateOnly(2026, 3, 2), "254", Empty, "key 2", [open, closed]));
        sale.Typed[TypedPlan.Price] = "900";
        sale.Plan = sale.Typed.Over(sale.Plan)!;

        sale.Choose(open);
        Assert.Equal(new ProductOffer(open.Id, 3, 900, 0, 12), sale.Offer);
        Assert.Equal(("900", "12"), (sale.Typed[TypedPlan.Price], sale.Typed[TypedPlan.Installments]));
        sale.Choose(closed);
        Assert.Equal(new ProductOffer(closed.Id, 3, 900, 0), sale.Offer);
        sale.Choose(null);
        Assert.Equal(Empty with { Price = 900 }, sale.Offer);
    }

    [Fact]
    public void A_product_that_changed_is_taken_up_and_one_that_is_gone_leaves_a_plan_of_its_own()
    {
        var product = Product(18);
        var sale = new Sale(new StartSale.Start(Domain.Shared.Currency.Of("KES"), new DateOnly(2026, 3, 2), "254", Empty, "key 2", [product]));
        sale.Choose(product);

        sale.Take([product with { Version = 4 }]);
        Assert.Equal(4, ((ProductOffer)sale.Offer).Version);
        sale.Take([]);
        Assert.IsType<Plan>(sale.Offer);
    }

    private static ProductRow Product(int? most) => new(
        new(Guid.CreateVersion7()), "Laptop", "", Domain.Lending.Products.ProductState.Active, 3, Domain.Shared.Currency.Of("KES"),
        new() { Template = new() { Installments = 12, AnnualRatePercent = 24 }, MostInstallments = most }, LoanPolicy.Default, default);
}
