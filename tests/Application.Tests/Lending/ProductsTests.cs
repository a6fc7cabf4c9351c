using Paylatch.Application.Compliance;
using Paylatch.Application.Identity;
using Paylatch.Application.Lending;
using Paylatch.Application.Shared;
using Paylatch.Domain.Compliance;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Lending.Products;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Tests.Lending;

public sealed class ProductsTests
{
    private static readonly ProductTerms Weekly = new()
    {
        Template = new()
        {
            InterestMethod = "flat", AnnualRatePercent = 30, Installments = 12, RepayUnit = "weeks", DaysInYear = "365", FeePerInstallment = "25",
            TaxOnFeesPercent = 16, NonWorkingDays = "next", Weekend = ["sunday"], InstallmentMultipleOf = "10",
        },
        LeastInstallments = 8,
        MostInstallments = 26,
        LeastDepositPercent = 20,
        GraceDays = 4,
        ExamplePrice = "20000",
    };

    // Penalties first, then principal: nothing like the usual order.
    private static readonly LoanPolicy Policy = new(
        new AllocationOrder([.. Enum.GetValues<PaymentBucket>().Reverse()], AllocationDirection.Vertical), AdvanceHandling.LastInstallment,
        new PenaltyPolicy(PenaltyKind.PercentPerDay, percent: 0.5m, graceDays: 2));

    [Fact]
    public async Task What_is_previewed_by_a_product_is_booked_and_replayed_and_kept_with_its_whole_contract()
    {
        var shop = await Shop.Open();
        await using var portal = shop.Portal;
        var product = await Made(shop);
        var offer = new ProductOffer(product, 1, 18_000, 4_000, 10);

        var preview = (await shop.Run(Role.Agent, (PreviewSchedule u) => u.Handle(offer, default))).Value;
        var loan = await Sold(shop, offer);

        var booked = (await shop.Run(Role.System, (Look u) => u.Handle(loan))).Value;
        Assert.Equal(preview.Rows.Select(PlannedRow.Of), booked.Planned);
        Assert.Equal(booked.Rows, booked.Again);
        Assert.Equal((product, 1), (booked.Product, booked.Version));
        Assert.Equal((Policy.Allocation.Buckets[0], AllocationDirection.Vertical, AdvanceHandling.LastInstallment), (booked.Policy.Allocation.Buckets[0], booked.Policy.Allocation.Direction, booked.Policy.InAdvance));
        Assert.Equal((0.5m, 2, 100m), (booked.Policy.Penalty.Percent, booked.Policy.Penalty.GraceDays, booked.Policy.Penalty.LegalMaxPercentOfPrincipal));
        Assert.Equal(4, await shop.Read<int>("select grace_days from {s}.loans where id = $1", loan.Value));
        Assert.Equal("25", await shop.Read<string>("select round((contract #>> '{terms,feePerInstallment,minor}')::numeric / 100)::text from {s}.loans where id = $1", loan.Value));
        Assert.Equal((10, 250_00L), (preview.Rows.Count, preview.Fees.Minor));
    }

    [Fact]
    public async Task A_change_makes_a_new_version_and_loans_keep_theirs()
    {
        var shop = await Shop.Open();
        await using var portal = shop.Portal;
        var product = await Made(shop);
        var first = await Sold(shop, new ProductOffer(product, 1, 18_000, 4_000));

        Assert.Equal(2, (await Change(shop, product, 1, Weekly with { GraceDays = 9 })).Value);
        var second = await Sold(shop, new ProductOffer(product, 2, 18_000, 4_000));
        var late = await shop.Run(Role.Agent, (PreviewSchedule u) => u.Handle(new ProductOffer(product, 1, 18_000, 4_000), default));

        Assert.Equal("lending.product_changed_meanwhile", late.Refusal?.Code);
        Assert.Equal("1/4 2/9", await shop.Read<string>("select string_agg(product_version || '/' || grace_days, ' ' order by number) from {s}.loans"));
        Assert.Equal("1/4 2/9", await shop.Read<string>("select string_agg(version || '/' || (terms ->> 'graceDays'), ' ' order by version) from {s}.loan_product_versions"));
        Assert.NotEqual(first, second);
    }

    [Fact]
    public async Task Of_two_people_who_change_the_same_version_at_once_one_is_refused()
    {
        var shop = await Shop.Open();
        await using var portal = shop.Portal;
        var product = await Made(shop);

        var both = await Task.WhenAll(Enumerable.Range(1, 6).Select(n => Change(shop, product, 1, Weekly with { GraceDays = n })));

        Assert.Single(both, change => change.Done);
        Assert.All(both.Where(change => !change.Done), change => Assert.Equal("lending.product_changed_meanwhile", change.Refusal?.Code));
        Assert.Equal(2L, await shop.Read<long>("select count(*) from {s}.loan_product_versions"));
        Assert.Equal("ProductChanged:1 ProductCreated:1", await shop.Events("ProductCreated", "ProductChanged"));
    }

    [Fact]
    public async Task An_archived_product_is_not_sold_nor_offered_and_one_that_was_sold_is_answered_again()
    {
        var shop = await Shop.Open();
        await using var portal = shop.Portal;
        var product = await Made(shop);
        var (customer, device, other) = (await shop.NewCustomer(), await shop.NewDevice(), await shop.NewDevice());
        var offer = new ProductOffer(product, 1, 18_000, 4_000);
        var sold = await Book(shop, customer.Id, device, offer, "sold-before-the-end");

        Assert.Equal(ProductState.Archived, (await shop.Run(Role.MerchantAdmin, (ArchiveProduct u) => u.Handle(new(product), default))).Value);
        var again = await Book(shop, customer.Id, device, offer, "sold-before-the-end");
        var late = await Book(shop, customer.Id, other, offer, "sold-after-the-end");

        Assert.True(again.Value.Again);
        Assert.Equal(sold.Value.Loan, again.Value.Loan);
        Assert.Equal("lending.product_archived", late.Refusal?.Code);
        Assert.Empty((await shop.Run(Role.Agent, (StartSale u) => u.Handle(default))).Value.Products);
        Assert.Equal("lending.booking_key_reused", (await Book(shop, customer.Id, device, offer with { Price = 18_001 }, "sold-before-the-end")).Refusal?.Code);
        await shop.Run(Role.MerchantAdmin, (ArchiveProduct u) => u.Handle(new(product, Back: true), default));
        Assert.True((await Book(shop, customer.Id, other, offer, "sold-after-the-end")).Done);
    }

    [Theory]
    [InlineData(7, null, 4_000, "lending.installments_not_of_product", "installments")]
    [InlineData(27, null, 4_000, "lending.installments_not_of_product", "installments")]
    [InlineData(null, 31, 4_000, "lending.rate_not_of_product", "annualRatePercent")]
    [InlineData(null, null, 3_599, "lending.deposit_below_product", "deposit")]
    [InlineData(null, null, 18_000, "lending.deposit_not_below_price", "deposit")]
    public async Task What_a_product_does_not_leave_open_is_refused_at_its_field(int? installments, int? rate, int deposit, string code, string field)
    {
        var shop = await Shop.Open();
        await using var portal = shop.Portal;
        var product = await Made(shop);

        var refused = await Book(shop, (await shop.NewCustomer()).Id, await shop.NewDevice(), new ProductOffer(product, 1, 18_000, deposit, installments, rate), "a-sale-too-far");

        Assert.Equal((code, field), (refused.Refusal?.Code, refused.Refusal?.Field));
        Assert.Equal(0L, await shop.Read<long>("select count(*) from {s}.loans"));
    }

    [Fact]
    public async Task The_law_is_named_in_the_editor_and_holds_for_what_was_made_before_it()
    {
        var shop = await Shop.Open();
        await using var portal = shop.Portal;
        var product = await Made(shop);
        await shop.Run(Role.MerchantAdmin, (EnterLimits u) => u.Handle(new LegalLimits(25, 0.1m, 12, 6), default));

        async Task<string?> Refused(ProductTerms terms, LoanPolicy policy) =>
            (await shop.Run(Role.MerchantAdmin, (CreateProduct u) => u.Handle(new("Another", null, terms, policy), default))).Refusal is { } no ? $"{no.Code} {no.Field}" : null;
        var lawful = Weekly with { Template = Weekly.Template with { AnnualRatePercent = 25 }, GraceDays = 6 };

        Assert.Equal("compliance.rate_above_limit annualRatePercent", await Refused(Weekly, LoanPolicy.Default));
        Assert.Equal("compliance.rate_above_limit mostRatePercent", await Refused(lawful with { MostRatePercent = 26 }, LoanPolicy.Default));
        Assert.Equal("compliance.grace_below_limit graceDays", await Refused(lawful with { GraceDays = 5 }, LoanPolicy.Default));
        Assert.Equal("compliance.penalty_above_limit penaltyPercent", await Refused(lawful, Policy));
        Assert.Null(await Refused(lawful, LoanPolicy.Default));
        var old = await Book(shop, (await shop.NewCustomer()).Id, await shop.NewDevice(), new ProductOffer(product, 1, 18_000, 4_000), "older-than-the-law");
        var plain = await Book(shop, (await shop.NewCustomer()).Id, await shop.NewDevice(), Shop.Plan(grace: 5), "a-plan-of-its-own");
        Assert.Equal(("compliance.rate_above_limit", "compliance.grace_below_limit"), (old.Refusal?.Code, plain.Refusal?.Code));
        Assert.Equal(12m, (await shop.Run(Role.MerchantAdmin, (ShowLimits u) => u.Handle(default))).Value.MostPenaltyPercentOfPrincipal);
    }

    [Fact]
    public async Task Where_the_law_sets_no_limit_none_is_read_back_and_an_agent_enters_none()
    {
        var shop = await Shop.Open();
        await using var portal = shop.Portal;
        var none = new LegalLimits(null, null, null, 2);

        await shop.Run(Role.MerchantAdmin, (EnterLimits u) => u.Handle(none, default));

        Assert.Equal(none, (await shop.Run(Role.MerchantAdmin, (ShowLimits u) => u.Handle(default))).Value);
        Assert.Equal("compliance.limit_invalid", (await shop.Run(Role.MerchantAdmin, (EnterLimits u) => u.Handle(none with { LeastGraceDays = 91 }, default))).Refusal?.Code);
        Assert.Equal("identity.not_allowed", (await shop.Run(Role.Agent, (EnterLimits u) => u.Handle(LegalLimits.Usual, default))).Refusal?.Code);
        Assert.Equal("LendingLimitsEntered:1", await shop.Events("LendingLimitsEntered"));
    }

    [Fact]
    public async Task Products_are_made_by_administrators_and_seen_by_all_who_sell()
    {
        var shop = await Shop.Open();
        await using var portal = shop.Portal;
        var product = await Made(shop);

        var content = new ProductContent("Mine", null, Weekly, Policy);
        Assert.Equal("identity.not_allowed", (await shop.Run(Role.Agent, (CreateProduct u) => u.Handle(content, default))).Refusal?.Code);
        var seen = Assert.Single((await shop.Run(Role.Agent, (ListProducts u) => u.Handle(default))).Value);
        Assert.Equal((product, "Phone weekly", 1), (seen.Id, seen.Name, seen.Version));
        Assert.Equal(Weekly with { Template = seen.Terms.Template }, seen.Terms);
        Assert.Equal("lending.product_not_found", (await shop.Run(Role.Agent, (ShowProduct u) => u.Handle(new(Guid.NewGuid()), default))).Refusal?.Code);
        var tried = (await shop.Run(Role.MerchantAdmin, (PreviewProduct u) => u.Handle(content with { Name = "" }, default))).Value;
        Assert.Equal((12, 4_000_00L), (tried.Rows.Count, tried.Deposit.Minor));
    }

    private static async Task<ProductId> Made(Shop shop) =>
        (await shop.Run(Role.MerchantAdmin, (CreateProduct u) => u.Handle(new("Phone weekly", "12 weeks", Weekly, Policy), default))).Value;

    private static Task<Outcome<int>> Change(Shop shop, ProductId product, int version, ProductTerms terms) =>
        shop.Run(Role.MerchantAdmin, (ChangeProduct u) => u.Handle(new(product, version, new("Phone weekly", null, terms, Policy)), default));

    private static Task<Outcome<BookLoan.Booked>> Book(Shop shop, CustomerId customer, DeviceId device, Offer offer, string key) =>
        shop.Run(Role.Agent, (BookLoan u) => u.Handle(new(customer, device, offer, key), default));

    private static async Task<LoanId> Sold(Shop shop, Offer offer) =>
        (await Book(shop, (await shop.NewCustomer()).Id, await shop.NewDevice(), offer, Guid.NewGuid().ToString())).Value.Loan;

    /// <summary>What a loan was booked with, and its rows before and after replaying it.</summary>
    public sealed record Looked(
        IReadOnlyList<PlannedRow> Planned, IReadOnlyList<(int, long, long)> Rows, IReadOnlyList<(int, long, long)> Again, LoanPolicy Policy, ProductId? Product, int? Version);

    /// <summary>Reads a loan with its history and replays it.</summary>
    [Allow(Permission.System)]
    public sealed class Look(ILendingDb db, Application.Tenancy.TenantClock clock)
    {
        public async Task<Looked> Handle(LoanId id)
        {
            var loan = (await db.LockLoanWithHistory(id, default))!;
            var (planned, rows) = (loan.Transactions[0].Data!.Rows!, Rows(loan));
            loan.Replay(clock.Today);
            return new(planned, rows, Rows(loan), loan.Policy, loan.ProductId, loan.ProductVersion);
        }

        private static List<(int, long, long)> Rows(Loan loan) => [.. loan.Installments.OrderBy(i => i.Number).Select(i => (i.Number, i.TotalMinor, i.PaidMinor))];
    }
}
