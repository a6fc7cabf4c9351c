using Paylatch.Application.Identity;
using Paylatch.Application.Ledger;
using Paylatch.Application.Lending;
using Paylatch.Application.Shared;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Lending.Products;
using Paylatch.Domain.Lending.Schedules;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Tests.Lending;

/// <summary>What is handed out later: agreed with the booking, owed and posted when it is given. Sold on 2 March.</summary>
public sealed class DisbursementsTests
{
    private static readonly DateOnly First = new(2026, 3, 20), Second = new(2026, 4, 25);

    private static readonly Plan Agreed =
        new(3_500, 500, 8, 1, RepayUnit.Months, InterestMethod.Declining, 36, 2) { Further = [new(First, 900), new(Second, 600.5m)] };

    [Fact]
    public async Task Given_on_the_days_agreed_the_rows_are_those_of_the_preview()
    {
        var shop = await Shop.Open();
        await using var portal = shop.Portal;
        var preview = (await shop.Run(Role.Agent, (PreviewSchedule u) => u.Handle(Agreed, default))).Value;
        var loan = await shop.Sell(Agreed);
        Assert.Equal(300_000L, await shop.Balance("1200"));
        Assert.Equal(300_000L, await Sum(shop, "principal_minor"));

        foreach (var (number, days) in new[] { (2, 18), (3, 36) })
        {
            for (var day = 0; day < days; day++)
            {
                shop.Days(1);
                await shop.CatchUp();
            }

            Assert.Equal(number == 2 ? "" : "1200 90000, 1000 -90000", await shop.LastLines("loan_disbursed") ?? "");
            Assert.True((await Give(shop, loan, number)).Done);
        }

        var shown = (await shop.Run(Role.Agent, (ShowLoan u) => u.Handle(loan, default))).Value;
        Assert.Equal(
            preview.Rows.Select(row => (row.Number, row.Due, row.Principal, row.Interest, row.Fees, row.Tax)),
            shown.Rows.Select(row => (row.Number, row.DueOn, row.Principal, row.Interest, row.Fees, row.Tax)));
        Assert.Equal((450_050L, 450_050L), (shown.Principal.Minor, await shop.Balance("1200")));
        Assert.Equal("1200 60050, 1000 -60050", await shop.LastLines("loan_disbursed"));
        Assert.Equal("DisbursementGiven:2", await shop.Events("DisbursementGiven"));
        Assert.Equal("", await shop.Proof());
    }

    // The close of a day earns interest by its own formula; the loan reckons it again from all that happened.
    [Fact]
    public async Task The_close_of_a_day_earns_what_the_loan_does_after_more_was_handed_out_within_a_period()
    {
        var shop = await Shop.Open();
        await using var portal = shop.Portal;
        var loan = await shop.Sell(Agreed);
        shop.Days(18);
        await shop.CatchUp();
        await Give(shop, loan, 2);
        for (var day = 0; day < 11; day++)
        {
            shop.Days(1);
            await shop.CatchUp();
            var earned = await shop.Read<long>("select accrued_minor from {s}.loans");
            Assert.Equal(earned, (await shop.Run(Role.System, (Accrue u) => u.Handle(loan))).Value);
        }

        Assert.Equal("", await shop.Proof());
    }

    [Fact]
    public async Task Pressing_twice_hands_out_once_and_the_key_is_for_nothing_else()
    {
        var shop = await Shop.Open();
        await using var portal = shop.Portal;
        var loan = await shop.Sell(Agreed);

        var clicks = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Give(shop, loan, 2, key: "one-and-the-same")));
        shop.Days(1);
        var again = await Give(shop, loan, 2, key: "one-and-the-same");
        var other = await Give(shop, loan, 3, key: "one-and-the-same");
        var cancelled = await Cancel(shop, loan, 3, "one-and-the-same");

        Assert.Single(clicks, click => !click.Value.Again);
        Assert.True(again.Value is { Again: true, Number: 2 });
        Assert.Equal(("lending.disbursement_key_reused", "lending.disbursement_key_reused"), (other.Refusal?.Code, cancelled.Refusal?.Code));
        Assert.Equal(390_000L, await shop.Balance("1200"));
        Assert.Equal(1L, await shop.Read<long>("select count(*) from {s}.ledger_transfers where kind = 'loan_disbursed'"));
    }

    [Fact]
    public async Task What_is_cancelled_is_never_owed_and_may_be_cancelled_twice_by_one_key()
    {
        var shop = await Shop.Open();
        await using var portal = shop.Portal;
        var loan = await shop.Sell(Agreed);

        Assert.False((await Cancel(shop, loan, 2, "cancel-it")).Value.Again);
        Assert.True((await Cancel(shop, loan, 2, "cancel-it")).Value.Again);
        Assert.Equal("lending.disbursement_not_next", (await Give(shop, loan, 2)).Refusal?.Code);
        Assert.Equal("lending.disbursement_not_awaited", (await Cancel(shop, loan, 2, "another")).Refusal?.Code);
        Assert.True((await Give(shop, loan, 3, "600.50")).Done);

        var shown = (await shop.Run(Role.Agent, (ShowLoan u) => u.Handle(loan, default))).Value;
        Assert.Equal([(2, DisbursementState.Cancelled), (3, DisbursementState.Given)], shown.Further.Select(one => (one.Number, one.State)));
        Assert.Equal("The school was paid otherwise", shown.Further[0].Reason);
        Assert.Equal(360_050L, await shop.Balance("1200"));
        Assert.Equal("DisbursementCancelled:1 DisbursementGiven:1", await shop.Events("DisbursementCancelled", "DisbursementGiven"));
    }

    [Fact]
    public async Task Recorded_late_it_counts_from_its_day_and_may_go_to_the_merchant()
    {
        var shop = await Shop.Open();
        await using var portal = shop.Portal;
        var (on_time, late) = (await shop.Sell(Agreed), await shop.Sell(Agreed));
        shop.Days(18);
        await shop.CatchUp();
        await Give(shop, on_time, 2);
        await shop.Pay(on_time, 100);
        shop.Days(30);
        await shop.CatchUp();

        Assert.True((await Give(shop, late, 2, on: First, to: TopUpTo.Sale)).Done);

        const string rows = "select string_agg(number || ' ' || principal_minor || ' ' || interest_minor || ' ' || earned_minor || ' ' || earned_by_then_minor, ', ' order by number) from {s}.installments where loan_id = $1";
        Assert.Equal(await shop.Read<string>(rows, on_time.Value), await shop.Read<string>(rows, late.Value));
        Assert.Equal(-790_000L, await shop.Balance("4000"));
        Assert.Equal("", await shop.Proof());
    }

    [Fact]
    public async Task What_cannot_be_handed_out_is_refused_and_changes_nothing()
    {
        var shop = await Shop.Open();
        await using var portal = shop.Portal;
        var loan = await shop.Sell(Agreed);
        shop.Days(40);
        await shop.Run(Role.MerchantAdmin, (ClosePeriod u) => u.Handle(new DateOnly(2026, 3, 31), default));
        var before = await Sum(shop, "total_minor");
        async Task<(string?, string?)> Refused(string? amount = "1", DateOnly? on = null, string? currency = null, int number = 2, LoanId? other = null, string? key = "some-key") =>
            (await shop.Run(Role.Agent, (GiveDisbursement u) => u.Handle(new(other ?? loan, number, key, amount, currency, on), default))).Refusal is { } no ? (no.Code, no.Field) : (null, null);

        Assert.Equal(("lending.disbursement_too_much", "amount"), await Refused("900.01"));
        Assert.Equal(("money.amount_invalid", "amount"), await Refused("0.001"));
        Assert.Equal(("lending.disbursement_not_positive", "amount"), await Refused("0"));
        Assert.Equal(("money.currency_mismatch", "currency"), await Refused(currency: "USD"));
        Assert.Equal(("lending.disbursement_in_future", "on"), await Refused(on: new(2026, 4, 12)));
        Assert.Equal(("ledger.period_closed", "date"), await Refused(on: new(2026, 3, 31)));
        Assert.Equal(("lending.disbursement_not_next", "number"), await Refused(number: 3));
        Assert.Equal(("lending.disbursement_not_awaited", "number"), await Refused(number: 9));
        Assert.Equal(("lending.disbursement_key_invalid", "key"), await Refused(key: ""));
        Assert.Equal(("lending.loan_not_found", null), await Refused(other: new(Guid.NewGuid())));
        Assert.Equal("identity.not_allowed", (await shop.Run(Role.Customer, (GiveDisbursement u) => u.Handle(new(loan, 2, "some-key"), default))).Refusal?.Code);
        Assert.Equal("identity.not_allowed", (await shop.Run(Role.Customer, (CancelDisbursement u) => u.Handle(new(loan, 2, "Because", "some-key"), default))).Refusal?.Code);
        Assert.Equal("lending.reason_needed", (await shop.Run(Role.Agent, (CancelDisbursement u) => u.Handle(new(loan, 2, " ", "some-key"), default))).Refusal?.Code);
        Assert.Equal(before, await Sum(shop, "total_minor"));
        Assert.Equal(0L, await shop.Read<long>("select count(*) from {s}.ledger_transfers where kind = 'loan_disbursed'"));

        await shop.Pay(loan, 10_000);
        Assert.Equal(("lending.disbursement_loan_closed", null), await Refused());
    }

    [Fact]
    public async Task A_product_says_whether_more_may_be_handed_out_later_and_a_key_is_for_one_agreement()
    {
        var shop = await Shop.Open();
        await using var portal = shop.Portal;
        var terms = new ProductTerms { Template = new() { Amortization = "equalPrincipal", AnnualRatePercent = 24, Installments = 10 }, GraceDays = 3, ExamplePrice = "20000" };
        async Task<ProductId> Made(ProductTerms of) =>
            (await shop.Run(Role.MerchantAdmin, (CreateProduct u) => u.Handle(new ProductContent("Solar", null, of, LoanPolicy.Default), default))).Value;
        var (closed, open) = (await Made(terms), await Made(terms with { FurtherDisbursements = true }));
        var (customer, device) = (await shop.NewCustomer(), await shop.NewDevice());
        Task<Outcome<BookLoan.Booked>> Book(ProductId product, params IReadOnlyList<Later> further) => shop.Run(Role.Agent, (BookLoan u) =>
            u.Handle(new(customer.Id, device, new ProductOffer(product, 1, 18_000, 4_000) { Further = further }, "one-sale-only"), default));

        var refused = await Book(closed, new Later(First, 500));
        Assert.Equal(("lending.further_not_of_product", "disbursements"), (refused.Refusal?.Code, refused.Refusal?.Field));
        Assert.Equal("money.amount_invalid", (await Book(open, new Later(First, 500.001m))).Refusal?.Code);
        Assert.Equal("lending.dates_invalid", (await Book(open, new Later(First, 500), new Later(First.AddDays(-1), 500))).Refusal?.Code);
        var booked = await Book(open, new Later(First, 500));
        Assert.Equal((1_400_000L, 1_400_000L), (await shop.Balance("1200"), await Sum(shop, "principal_minor")));
        Assert.True((await Book(open, new Later(First, 500))).Value.Again);
        Assert.Equal("lending.booking_key_reused", (await Book(open, new Later(First, 501))).Refusal?.Code);
        Assert.Equal("lending.booking_key_reused", (await Book(open)).Refusal?.Code);
        Assert.True((await Give(shop, booked.Value.Loan, 2)).Done);
        Assert.Equal(1_450_000L, await Sum(shop, "principal_minor"));
    }

    private static Task<Outcome<GiveDisbursement.Given>> Give(
        Shop shop, LoanId loan, int number, string? amount = null, DateOnly? on = null, TopUpTo to = TopUpTo.Cash, string? key = null) =>
        shop.Run(Role.Agent, (GiveDisbursement u) => u.Handle(new(loan, number, key ?? Guid.NewGuid().ToString(), amount, null, on, to), default));

    private static Task<Outcome<CancelDisbursement.Cancelled>> Cancel(Shop shop, LoanId loan, int number, string key) =>
        shop.Run(Role.Agent, (CancelDisbursement u) => u.Handle(new(loan, number, "The school was paid otherwise", key), default));

    private static Task<long> Sum(Shop shop, string column) => shop.Read<long>($"select sum({column})::bigint from {{s}}.installments");

    /// <summary>What a loan has earned, reckoned again from all that happened to it.</summary>
    [Allow(Permission.System)]
    public sealed class Accrue(ILendingDb db)
    {
        public async Task<long> Handle(LoanId id)
        {
            var loan = (await db.CopyLoan(id, default))!;
            loan.Replay(loan.CaughtUpOn);
            return loan.AccruedMinor;
        }
    }
}
