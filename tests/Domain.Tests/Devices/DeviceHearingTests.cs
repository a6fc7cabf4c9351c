using Paylatch.Domain.Devices;
using Paylatch.Domain.Devices.Events;
using Paylatch.Domain.Tests.Shared;

namespace Paylatch.Domain.Tests.Devices;

public sealed class DeviceHearingTests
{
    private static readonly DateTimeOffset Later = Some.Noon.AddSeconds(30);

    [Fact]
    public void An_order_goes_from_ordered_through_armed_and_believed_to_confirmed()
    {
        var device = Some.Enrolled();
        var order = Lock(device);
        device.ClearEvents();
        device.OrderFetched(order, Some.Noon);
        Assert.Equal((DevicePhase.Armed, OrderState.Armed, Some.Noon), (device.Phase, order.State, order.ArmedAt));
        device.ResultReported(order, OrderOutcome.Done, ReportedState.Locked, null, Some.Noon);
        Assert.Equal((DevicePhase.Believed, OrderState.Done, Some.Noon), (device.Phase, order.State, order.DoneAt));
        device.StateHeard(ReportedState.Locked, order, Later);
        Assert.Equal((DeviceState.Locked, DevicePhase.Confirmed, OrderState.Confirmed), (device.State, device.Phase, order.State));
        Assert.Equal("Grace ended", device.StateReason);
        Assert.Equal(
            [
                new OrderArmed(device.Id, device.LoanId, order.Id, OrderKind.Lock),
                new OrderBelieved(device.Id, device.LoanId, order.Id, OrderKind.Lock),
                new DeviceStateConfirmed(device.Id, device.LoanId, DeviceState.Locked, order.Id),
            ],
            device.Events);
    }

    [Fact]
    public void Fetching_again_changes_nothing()
    {
        var device = Some.Enrolled();
        var order = Lock(device);
        device.OrderFetched(order, Some.Noon);
        device.ClearEvents();
        device.OrderFetched(order, Later);
        Assert.Empty(device.Events);
        Assert.Equal(Some.Noon, order.ArmedAt);
    }

    [Fact]
    public void An_order_that_gave_way_is_not_fetched()
    {
        var device = Some.Enrolled();
        var order = Lock(device);
        device.OrderUnlock(Some.Order(), order, "Paid", null, Some.Noon);
        Refused.With("devices.order_step_not_allowed", () => device.OrderFetched(order, Some.Noon));
        Assert.Equal(DevicePhase.Ordered, device.Phase);
    }

    [Fact]
    public void A_result_told_twice_counts_once()
    {
        var device = Some.Enrolled();
        var order = Done(device, Lock(device));
        device.ClearEvents();
        device.ResultReported(order, OrderOutcome.Refused, ReportedState.Active, "expired", Later);
        Assert.Equal((OrderState.Done, DevicePhase.Believed), (order.State, device.Phase));
        Assert.Empty(device.Events);
    }

    [Fact]
    public void A_late_answer_to_a_superseded_lock_does_not_touch_the_unlock()
    {
        var device = Some.Enrolled();
        var locked = Lock(device);
        device.OrderFetched(locked, Some.Noon);
        var unlock = device.OrderUnlock(Some.Order(), locked, "Paid", null, Some.Noon).Order;
        device.ClearEvents();
        device.ResultReported(locked, OrderOutcome.Done, ReportedState.Locked, null, Later);
        Assert.Equal((OrderState.Superseded, OrderState.Ordered), (locked.State, unlock.State));
        Assert.Equal((DeviceState.Active, DevicePhase.Ordered), (device.State, device.Phase));
        Assert.Empty(device.Events);
    }

    [Theory]
    [InlineData(ReportedState.Active, DeviceState.Active)]
    [InlineData(ReportedState.Locked, DeviceState.Locked)]
    [InlineData(ReportedState.Released, DeviceState.Active)]
    public void A_refused_lock_leaves_the_device_as_it_says(ReportedState reported, DeviceState expected)
    {
        var device = Some.Enrolled();
        var order = Lock(device);
        device.ClearEvents();
        device.ResultReported(order, OrderOutcome.Refused, reported, "bad_signature", Later);
        Assert.Equal((expected, DevicePhase.Believed, OrderState.Failed, "bad_signature"), (device.State, device.Phase, order.State, order.ResultCode));
        Assert.Equal([new OrderFailed(device.Id, device.LoanId, order.Id, OrderKind.Lock, "bad_signature")], device.Events);
    }

    [Fact]
    public void A_refused_unlock_leaves_a_locked_device_locked_and_can_be_ordered_again()
    {
        var device = Some.Enrolled();
        var unlock = device.OrderUnlock(Some.Order(), Done(device, Lock(device)), "Paid", null, Some.Noon).Order;
        device.ResultReported(unlock, OrderOutcome.Refused, ReportedState.Locked, "unsupported", Later);
        Assert.Equal((DeviceState.Locked, DevicePhase.Believed), (device.State, device.Phase));
        Assert.True(device.OrderUnlock(Some.Order(), unlock, "Paid", null, Later).IsNew);
    }

    [Theory]
    [InlineData("not_yet")]
    [InlineData("expired")]
    public void An_order_refused_for_its_time_alone_stays_on_its_way(string code)
    {
        var device = Some.Enrolled();
        var unlock = device.OrderUnlock(Some.Order(), Done(device, Lock(device)), "Paid", null, Some.Noon).Order;
        device.OrderFetched(unlock, Some.Noon);
        device.ClearEvents();
        device.ResultReported(unlock, OrderOutcome.Refused, ReportedState.Locked, code, Later);
        Assert.Equal((OrderState.Armed, DeviceState.Active, DevicePhase.Armed), (unlock.State, device.State, device.Phase));
        Assert.Empty(device.Events);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("DROP TABLE")]
    public void A_code_that_is_none_is_kept_as_refused(string? code)
    {
        var device = Some.Enrolled();
        var order = Lock(device);
        device.ResultReported(order, OrderOutcome.Refused, ReportedState.Active, code, Later);
        Assert.Equal("refused", order.ResultCode);
    }

    [Fact]
    public void A_replayed_order_whose_effect_shows_was_done_before()
    {
        var device = Some.Enrolled();
        var order = Lock(device);
        device.ResultReported(order, OrderOutcome.Refused, ReportedState.Locked, "replayed", Later);
        Assert.Equal((OrderState.Done, DevicePhase.Believed), (order.State, device.Phase));
    }

    [Fact]
    public void A_replayed_order_whose_effect_does_not_show_has_failed()
    {
        var device = Some.Enrolled();
        var order = Lock(device);
        device.ResultReported(order, OrderOutcome.Refused, ReportedState.Active, "replayed", Later);
        Assert.Equal((OrderState.Failed, DeviceState.Active), (order.State, device.State));
    }

    [Fact]
    public void A_heartbeat_while_an_order_is_live_tells_nothing()
    {
        var device = Some.Enrolled();
        var order = Lock(device);
        device.ClearEvents();
        foreach (var state in Enum.GetValues<ReportedState>()) device.StateHeard(state, order, Later);
        Assert.Equal((DeviceState.Locked, DevicePhase.Ordered), (device.State, device.Phase));
        Assert.Empty(device.Events);
    }

    [Fact]
    public void A_heartbeat_from_before_the_answer_does_not_confirm()
    {
        var device = Some.Enrolled();
        var order = Done(device, Lock(device));
        device.StateHeard(ReportedState.Locked, order, Some.Noon);
        Assert.Equal((DevicePhase.Believed, OrderState.Done), (device.Phase, order.State));
        device.StateHeard(ReportedState.Locked, order, Some.Noon.AddTicks(1));
        Assert.Equal(DevicePhase.Confirmed, device.Phase);
    }

    [Fact]
    public void A_heartbeat_built_before_the_answer_and_received_after_it_contradicts_nothing()
    {
        var device = Some.Enrolled();
        var order = Done(device, Lock(device));
        device.ClearEvents();
        device.StateHeard(ReportedState.Active, order, Some.Noon.AddSeconds(20));
        Assert.Equal((DeviceState.Locked, OrderState.Done), (device.State, order.State));
        Assert.Empty(device.Events);
        device.StateHeard(ReportedState.Active, order, Some.Noon.AddSeconds(21));
        Assert.Equal((DeviceState.Active, OrderState.Failed), (device.State, order.State));
    }

    [Fact]
    public void The_first_heartbeat_confirms_an_enrolled_device_and_the_next_says_nothing()
    {
        var device = Some.Enrolled();
        device.StateHeard(ReportedState.Active, null, Later);
        device.StateHeard(ReportedState.Active, null, Later);
        Assert.Equal([new DeviceStateConfirmed(device.Id, device.LoanId, DeviceState.Active, null)], device.Events);
    }

    [Fact]
    public void A_device_without_agent_is_not_heard() =>
        Refused.With("devices.not_enrolled", () => Some.Phone().StateHeard(ReportedState.Active, null, Later));

    [Fact]
    public void A_lease_that_ran_out_in_silence_makes_the_lock_believed_and_a_heartbeat_confirms_it()
    {
        var device = Some.Enrolled();
        Assert.True(device.LeaseRanOut(null, Some.Noon));
        Assert.False(device.LeaseRanOut(null, Some.Noon));
        Assert.Equal((DeviceState.Locked, DevicePhase.Believed), (device.State, device.Phase));
        device.StateHeard(ReportedState.Locked, null, Later);
        Assert.Equal(["DeviceLockedByLease", "DeviceStateConfirmed"], device.Events.Select(e => e.GetType().Name));
        Assert.False(Assert.IsType<DeviceLockedByLease>(device.Events[0]).Heard);
    }

    [Fact]
    public void A_lease_means_nothing_while_an_order_is_live_or_the_device_is_not_active()
    {
        var device = Some.Enrolled();
        var unlock = device.OrderUnlock(Some.Order(), null, "Paid", null, Some.Noon).Order;
        Assert.False(device.LeaseRanOut(unlock, Later));
        Assert.False(Some.Phone().LeaseRanOut(null, Later));
        device.OrderRelease(Some.Order(), unlock, "Paid off", null, Some.Noon);
        Assert.False(device.LeaseRanOut(unlock, Later));
        Assert.Equal(DeviceState.Released, device.State);
    }

    [Fact]
    public void A_heartbeat_that_shows_a_lock_nobody_ordered_shows_the_lease()
    {
        var device = Some.Enrolled();
        device.StateHeard(ReportedState.Locked, null, Later);
        Assert.Equal((DeviceState.Locked, DevicePhase.Confirmed, Later), (device.State, device.Phase, device.StateSince));
        Assert.True(Assert.IsType<DeviceLockedByLease>(Assert.Single(device.Events)).Heard);
    }

    [Fact]
    public void A_new_lease_frees_what_the_lease_had_locked()
    {
        var device = Some.Enrolled();
        device.LeaseRanOut(null, Some.Noon);
        device.ClearEvents();
        device.StateHeard(ReportedState.Active, null, Later);
        Assert.Equal((DeviceState.Active, DevicePhase.Confirmed), (device.State, device.Phase));
        Assert.Equal([new DeviceFreedByLease(device.Id, device.LoanId)], device.Events);
    }

    [Theory]
    [InlineData(ReportedState.Active)]
    [InlineData(ReportedState.Released)]
    public void A_lock_by_order_that_does_not_hold_is_said_once(ReportedState reported)
    {
        var device = Some.Enrolled();
        var order = Done(device, Lock(device));
        device.StateHeard(ReportedState.Locked, order, Later);
        device.ClearEvents();
        device.StateHeard(reported, order, Later);
        device.StateHeard(reported, order, Later);
        Assert.Equal((DeviceState.Active, OrderState.Failed, "not_kept"), (device.State, order.State, order.ResultCode));
        Assert.Equal(["OrderFailed", "DeviceStateDiverged"], device.Events.Select(e => e.GetType().Name).Take(2));
        Assert.Equal(1, device.Events.Count(e => e is DeviceStateDiverged));
    }

    [Fact]
    public void A_release_that_does_not_hold_stays_released_is_said_once_and_can_be_ordered_again()
    {
        var device = Some.Enrolled();
        var release = Done(device, device.OrderRelease(Some.Order(), null, "Paid off", null, Some.Noon)!.Order, ReportedState.Released);
        device.ClearEvents();
        device.StateHeard(ReportedState.Locked, release, Later);
        device.StateHeard(ReportedState.Locked, release, Later);
        Assert.Equal((DeviceState.Released, DevicePhase.Believed), (device.State, device.Phase));
        Assert.Equal([new DeviceStateDiverged(device.Id, device.LoanId, DeviceState.Released, ReportedState.Locked)], device.Events.OfType<DeviceStateDiverged>());
        Assert.True(device.OrderRelease(Some.Order(), release, "Paid off", null, Later)?.IsNew);
    }

    [Fact]
    public void A_device_that_calls_itself_released_is_not_believed()
    {
        var device = Some.Enrolled();
        device.StateHeard(ReportedState.Active, null, Later);
        device.ClearEvents();
        device.StateHeard(ReportedState.Released, null, Later);
        device.StateHeard(ReportedState.Released, null, Later);
        Assert.Equal((DeviceState.Active, DevicePhase.Believed), (device.State, device.Phase));
        Assert.Equal([new DeviceStateDiverged(device.Id, device.LoanId, DeviceState.Active, ReportedState.Released)], device.Events);
    }

    private static Order Lock(Device device) => device.OrderLock(Some.Order(), null, "Grace ended", null, Some.Noon).Order;

    private static Order Done(Device device, Order order, ReportedState state = ReportedState.Locked)
    {
        device.ResultReported(order, OrderOutcome.Done, state, null, Some.Noon);
        return order;
    }
}
