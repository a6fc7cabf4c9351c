using Paylatch.Application.Identity;
using Paylatch.Application.Lending;
using Paylatch.Application.Shared;
using Paylatch.Application.Tests.Devices;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Tests.Lending;

/// <summary>A device comes back, is valued and sold: what each step posts, what the customer still owes or gets, where the device goes.</summary>
public sealed class DeviceReturnTests : IAsyncLifetime
{
    private Fleet _fleet = null!;

    private Shop Shop => _fleet.Shop;

    public async ValueTask InitializeAsync() => _fleet = await Fleet.Open();

    public ValueTask DisposeAsync() => _fleet.DisposeAsync();

    // value, price, rest given up → lines of the valuation, of the sale, still owed, credit
    [Theory]
    [InlineData(1_000, 800, false, "1300 100000, 1200 -100000", "5000 20000, 1000 80000, 1300 -100000", 200_000, 0)]
    [InlineData(1_000, 1_500, false, "1300 100000, 1200 -100000", "1000 150000, 1200 -50000, 1300 -100000", 150_000, 0)]
    [InlineData(1_000, 1_500, true, "1300 100000, 1200 -100000", "1000 150000, 4400 -50000, 1300 -100000", 150_000, 0)]
    [InlineData(4_000, 3_700, false, "1300 300000, 1200 -300000", "1000 370000, 2100 -70000, 1300 -300000", 0, 70_000)]
    [InlineData(2_500, 3_700, false, "1300 250000, 1200 -250000", "1000 370000, 1200 -50000, 2100 -70000, 1300 -250000", 0, 70_000)]
    public async Task A_device_that_came_back_settles_what_is_owed(
        int value, int price, bool chargeOff, string valued, string sold, long owed, long credit)
    {
        var loan = await Shop.Sell();
        Done(await Act((RecordReturn u) => u.Handle(new(loan, "Scratched", true), default)));
        Done(await Act((ValueReturn u) => u.Handle(new(loan, $"{value}", chargeOff, "Nothing more to get"), default)));
        Assert.Equal(valued, await Shop.LastLines("device_returned"));
        Done(await Act((SellReturned u) => u.Handle(new(loan, $"{price}"), default)));
        Assert.Equal(sold, await Shop.LastLines("device_returned"));

        var shown = (await Shop.Run(Role.Agent, (ShowLoanClass u) => u.Handle(loan, default))).Value;
        Assert.Equal((owed, credit, ReturnStep.Sold), (shown.Owed.Minor, shown.Returned!.Surplus!.Value.Minor, shown.Returned.Step));
        Assert.Equal(owed == 0 ? LoanState.PaidOff : LoanState.Active, shown.State);
        Assert.Equal((0L, -credit), (await Shop.Balance("1300"), await Shop.Balance("2100")));
        Assert.Equal(chargeOff ? 0 : owed, await Shop.Balance("1200"));
        Assert.Empty(await Shop.Proof());
        var row = Assert.Single((await Shop.Run(Role.Agent, (ListReturns u) => u.Handle(new(ReturnStep.Sold), default))).Value.Rows);
        Assert.Equal((loan, owed), (row.Loan, row.Owed.Minor));
    }

    [Theory]
    [InlineData(ReturnSort.Received)]
    [InlineData(ReturnSort.Value)]
    [InlineData(ReturnSort.Price)]
    [InlineData(ReturnSort.Owed)]
    public async Task The_list_is_paged_whatever_it_is_sorted_by_without_gap_or_repetition(ReturnSort sort)
    {
        foreach (var value in new[] { 700, 900, 0, 900, 800 })
        {
            var loan = await Shop.Sell();
            Done(await Act((RecordReturn u) => u.Handle(new(loan, "Scratched", true), default)));
            if (value > 0) Done(await Act((ValueReturn u) => u.Handle(new(loan, $"{value}", false, null), default)));
            if (value == 800) Done(await Act((SellReturned u) => u.Handle(new(loan, "850"), default)));
            Shop.Days(1);
        }

        var (down, up) = (await Read(false), await Read(true));

        Assert.Equal(5, down.Distinct().Count());
        Assert.Equal(down.AsEnumerable().Reverse(), up);
        if (sort == ReturnSort.Value) Assert.Equal(["PL-000004", "PL-000002", "PL-000005", "PL-000001", "PL-000003"], down);
        if (sort == ReturnSort.Received) Assert.Equal("PL-000005", down[0]);

        async Task<List<string>> Read(bool smallestFirst)
        {
            var (seen, query) = (new List<string>(), new ListReturns.Query(Limit: 2, Sort: sort, SmallestFirst: smallestFirst));
            do
            {
                var page = (await Shop.Run(Role.Agent, (ListReturns u) => u.Handle(query, default))).Value;
                seen.AddRange(page.Rows.Select(row => row.Number));
                query = query with { After = page.Next };
            }
            while (query.After is not null);

            return seen;
        }
    }

    [Fact]
    public async Task A_device_in_stock_is_sold_and_enrolled_again_and_the_first_loan_concerns_it_no_more()
    {
        var phone = await _fleet.InUse();
        Assert.Null((await _fleet.Lock(phone.Id)).Refusal);
        Done(await Act((RecordReturn u) => u.Handle(new(phone.Loan, "As new", true), default)));
        await _fleet.Drain();
        Assert.Equal("awaiting_enrolment", await Shop.Read<string>("select state from {s}.devices where id = $1 and loan_id is null", phone.Id.Value));
        Assert.Equal(0, await _fleet.LiveOrders(phone.Id));

        var buyer = await Shop.NewCustomer("Baraka Otieno");
        var second = (await Shop.Book(buyer.Id, phone.Id, Shop.Plan())).Value.Loan;
        await _fleet.Drain();
        await phone.Enrol();
        Assert.Null((await phone.Session()).Refusal);
        Assert.Null((await phone.Beat()).Refusal);
        Shop.Days(32);
        await Shop.Pay(second, 1_000);
        Shop.Days(3);
        await Shop.CatchUp();
        await _fleet.Drain();

        // The first loan is long past its grace; the second is paid in time and the phone is its customer's.
        Assert.Equal("grace_ended", await Shop.Read<string>("select standing from {s}.loans where id = $1", phone.Loan.Value));
        Assert.Equal((second, "active"), (new(await Shop.Read<Guid>("select loan_id from {s}.devices where id = $1", phone.Id.Value)), await Shop.Read<string>("select state from {s}.devices where id = $1", phone.Id.Value)));
        Assert.Equal("DeviceRestocked:1 OrderFailed:1", await Shop.Events("DeviceRestocked", "OrderFailed", "GraceEnded"));
        await Shop.Pay(phone.Loan, 3_000);
        await _fleet.Drain();
        Assert.Equal("active", await Shop.Read<string>("select state from {s}.devices where id = $1", phone.Id.Value));
    }

    [Fact]
    public async Task A_device_that_is_only_taken_back_is_released()
    {
        var phone = await _fleet.InUse();
        Done(await Act((RecordReturn u) => u.Handle(new(phone.Loan, "Broken screen", false), default)));
        await _fleet.Drain();
        Assert.Equal("released", await Shop.Read<string>("select state from {s}.devices where id = $1", phone.Id.Value));
    }

    [Fact]
    public async Task Each_step_is_done_once_and_in_order()
    {
        var loan = await Shop.Sell();
        await Refused("lending.not_returned", (ValueReturn u) => u.Handle(new(loan, "100"), default));
        await Refused("lending.not_returned", (SellReturned u) => u.Handle(new(loan, "100"), default));
        await Refused("lending.condition_invalid", (RecordReturn u) => u.Handle(new(loan, "x", true), default));
        Done(await Act((RecordReturn u) => u.Handle(new(loan, "Scratched", true), default)));
        await Refused("lending.returned_already", (RecordReturn u) => u.Handle(new(loan, "Scratched", true), default));
        await Refused("lending.not_valued", (SellReturned u) => u.Handle(new(loan, "100"), default));
        await Refused("lending.value_invalid", (ValueReturn u) => u.Handle(new(loan, "-1"), default));
        await Refused("lending.value_invalid", (ValueReturn u) => u.Handle(new(loan, "1000000001"), default));
        await Refused("lending.reason_needed", (ValueReturn u) => u.Handle(new(loan, "100", true), default));
        Done(await Act((ValueReturn u) => u.Handle(new(loan, "100"), default)));
        await Refused("lending.valued_already", (ValueReturn u) => u.Handle(new(loan, "100"), default));
        Done(await Act((SellReturned u) => u.Handle(new(loan, "90"), default)));
        await Refused("lending.sold_already", (SellReturned u) => u.Handle(new(loan, "90"), default));
        Assert.Equal("DeviceReturned:1 DeviceValued:1 ReturnedDeviceSold:1", await Shop.Events("DeviceReturned", "DeviceValued", "ReturnedDeviceSold"));

        var paid = await Shop.Sell();
        await Shop.Pay(paid, 3_000);
        await Refused("lending.paid_off_already", (RecordReturn u) => u.Handle(new(paid, "Scratched", true), default));
    }

    private static void Done<T>(Outcome<T> outcome) => Assert.Null(outcome.Refusal);

    private Task<Outcome<T>> Act<TUse, T>(Func<TUse, Task<T>> use)
        where TUse : notnull => Shop.Run(Role.MerchantAdmin, use);

    private async Task Refused<TUse, T>(string code, Func<TUse, Task<T>> use)
        where TUse : notnull => Assert.Equal(code, (await Act(use)).Refusal?.Code);
}
