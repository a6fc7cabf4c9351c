using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Devices;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.DeviceAgents.Protocol;
using Paylatch.Domain.Devices;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Tests.Devices;

public sealed class OrderRaceTests
{
    [Fact]
    public async Task Of_two_locks_and_an_unlock_at_once_one_order_is_left_alive_and_it_is_the_unlock()
    {
        await using var fleet = await Fleet.Open();
        for (var round = 0; round < 20; round++)
        {
            var phone = await fleet.InUse();
            var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            // The unlock stands first, last and in the middle by turns.
            var wishes = new[] { false, false, false };
            wishes[round % 3] = true;
            var asked = wishes.Select(async unlock =>
            {
                await gate.Task;
                return await (unlock ? fleet.Unlock(phone.Id) : fleet.Lock(phone.Id));
            }).ToList();
            gate.SetResult();
            var outcomes = await Task.WhenAll(asked);

            Assert.All(outcomes, o => Assert.True(o.Done || o.Refusal!.Code == "devices.unlock_under_way", o.Refusal?.Code));
            Assert.Equal(1, await fleet.LiveOrders(phone.Id));
            Assert.Equal("unlock", await fleet.Shop.Read<string>("select kind from {s}.orders where device_id = $1 and state in ('ordered', 'armed')", phone.Id.Value));
            Assert.Equal(DeviceState.Active, (await fleet.Show(phone.Id)).Row.State);
        }
    }

    [Fact]
    public async Task Two_hundred_locks_at_once_are_one_order_and_everyone_is_given_that_one()
    {
        await using var fleet = await Fleet.Open();
        var phone = await fleet.InUse();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => fleet.Lock(phone.Id)));

        Assert.All(outcomes, o => Assert.Null(o.Refusal));
        Assert.Single(outcomes.Select(o => o.Value.Id).Distinct());
        Assert.Single(outcomes, o => o.Value.IsNew);
        Assert.Equal(1, await fleet.LiveOrders(phone.Id));
    }

    [Fact]
    public async Task The_database_itself_holds_no_second_live_order()
    {
        await using var fleet = await Fleet.Open();
        var phone = await fleet.InUse();
        await fleet.Lock(phone.Id);

        var broken = await Assert.ThrowsAsync<Npgsql.PostgresException>(() => fleet.Shop.Owner("""
            insert into {s}.orders (id, device_id, kind, counter, state, reason, ordered_at)
            values (gen_random_uuid(), $1, 'unlock', 99, 'ordered', 'x', now())
            """, phone.Id.Value));
        Assert.Equal("one_live_order_per_device", broken.ConstraintName);
    }

    [Fact]
    public async Task An_unlock_takes_the_place_of_a_lock_the_device_has_not_obeyed()
    {
        await using var fleet = await Fleet.Open();
        var phone = await fleet.InUse();
        var locked = (await fleet.Lock(phone.Id)).Value;
        Assert.Single(await phone.Fetch());

        var unlocked = (await fleet.Unlock(phone.Id)).Value;

        var orders = (await fleet.Show(phone.Id)).Orders;
        Assert.Equal(OrderState.Superseded, orders.Single(o => o.Id == locked.Id).State);
        Assert.Equal(OrderState.Ordered, orders.Single(o => o.Id == unlocked.Id).State);
        await phone.Serve();
        Assert.Equal((DeviceState.Active, DevicePhase.Confirmed), await StateOf(fleet, phone));
        Assert.Equal(StateNames.Active, phone.Agent.StateName);
    }

    [Fact]
    public async Task A_lock_needs_the_permission_and_a_reason()
    {
        await using var fleet = await Fleet.Open();
        var phone = await fleet.InUse();

        var agent = await fleet.Shop.Run(Role.Agent, (LockDevice u) => u.Handle(new(phone.Id, "because"), default));
        var silent = await fleet.Lock(phone.Id, "  ");
        var nowhere = await fleet.Lock(new DeviceId(Guid.CreateVersion7()));

        Assert.Equal("identity.not_allowed", agent.Refusal?.Code);
        Assert.Equal("devices.reason_invalid", silent.Refusal?.Code);
        Assert.Equal("devices.not_found", nowhere.Refusal?.Code);
        Assert.Equal(0, await fleet.LiveOrders(phone.Id));
    }

    private static async Task<(DeviceState, DevicePhase)> StateOf(Fleet fleet, Handset phone)
    {
        var row = (await fleet.Show(phone.Id)).Row;
        return (row.State, row.Phase);
    }

    [Fact]
    public async Task Two_operations_that_lock_each_other_out_while_saving_are_both_done_in_the_end()
    {
        await using var fleet = await Fleet.Open();
        var (one, two) = (await fleet.Entered(), await fleet.Entered());
        var meeting = new Meeting();

        var done = await Task.WhenAll(
            fleet.Shop.Run(Role.System, (DescribeTheOther u) => u.Handle(one.Id, two.Id, meeting)),
            fleet.Shop.Run(Role.System, (DescribeTheOther u) => u.Handle(two.Id, one.Id, meeting)));

        Assert.All(done, outcome => Assert.Null(outcome.Refusal));
        Assert.True(meeting.Attempts > 2, "nobody was locked out");
    }

    /// <summary>Both hold their own row before either asks for the other's; the first time only.</summary>
    public sealed class Meeting
    {
        private readonly TaskCompletionSource _both = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _attempts;

        public int Attempts => _attempts;

        public Task Wait()
        {
            if (Interlocked.Increment(ref _attempts) == 2) _both.SetResult();
            return _both.Task;
        }
    }

    /// <summary>Holds one device and changes another.</summary>
    [Allow(Permission.System)]
    public sealed class DescribeTheOther(IDevicesDb db)
    {
        public async Task<Nothing> Handle(DeviceId mine, DeviceId other, Meeting meeting)
        {
            await db.LockDevice(mine, default);
            var device = await db.Devices.SingleAsync(d => d.Id == other);
            await meeting.Wait();
            device.Describe(DeviceKind.Phone, $"Nokia {mine}"[..12]);
            return default;
        }
    }
}
