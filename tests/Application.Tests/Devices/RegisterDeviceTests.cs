using Paylatch.Application.Devices;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Domain.Devices;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Tests.Devices;

public sealed class RegisterDeviceTests
{
    [Fact]
    public async Task A_device_entered_twice_before_it_is_sold_is_one_device_with_the_later_model()
    {
        await using var fleet = await Fleet.Open();
        var imei = Fleet.NewImei();

        var first = await Register(fleet, imei, "Nokia C3");
        var second = await Register(fleet, imei, "Nokia C32");

        Assert.Equal(first.Value, second.Value);
        Assert.Equal("Nokia C32", (await fleet.Show(first.Value)).Row.Model);
    }

    [Fact]
    public async Task An_imei_that_secures_a_loan_is_taken_even_before_the_device_has_heard_of_its_loan()
    {
        await using var fleet = await Fleet.Open();
        var phone = await fleet.Entered();
        await fleet.Shop.Book((await fleet.Shop.NewCustomer()).Id, phone.Id, Lending.Shop.Plan());

        var before = await Register(fleet, phone.Imei);
        await fleet.Drain();
        var after = await Register(fleet, phone.Imei);

        Assert.Equal(("devices.imei_taken", RefusalKind.Conflict), (before.Refusal?.Code, before.Refusal!.Kind));
        Assert.Equal("devices.imei_taken", after.Refusal?.Code);
    }

    [Fact]
    public async Task Twenty_sellers_with_one_imei_make_one_device()
    {
        await using var fleet = await Fleet.Open();
        var imei = Fleet.NewImei();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Register(fleet, imei)));

        Assert.Single(outcomes.Select(o => o.Value).Distinct());
    }

    [Theory]
    [InlineData("356938035643808", "devices.imei_invalid")]
    [InlineData("3569380356438090", "devices.imei_is_imeisv")]
    [InlineData("000000000000000", "devices.imei_invalid")]
    [InlineData(null, "devices.imei_required")]
    public async Task A_wrong_imei_is_refused_and_nothing_is_entered(string? imei, string code)
    {
        await using var fleet = await Fleet.Open();

        var outcome = await Register(fleet, imei);

        Assert.Equal(code, outcome.Refusal?.Code);
        Assert.Equal(0, await fleet.Shop.Read<long>("select count(*) from {s}.devices"));
    }

    [Fact]
    public async Task The_same_serial_number_in_another_case_is_the_same_device()
    {
        await using var fleet = await Fleet.Open();

        var first = await fleet.Shop.Run(Role.Agent, (RegisterDevice u) => u.Handle(new(DeviceKind.Tv, "Hisense 43A4", null, "tv-00812"), default));
        var second = await fleet.Shop.Run(Role.Agent, (RegisterDevice u) => u.Handle(new(DeviceKind.Tv, "Hisense 43A4", null, "TV-00812"), default));

        Assert.Equal(first.Value, second.Value);
    }

    private static Task<Outcome<DeviceId>> Register(Fleet fleet, string? imei, string model = "Nokia C32") =>
        fleet.Shop.Run(Role.Agent, (RegisterDevice u) => u.Handle(new(DeviceKind.Phone, model, imei, null), default));

    [Fact]
    public async Task Work_goes_on_over_a_migration_that_adds_a_column_to_what_is_prepared()
    {
        await using var fleet = await Fleet.Open();
        var phone = await fleet.InUse();
        for (var i = 0; i < 5; i++) _ = (await fleet.Unlock(phone.Id)).Value;

        await fleet.Shop.Owner("alter table {s}.devices add column later integer");

        for (var i = 0; i < 5; i++) _ = (await fleet.Unlock(phone.Id)).Value;
        Assert.Equal(1, await fleet.LiveOrders(phone.Id));
    }
}
