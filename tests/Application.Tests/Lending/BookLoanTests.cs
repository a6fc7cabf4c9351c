using Paylatch.Application.Identity;
using Paylatch.Application.Lending;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Tests.Lending;

public sealed class BookLoanTests
{
    [Fact]
    public async Task Booking_is_exact_and_posted_to_the_ledger()
    {
        var shop = await Shop.Open();
        await using var portal = shop.Portal;
        var (customer, device) = (await shop.NewCustomer(), await shop.NewDevice());
        var plan = Shop.Plan(installments: 7, price: 12_000.05m, deposit: 2_000) with { Method = InterestMethod.Declining, Rate = 37.5m };

        var booked = (await shop.Book(customer.Id, device, plan)).Value;

        var id = booked.Loan.Value;
        Assert.Equal("PL-000001", booked.Number);
        Assert.Equal(1_000_005L, await shop.Read<long>("select sum(principal_minor)::bigint from {s}.installments where loan_id = $1", id));
        Assert.Equal(booked.Total.Minor, await shop.Read<long>("select sum(principal_minor + interest_minor)::bigint from {s}.installments where loan_id = $1", id));
        Assert.Equal(7L, await shop.Read<long>("select count(*) from {s}.installments where loan_id = $1", id));
        Assert.Equal(0L, await shop.Read<long>("select sum(amount_minor)::bigint from {s}.ledger_entries"));
        Assert.Equal(1_000_005L, await shop.Balance("1200"));
        Assert.Equal(200_000L, await shop.Balance("1000"));
        Assert.Equal(-1_200_005L, await shop.Balance("4000"));
        Assert.Equal("LoanBooked:1 LockDateMoved:1", await shop.Events("LoanBooked", "LockDateMoved"));
    }

    [Fact]
    public async Task The_preview_is_what_is_booked()
    {
        var shop = await Shop.Open();
        await using var portal = shop.Portal;
        var plan = Shop.Plan(installments: 12, price: 999.99m, deposit: 0) with { Method = InterestMethod.Flat, Rate = 20 };

        var preview = (await shop.Run(Role.Agent, (PreviewSchedule u) => u.Handle(plan, default))).Value;
        var loan = await shop.Sell(plan);

        var shown = (await shop.Run(Role.Agent, (ShowLoan u) => u.Handle(loan, default))).Value;
        Assert.Equal(preview.Total, shown.Total);
        Assert.Equal(preview.Rows.Select(r => (r.Due, r.Total)), shown.Rows.Select(r => (r.DueOn, r.Total)));
        Assert.True(preview.YearlyCostPercent > 20);
    }

    [Fact]
    public async Task A_double_click_books_once()
    {
        var shop = await Shop.Open();
        await using var portal = shop.Portal;
        var (customer, device) = (await shop.NewCustomer(), await shop.NewDevice());

        var clicks = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => shop.Book(customer.Id, device, Shop.Plan(), "one-and-the-same")));

        Assert.Single(clicks.Select(c => c.Value.Loan).Distinct());
        Assert.Single(clicks, c => !c.Value.Again);
        Assert.Equal(1L, await shop.Read<long>("select count(*) from {s}.loans"));
        Assert.Equal(1L, await shop.Read<long>("select count(*) from {s}.ledger_transfers"));
    }

    [Fact]
    public async Task A_key_used_for_another_sale_is_refused()
    {
        var shop = await Shop.Open();
        await using var portal = shop.Portal;
        var (customer, first, second) = (await shop.NewCustomer(), await shop.NewDevice(), await shop.NewDevice());
        await shop.Book(customer.Id, first, Shop.Plan(), "one-and-the-same");

        var other = await shop.Book(customer.Id, second, Shop.Plan(), "one-and-the-same");

        Assert.Equal("lending.booking_key_reused", other.Refusal?.Code);
    }

    [Theory]
    [InlineData(12, 2, 3_500, 500)]
    [InlineData(3, 5, 3_500, 500)]
    [InlineData(3, 2, 3_600, 500)]
    [InlineData(3, 2, 3_500, 600)]
    public async Task A_key_used_for_another_plan_of_the_same_device_is_refused_and_the_first_loan_stays(int installments, int grace, decimal price, decimal deposit)
    {
        var shop = await Shop.Open();
        await using var portal = shop.Portal;
        var (customer, device) = (await shop.NewCustomer(), await shop.NewDevice());
        var first = (await shop.Book(customer.Id, device, Shop.Plan(), "one-and-the-same")).Value;
        shop.Days(1);

        var other = await shop.Book(customer.Id, device, Shop.Plan(installments, grace, price, deposit), "one-and-the-same");
        var again = await shop.Book(customer.Id, device, Shop.Plan(), "one-and-the-same");

        Assert.Equal("lending.booking_key_reused", other.Refusal?.Code);
        Assert.Equal((first.Loan, true), (again.Value.Loan, again.Value.Again));
    }

    [Fact]
    public async Task A_device_is_sold_once_also_to_many_at_the_same_moment()
    {
        var shop = await Shop.Open();
        await using var portal = shop.Portal;
        var device = await shop.NewDevice();
        var customers = new[] { await shop.NewCustomer(), await shop.NewCustomer(), await shop.NewCustomer(), await shop.NewCustomer() };

        var sales = await Task.WhenAll(customers.Select(c => shop.Book(c.Id, device, Shop.Plan())));

        Assert.Single(sales, s => s.Done);
        Assert.All(sales.Where(s => !s.Done), s => Assert.Equal(("lending.device_has_loan", "device"), (s.Refusal!.Code, s.Refusal.Field)));
        Assert.Equal(1L, await shop.Read<long>("select count(*) from {s}.loans"));
    }

    [Fact]
    public async Task Unknown_and_released_devices_and_unknown_customers_are_refused()
    {
        var shop = await Shop.Open();
        await using var portal = shop.Portal;
        var (customer, released) = (await shop.NewCustomer(), await shop.NewDevice("released"));

        Assert.Equal("lending.device_not_found", (await shop.Book(customer.Id, new DeviceId(Guid.NewGuid()), Shop.Plan())).Refusal?.Code);
        Assert.Equal("lending.device_released", (await shop.Book(customer.Id, released, Shop.Plan())).Refusal?.Code);
        Assert.Equal("lending.customer_not_found", (await shop.Book(new CustomerId(Guid.NewGuid()), released, Shop.Plan())).Refusal?.Code);
    }

    [Theory]
    [InlineData("price", "lending.price_not_positive", 0, 0, 3, 0)]
    [InlineData("deposit", "lending.deposit_not_below_price", 100, 100, 3, 0)]
    [InlineData("deposit", "money.amount_invalid", 100, 10.001, 3, 0)]
    [InlineData("installments", "lending.installments_out_of_range", 100, 0, 521, 0)]
    [InlineData("graceDays", "lending.grace_out_of_range", 100, 0, 3, 91)]
    public async Task Bad_terms_are_refused_with_their_field_and_change_nothing(
        string field, string code, decimal price, decimal deposit, int installments, int grace)
    {
        var shop = await Shop.Open();
        await using var portal = shop.Portal;
        var (customer, device) = (await shop.NewCustomer(), await shop.NewDevice());

        var refused = (await shop.Book(customer.Id, device, Shop.Plan(installments, grace, price, deposit))).Refusal;

        Assert.Equal((code, field), (refused?.Code, refused?.Field));
        Assert.Equal(0L, await shop.Read<long>("select count(*) from {s}.loans"));
        Assert.Equal(0L, await shop.Read<long>("select count(*) from {s}.bookings"));
        Assert.Equal(0L, await shop.Read<long>("select count(*) from {s}.ledger_transfers"));
    }

    [Fact]
    public async Task A_currency_without_minor_digits_takes_whole_amounts_only()
    {
        var shop = await Shop.Open("UGX");
        await using var portal = shop.Portal;

        var loan = await shop.Sell(Shop.Plan(installments: 3, price: 100_000, deposit: 0));
        var refused = await shop.Run(Role.Agent, (PreviewSchedule u) => u.Handle(Shop.Plan(price: 100.5m), default));

        Assert.Equal(100_000L, await shop.Read<long>("select total_minor from {s}.loans where id = $1", loan.Value));
        Assert.Equal(("money.amount_invalid", "price"), (refused.Refusal?.Code, refused.Refusal?.Field));
    }
}
