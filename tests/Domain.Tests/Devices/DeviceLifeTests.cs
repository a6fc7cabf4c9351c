using Paylatch.Domain.Devices;
using Paylatch.Domain.Tests.Shared;
using static Paylatch.Domain.Devices.DevicePhase;
using static Paylatch.Domain.Devices.DeviceState;

namespace Paylatch.Domain.Tests.Devices;

/// <summary>The published state machine, every cell of it: what leads where, and how each other step is refused.</summary>
public sealed class DeviceLifeTests
{
    private static readonly Dictionary<DeviceStep, (DeviceState To, DevicePhase Phase)?[]> Published = new()
    {
        // From                               awaiting                active                locked                released
        [DeviceStep.Enrol] =              [(Active, Believed),     null,                 null,                 null],
        [DeviceStep.FreeUnenrolled] =     [(Released, Confirmed),  null,                 null,                 null],
        [DeviceStep.OrderLock] =          [null,                   (Locked, Ordered),    (Locked, Ordered),    null],
        [DeviceStep.OrderUnlock] =        [null,                   (Active, Ordered),    (Active, Ordered),    null],
        [DeviceStep.OrderRelease] =       [null,                   (Released, Ordered),  (Released, Ordered),  (Released, Ordered)],
        [DeviceStep.Fetch] =              [null,                   (Active, Armed),      (Locked, Armed),      (Released, Armed)],
        [DeviceStep.Done] =               [null,                   (Active, Believed),   (Locked, Believed),   (Released, Believed)],
        [DeviceStep.RefusedWhileFree] =   [null,                   (Active, Believed),   (Active, Believed),   (Released, Ordered)],
        [DeviceStep.RefusedWhileLocked] = [null,                   (Locked, Believed),   (Locked, Believed),   (Released, Ordered)],
        [DeviceStep.Confirm] =            [null,                   (Active, Confirmed),  (Locked, Confirmed),  (Released, Confirmed)],
        [DeviceStep.LeaseLocked] =        [null,                   (Locked, Confirmed),  null,                 null],
        [DeviceStep.LeaseRanOut] =        [null,                   (Locked, Believed),   null,                 null],
        [DeviceStep.LeaseFreed] =         [null,                   null,                 (Active, Confirmed),  null],
        [DeviceStep.Diverge] =            [null,                   (Active, Believed),   (Active, Believed),   (Released, Believed)],
        [DeviceStep.Restock] =            [(AwaitingEnrolment, Confirmed), (AwaitingEnrolment, Confirmed), (AwaitingEnrolment, Confirmed), null],
    };

    public static TheoryData<DeviceState, DeviceStep> Cells
    {
        get
        {
            var cells = new TheoryData<DeviceState, DeviceStep>();
            foreach (var from in Enum.GetValues<DeviceState>())
                foreach (var step in Enum.GetValues<DeviceStep>())
                    cells.Add(from, step);
            return cells;
        }
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void Every_step_leads_where_it_is_published_to_or_is_refused(DeviceState from, DeviceStep step)
    {
        if (Published[step][(int)from] is { } expected)
        {
            var transition = DeviceLife.Next(from, step);
            Assert.Equal((from, step, expected.To, expected.Phase), (transition.From, transition.Step, transition.To, transition.Phase));
            return;
        }
        Assert.Null(DeviceLife.Find(from, step));
        Refused.With(
            step is DeviceStep.Enrol or DeviceStep.FreeUnenrolled ? "devices.already_enrolled"
            : from == AwaitingEnrolment ? "devices.not_enrolled"
            : from == Released ? "devices.released"
            : "devices.step_not_allowed",
            () => DeviceLife.Next(from, step));
    }

    [Fact]
    public void No_transition_is_listed_twice() => Assert.Equal(
        DeviceLife.Transitions.Count, DeviceLife.Transitions.Select(t => (t.From, t.Step)).Distinct().Count());

    [Fact]
    public void Nothing_leads_out_of_released() => Assert.All(
        DeviceLife.Transitions.Where(t => t.From == Released), t => Assert.Equal(Released, t.To));

    [Fact]
    public void Nothing_but_coming_back_from_the_customer_leads_back_to_awaiting_enrolment() =>
        Assert.DoesNotContain(DeviceLife.Transitions, t => t.To == AwaitingEnrolment && t.Step != DeviceStep.Restock);

    [Fact]
    public void Only_orders_and_heartbeats_of_the_device_itself_confirm() => Assert.Equal(
        [DeviceStep.FreeUnenrolled, DeviceStep.Confirm, DeviceStep.LeaseLocked, DeviceStep.LeaseFreed, DeviceStep.Restock],
        DeviceLife.Transitions.Where(t => t.Phase == Confirmed).Select(t => t.Step).Distinct().Order());

    public static TheoryData<OrderState, OrderState> OrderSteps
    {
        get
        {
            var cells = new TheoryData<OrderState, OrderState>();
            foreach (var from in Enum.GetValues<OrderState>())
                foreach (var to in Enum.GetValues<OrderState>())
                    cells.Add(from, to);
            return cells;
        }
    }

    [Theory]
    [MemberData(nameof(OrderSteps))]
    public void An_order_goes_only_forward(OrderState from, OrderState to)
    {
        var legal = (from, to) is
            (OrderState.Ordered, OrderState.Armed or OrderState.Done or OrderState.Superseded or OrderState.Failed)
            or (OrderState.Armed, OrderState.Done or OrderState.Superseded or OrderState.Failed)
            or (OrderState.Done, OrderState.Confirmed or OrderState.Failed)
            or (OrderState.Confirmed, OrderState.Failed);
        Assert.Equal(legal, Order.Transitions.Contains((from, to)));
    }
}
