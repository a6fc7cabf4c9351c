using Paylatch.DeviceAgents.Protocol;
using Paylatch.Domain.Devices;

namespace Paylatch.Application.Tests.Devices;

public sealed class ReportResultTests
{
    [Fact]
    public async Task Each_step_of_an_order_is_shown_and_none_for_another()
    {
        await using var fleet = await Fleet.Open();
        var phone = await fleet.InUse();
        await fleet.Lock(phone.Id);
        Assert.True((await phone.Beat()).Pending);
        Assert.Equal(DevicePhase.Ordered, (await fleet.Show(phone.Id)).Row.Phase);

        var command = Assert.Single(await phone.Fetch());
        Assert.Equal(DevicePhase.Armed, (await fleet.Show(phone.Id)).Row.Phase);

        Assert.True(phone.Agent.Obey(command).Taken);
        var result = Assert.Single(phone.Agent.Results());
        _ = (await phone.Report(result)).Value;
        Assert.Equal(DevicePhase.Believed, (await fleet.Show(phone.Id)).Row.Phase);

        fleet.Portal.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.False((await phone.Beat()).Pending);
        Assert.Equal(DevicePhase.Confirmed, (await fleet.Show(phone.Id)).Row.Phase);
    }

    [Fact]
    public async Task A_result_told_twice_changes_nothing_the_second_time()
    {
        await using var fleet = await Fleet.Open();
        var phone = await fleet.InUse();
        await fleet.Lock(phone.Id);
        phone.Agent.Obey((await phone.Fetch()).Single());
        var result = phone.Agent.Results().Single();

        Assert.True((await phone.Report(result)).Done);
        Assert.True((await phone.Report(result)).Done);
        Assert.True((await phone.Report(result with { Outcome = ResultRequest.Refused, Code = "unsupported" })).Done);

        Assert.Equal("OrderBelieved:1", await fleet.Shop.Events("OrderBelieved", "OrderFailed"));
        Assert.Equal(OrderState.Done, (await fleet.Show(phone.Id)).Orders[0].State);
    }

    [Fact]
    public async Task An_order_is_answered_by_its_own_device_and_under_its_own_counter_only()
    {
        await using var fleet = await Fleet.Open();
        var (phone, other) = (await fleet.InUse(), await fleet.InUse());
        await fleet.Lock(phone.Id);
        var command = (await phone.Fetch()).Single();
        Assert.Equal("wrong_device", other.Agent.Obey(command).Refused);
        phone.Agent.Obey(command);
        var result = phone.Agent.Results().Single();

        Assert.Equal("devices.order_not_found", (await other.Report(result)).Refusal?.Code);
        Assert.Equal("devices.order_not_found", (await phone.Report(result with { Counter = 7 })).Refusal?.Code);
        Assert.Empty(await other.Fetch());
        Assert.Equal(OrderState.Armed, (await fleet.Show(phone.Id)).Orders[0].State);
    }

    [Fact]
    public async Task An_order_fetched_again_is_signed_anew_and_obeyed_once()
    {
        await using var fleet = await Fleet.Open();
        var phone = await fleet.InUse();
        await fleet.Lock(phone.Id);
        var first = (await phone.Fetch()).Single();
        fleet.Portal.Time.Advance(TimeSpan.FromMinutes(11));
        var second = (await phone.Fetch()).Single();

        Assert.NotEqual(first, second);
        Assert.Equal("expired", phone.Agent.Obey(first).Refused);
        Assert.True(phone.Agent.Obey(second).Taken);
        Assert.Equal("replayed", phone.Agent.Obey(second).Refused);
    }

    [Fact]
    public async Task A_refused_order_fails_with_the_devices_code_and_can_be_given_again()
    {
        await using var fleet = await Fleet.Open();
        var phone = await fleet.InUse();
        var order = (await fleet.Lock(phone.Id)).Value;
        await phone.Fetch();

        _ = (await phone.Report(new ResultRequest(order.Id.Value, 1, ResultRequest.Refused, StateNames.Active, fleet.Portal.Time.GetUtcNow(), "unsupported"))).Value;

        var shown = await fleet.Show(phone.Id);
        Assert.Equal((OrderState.Failed, "unsupported"), (shown.Orders[0].State, shown.Orders[0].ResultCode));
        Assert.Equal(DeviceState.Active, shown.Row.State);
        Assert.False((await phone.Beat()).Pending);
        Assert.True((await fleet.Lock(phone.Id)).Value.IsNew);
    }
}
