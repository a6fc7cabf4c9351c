using Paylatch.Domain.Devices;
using Paylatch.Domain.Devices.Events;
using Paylatch.Domain.Tests.Shared;

namespace Paylatch.Domain.Tests.Devices;

public sealed class DeviceOrderingTests
{
    private const string Why = "Grace ended";

    [Fact]
    public void A_lock_is_wanted_at_once_and_ordered()
    {
        var device = Some.Enrolled();
        var (order, isNew) = device.OrderLock(Some.Order(), null, Why, "Please pay KES 100", Some.Noon.AddHours(1));
        Assert.True(isNew);
        Assert.Equal((DeviceState.Locked, DevicePhase.Ordered, Why, Some.Noon.AddHours(1)), (device.State, device.Phase, device.StateReason, device.StateSince));
        Assert.Equal((OrderKind.Lock, OrderState.Ordered, 1L, Why, "Please pay KES 100"), (order.Kind, order.State, order.Counter, order.Reason, order.Message));
        Assert.Equal([new LockOrdered(device.Id, device.LoanId, order.Id, 1, Why)], device.Events);
        Assert.Equal((device.Id, device.LoanId, Why), (device.Events[0].AboutDevice, device.Events[0].AboutLoan, device.Events[0].Why));
    }

    [Fact]
    public void The_same_lock_again_answers_the_live_one()
    {
        var device = Some.Enrolled();
        var first = Lock(device, null);
        device.ClearEvents();
        var again = device.OrderLock(Some.Order(), first, "Another reason", null, Some.Noon);
        Assert.False(again.IsNew);
        Assert.Same(first, again.Order);
        Assert.Empty(device.Events);
        Assert.Equal(1, device.LastCounter);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_unlock_supersedes_a_live_lock(bool armed)
    {
        var device = Some.Enrolled();
        var locked = Lock(device, null);
        if (armed) device.OrderFetched(locked, Some.Noon);
        device.ClearEvents();
        var unlock = device.OrderUnlock(Some.Order(), locked, "Paid", null, Some.Noon).Order;
        Assert.Equal((OrderState.Superseded, OrderState.Ordered), (locked.State, unlock.State));
        Assert.True(unlock.Counter > locked.Counter);
        Assert.Equal((DeviceState.Active, DevicePhase.Ordered), (device.State, device.Phase));
        Assert.Equal(
            [
                new OrderSuperseded(device.Id, device.LoanId, locked.Id, OrderKind.Lock, unlock.Id),
                new UnlockOrdered(device.Id, device.LoanId, unlock.Id, 2, "Paid"),
            ],
            device.Events);
    }

    [Fact]
    public void A_lock_while_an_unlock_is_live_is_refused_and_changes_nothing()
    {
        var device = Some.Enrolled();
        var unlock = Unlock(device, null);
        var version = device.Version;
        Refused.With("devices.unlock_under_way", () => Lock(device, unlock));
        device.OrderFetched(unlock, Some.Noon);
        Refused.With("devices.unlock_under_way", () => Lock(device, unlock));
        Assert.Equal((DeviceState.Active, OrderState.Armed, 1L, version + 1), (device.State, unlock.State, device.LastCounter, device.Version));
    }

    [Fact]
    public void A_lock_while_a_release_is_live_is_refused()
    {
        var device = Some.Enrolled();
        var release = Release(device, null);
        Refused.With("devices.unlock_under_way", () => Lock(device, release));
    }

    [Fact]
    public void The_same_unlock_again_answers_the_live_one()
    {
        var device = Some.Enrolled();
        var unlock = Unlock(device, Lock(device, null));
        Assert.Equal(new Placed(unlock, false), device.OrderUnlock(Some.Order(), unlock, "Paid", null, Some.Noon));
    }

    [Fact]
    public void An_unlock_while_a_release_is_live_is_answered_by_the_release()
    {
        var device = Some.Enrolled();
        var release = Release(device, null);
        Assert.Equal(new Placed(release, false), device.OrderUnlock(Some.Order(), release, "Paid", null, Some.Noon));
        Assert.Equal(DeviceState.Released, device.State);
    }

    [Fact]
    public void A_release_supersedes_a_live_lock_and_a_live_unlock()
    {
        foreach (var place in new Func<Device, Order>[] { d => Lock(d, null), d => Unlock(d, null) })
        {
            var device = Some.Enrolled();
            var earlier = place(device);
            var release = Release(device, earlier);
            Assert.Equal((OrderState.Superseded, OrderState.Ordered), (earlier.State, release.State));
            Assert.Equal((DeviceState.Released, DevicePhase.Ordered), (device.State, device.Phase));
        }
    }

    [Fact]
    public void Released_is_final()
    {
        var device = Some.Enrolled();
        var release = Release(device, null);
        device.ResultReported(release, OrderOutcome.Done, ReportedState.Released, null, Some.Noon);
        Refused.With("devices.released", () => Lock(device, release));
        Refused.With("devices.released", () => Unlock(device, release));
        Refused.With("devices.released", () => device.OrderMessage(Some.Order(), Why, "Hello", Some.Noon));
        Refused.With("devices.released", () => device.Pledge(new(Some.Guid()), new(Some.Guid())));
        Refused.With("devices.already_enrolled", () => device.Enrol(new(DeviceKind.Phone, device.Imei, null), "{}", Some.Noon));
        Assert.Equal(new Placed(release, false), device.OrderRelease(Some.Order(), release, "Paid off", null, Some.Noon));
        Assert.Equal(DeviceState.Released, device.State);
    }

    [Fact]
    public void A_release_that_failed_can_be_ordered_again_and_nothing_else()
    {
        var device = Some.Enrolled();
        var failed = Release(device, null);
        device.ResultReported(failed, OrderOutcome.Refused, ReportedState.Locked, "unsupported", Some.Noon);
        Assert.Equal((DeviceState.Released, DevicePhase.Ordered, OrderState.Failed), (device.State, device.Phase, failed.State));
        Refused.With("devices.released", () => Lock(device, failed));
        var again = device.OrderRelease(Some.Order(), failed, "Paid off", null, Some.Noon);
        Assert.True(again is { IsNew: true, Order.Counter: 2 });
    }

    [Fact]
    public void A_device_locked_by_order_is_not_locked_twice()
    {
        var device = Some.Enrolled();
        var held = Lock(device, null);
        device.ResultReported(held, OrderOutcome.Done, ReportedState.Locked, null, Some.Noon);
        Refused.With("devices.already_locked", () => Lock(device, held));
        device.StateHeard(ReportedState.Locked, held, Some.Noon.AddSeconds(1));
        Refused.With("devices.already_locked", () => Lock(device, held));
    }

    [Fact]
    public void A_device_that_only_its_lease_has_locked_can_still_be_locked_by_order()
    {
        var device = Some.Enrolled();
        device.LeaseRanOut(null, Some.Noon);
        Assert.Equal(OrderState.Ordered, Lock(device, null).State);
        Assert.Equal((DeviceState.Locked, DevicePhase.Ordered), (device.State, device.Phase));
    }

    [Fact]
    public void Nothing_can_be_ordered_of_a_device_without_agent()
    {
        var device = Some.Phone();
        Refused.With("devices.not_enrolled", () => Lock(device, null));
        Refused.With("devices.not_enrolled", () => Unlock(device, null));
        Refused.With("devices.not_enrolled", () => device.OrderMessage(Some.Order(), Why, "Hello", Some.Noon));
        Assert.Equal(0, device.LastCounter);
    }

    [Fact]
    public void A_release_without_agent_frees_the_device_at_once_and_is_said_once()
    {
        var device = Some.Phone();
        Assert.Null(device.OrderRelease(Some.Order(), null, " Paid off ", null, Some.Noon));
        Assert.Null(device.OrderRelease(Some.Order(), null, "Paid off", null, Some.Noon));
        Assert.Equal((DeviceState.Released, DevicePhase.Confirmed, "Paid off"), (device.State, device.Phase, device.StateReason));
        Assert.Equal([new DeviceFreedUnenrolled(device.Id, device.LoanId, "Paid off")], device.Events);
    }

    [Fact]
    public void A_message_leaves_state_and_live_orders_alone()
    {
        var device = Some.Enrolled();
        var locked = Lock(device, null);
        device.ClearEvents();
        var message = device.OrderMessage(Some.Order(), "Staff wrote", " Call us ", Some.Noon);
        Assert.Equal((OrderKind.Message, 2L, "Call us"), (message.Kind, message.Counter, message.Message));
        Assert.Equal((DeviceState.Locked, DevicePhase.Ordered, OrderState.Ordered), (device.State, device.Phase, locked.State));
        device.OrderFetched(message, Some.Noon);
        device.ResultReported(message, OrderOutcome.Done, ReportedState.Active, null, Some.Noon);
        Assert.Equal((DevicePhase.Ordered, OrderState.Done), (device.Phase, message.State));
        Assert.Equal(["MessageOrdered", "OrderArmed", "OrderBelieved"], device.Events.Select(e => e.GetType().Name));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(" a ")]
    public void An_order_needs_a_reason(string? reason)
    {
        var device = Some.Enrolled();
        Refused.At("devices.reason_invalid", "reason", () => device.OrderLock(Some.Order(), null, reason!, null, Some.Noon));
        Refused.With("devices.reason_invalid", () => device.OrderLock(Some.Order(), null, new string('x', 501), null, Some.Noon));
        Refused.With("devices.reason_invalid", () => Some.Phone().OrderRelease(Some.Order(), null, reason!, null, Some.Noon));
        Assert.Equal((DeviceState.Active, 0L), (device.State, device.LastCounter));
    }

    [Fact]
    public void A_refused_order_supersedes_nothing()
    {
        var device = Some.Enrolled();
        var locked = Lock(device, null);
        Refused.At("devices.message_invalid", "message", () => device.OrderUnlock(Some.Order(), locked, Why, new string('x', 281), Some.Noon));
        Assert.Equal((OrderState.Ordered, DeviceState.Locked, 1L), (locked.State, device.State, device.LastCounter));
    }

    [Fact]
    public void A_message_to_show_is_not_empty() =>
        Refused.At("devices.message_invalid", "message", () => Some.Enrolled().OrderMessage(Some.Order(), Why, "  ", Some.Noon));

    [Fact]
    public void An_order_of_another_device_is_a_bug()
    {
        var stranger = Lock(Some.Enrolled(), null);
        Assert.Throws<ArgumentException>(() => Unlock(Some.Enrolled(), stranger));
        Assert.Throws<ArgumentException>(() => Some.Enrolled().OrderFetched(stranger, Some.Noon));
    }

    private static Order Lock(Device device, Order? latest) => device.OrderLock(Some.Order(), latest, Why, null, Some.Noon).Order;

    private static Order Unlock(Device device, Order? latest) => device.OrderUnlock(Some.Order(), latest, "Paid", null, Some.Noon).Order;

    private static Order Release(Device device, Order? latest) => device.OrderRelease(Some.Order(), latest, "Paid off", null, Some.Noon)!.Order;
}
