using Paylatch.Application.Devices;
using Paylatch.Application.Identity;
using Paylatch.DeviceAgents.Protocol;
using Paylatch.Domain.Devices;

namespace Paylatch.Application.Tests.Devices;

/// <summary>A paid phone frees itself, whatever went wrong on the way.</summary>
public sealed class FreeWhatIsPaidTests
{
    // Sold on 2 March, due on 2 April, two days of grace: the lock comes on 5 April.
    private const int DaysToLock = 34;

    [Fact]
    public async Task An_unlock_that_finds_the_phones_time_behind_waits_and_is_obeyed_after_a_heartbeat()
    {
        await using var fleet = await Fleet.Open();
        var phone = await LockedFor(fleet, "Reported stolen");
        phone.Clock.Slept += TimeSpan.FromHours(9);
        fleet.Portal.Time.Advance(TimeSpan.FromHours(9));
        await fleet.Unlock(phone.Id);

        foreach (var command in await phone.Fetch()) Assert.Equal(ProtocolCodes.NotYet, phone.Agent.Obey(command).Refused);
        Assert.Empty(phone.Agent.Results());
        Assert.Equal(1, await fleet.LiveOrders(phone.Id));

        await phone.Beat();
        await phone.Serve();
        Assert.Equal(StateNames.Active, phone.Agent.StateName);
        Assert.Equal((DeviceState.Active, DevicePhase.Confirmed), await StateOf(fleet, phone));
    }

    [Fact]
    public async Task An_unlock_that_a_phone_refused_is_ordered_again_ever_more_rarely()
    {
        await using var fleet = await Fleet.Open();
        var phone = await LockedByMissing(fleet);
        await fleet.Shop.Pay(phone.Loan, 1_000);
        await fleet.Drain();
        await Refuse(fleet, phone);
        Assert.Equal(0, await fleet.LiveOrders(phone.Id));

        Assert.Equal(0, await Free(fleet, TimeSpan.FromSeconds(30)));
        Assert.Equal(1, await Free(fleet, TimeSpan.FromMinutes(2)));
        await Refuse(fleet, phone);
        Assert.Equal(0, await Free(fleet, TimeSpan.FromMinutes(3)));
        Assert.Equal(1, await Free(fleet, TimeSpan.FromMinutes(2)));
        await phone.Serve();

        Assert.Equal((DeviceState.Active, DevicePhase.Confirmed), await StateOf(fleet, phone));
        Assert.Equal("UnlockOrdered:3", await fleet.Shop.Events("UnlockOrdered"));
    }

    [Fact]
    public async Task A_release_that_a_phone_refused_is_ordered_again()
    {
        await using var fleet = await Fleet.Open();
        var phone = await LockedByMissing(fleet);
        await fleet.Shop.Pay(phone.Loan, 3_000);
        await fleet.Drain();
        await Refuse(fleet, phone);

        Assert.Equal(1, await Free(fleet, TimeSpan.FromMinutes(5)));
        await phone.Serve();
        Assert.Equal((DeviceState.Released, DevicePhase.Confirmed), await StateOf(fleet, phone));
    }

    [Fact]
    public async Task A_lock_that_holds_is_left_alone_and_so_is_one_whose_loan_is_not_paid()
    {
        await using var fleet = await Fleet.Open();
        var stolen = await LockedFor(fleet, "Reported stolen");
        var unpaid = await LockedByMissing(fleet);

        Assert.Equal(0, await Free(fleet, TimeSpan.FromHours(2)));
        Assert.Equal(DeviceState.Locked, (await fleet.Show(stolen.Id)).Row.State);
        Assert.Equal(DeviceState.Locked, (await fleet.Show(unpaid.Id)).Row.State);
    }

    [Fact]
    public async Task A_payment_between_the_end_of_the_lease_and_the_day_close_orders_the_unlock_at_once()
    {
        await using var fleet = await Fleet.Open();
        var phone = await fleet.InUse();
        fleet.Shop.Days(DaysToLock);
        phone.Agent.CorrectClock(fleet.Portal.Time.GetUtcNow());
        await phone.Beat();
        Assert.Equal((DeviceState.Locked, DevicePhase.Confirmed), await StateOf(fleet, phone));

        await fleet.Shop.Pay(phone.Loan, 1_000);
        await fleet.Drain();

        Assert.Equal(1, await fleet.LiveOrders(phone.Id));
        foreach (var command in await phone.Fetch()) Assert.True(phone.Agent.Obey(command).Taken);
        Assert.Equal(StateNames.Active, phone.Agent.StateName);
    }

    [Fact]
    public async Task A_staff_unlock_after_the_lease_ran_out_holds_for_a_day_of_heartbeats()
    {
        await using var fleet = await Fleet.Open();
        var phone = await LockedByMissing(fleet);
        await fleet.Unlock(phone.Id, "Her wage comes tomorrow");
        await phone.Serve();
        fleet.Portal.Time.Advance(TimeSpan.FromHours(23));
        await phone.Beat();
        Assert.Equal((DeviceState.Active, DevicePhase.Confirmed), await StateOf(fleet, phone));

        fleet.Portal.Time.Advance(TimeSpan.FromHours(1));
        await phone.Beat();
        Assert.Equal((DeviceState.Locked, DevicePhase.Confirmed), await StateOf(fleet, phone));
    }

    [Fact]
    public async Task A_heartbeat_built_before_an_unlock_and_received_after_it_does_not_turn_the_grid_red()
    {
        await using var fleet = await Fleet.Open();
        var phone = await LockedByMissing(fleet);
        await fleet.Shop.Pay(phone.Loan, 1_000);
        await fleet.Drain();
        var stale = phone.Says();
        foreach (var command in await phone.Fetch()) phone.Agent.Obey(command);
        foreach (var result in phone.Agent.Results()) _ = (await phone.Report(result)).Value;
        fleet.Portal.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Null((await phone.Send(stale)).Refusal);

        Assert.Equal((DeviceState.Active, DevicePhase.Believed), await StateOf(fleet, phone));
        Assert.Equal("", await fleet.Shop.Events("DeviceLockedByLease"));
    }

    private static async Task<Handset> LockedFor(Fleet fleet, string reason)
    {
        var phone = await fleet.InUse();
        _ = (await fleet.Lock(phone.Id, reason)).Value;
        await phone.Serve();
        return phone;
    }

    private static async Task<Handset> LockedByMissing(Fleet fleet)
    {
        var phone = await fleet.InUse();
        fleet.Shop.Days(DaysToLock);
        await fleet.Shop.CatchUp();
        await fleet.Drain();
        phone.Agent.CorrectClock(fleet.Portal.Time.GetUtcNow());
        await phone.Serve();
        Assert.Equal(StateNames.Locked, phone.Agent.StateName);
        return phone;
    }

    // As an agent would whose platform does not know the command.
    private static async Task Refuse(Fleet fleet, Handset phone)
    {
        Assert.Single(await phone.Fetch());
        var id = await fleet.Shop.Read<Guid>("select id from {s}.orders where device_id = $1 and state = 'armed'", phone.Id.Value);
        var counter = await fleet.Shop.Read<long>("select counter from {s}.orders where id = $1", id);
        _ = (await phone.Report(new ResultRequest(id, counter, ResultRequest.Refused, StateNames.Locked, phone.Agent.SaidTime, "unsupported"))).Value;
    }

    private static async Task<int> Free(Fleet fleet, TimeSpan later)
    {
        fleet.Portal.Time.Advance(later);
        return (await fleet.Shop.Run(Role.System, (FreeWhatIsPaid u) => u.Handle(100, default))).Value;
    }

    private static async Task<(DeviceState, DevicePhase)> StateOf(Fleet fleet, Handset phone)
    {
        var row = (await fleet.Show(phone.Id)).Row;
        return (row.State, row.Phase);
    }
}
