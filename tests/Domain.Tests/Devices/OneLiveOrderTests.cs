using FsCheck;
using FsCheck.Fluent;
using Paylatch.Domain.Devices;
using Paylatch.Domain.Devices.Events;
using Paylatch.Domain.Shared;
using Paylatch.Domain.Tests.Shared;

namespace Paylatch.Domain.Tests.Devices;

/// <summary>Whatever happens in whatever order: one live order, rising counters, the unlock wins, released is final.</summary>
public sealed class OneLiveOrderTests
{
    private enum Act
    {
        Lock,
        Unlock,
        Release,
        Message,
        Fetch,
        Done,
        RefusedFree,
        RefusedLocked,
        HeardActive,
        HeardLocked,
        HeardReleased,
        LeaseRanOut,
    }

    private static readonly Gen<List<Act>> Histories = Gen.Elements(Enum.GetValues<Act>()).ListOf().Select(acts => acts.ToList());

    [Fact]
    public void Whatever_happens_one_order_is_live_at_most_and_counters_rise() => Holds.For(Histories, acts =>
    {
        var world = new World();
        foreach (var act in acts)
        {
            world.Try(act);
            Assert.True(world.Orders.Count(o => o.IsLive && o.Kind != OrderKind.Message) <= 1);
            Assert.Equal(world.Orders.Select(o => o.Counter).Order(), world.Orders.Select(o => o.Counter));
            Assert.Equal(world.Orders.Count, world.Orders.Select(o => o.Counter).Distinct().Count());
        }
    }, tries: 1000);

    [Fact]
    public void A_live_order_always_asks_for_the_state_we_want() => Holds.For(Histories, acts =>
    {
        var world = new World();
        foreach (var act in acts)
        {
            world.Try(act);
            if (world.Latest is not { IsLive: true } live) continue;
            Assert.Equal(live.Kind switch { OrderKind.Lock => DeviceState.Locked, OrderKind.Unlock => DeviceState.Active, _ => DeviceState.Released }, world.Device.State);
            Assert.Equal(live.State == OrderState.Armed ? DevicePhase.Armed : DevicePhase.Ordered, world.Device.Phase);
        }
    }, tries: 1000);

    [Fact]
    public void Once_released_always_released() => Holds.For(Histories, acts =>
    {
        var world = new World();
        var released = false;
        foreach (var act in acts)
        {
            world.Try(act);
            Assert.True(!released || world.Device.State == DeviceState.Released);
            released = world.Device.State == DeviceState.Released;
        }
    }, tries: 1000);

    [Fact]
    public void Nothing_is_confirmed_but_by_a_heartbeat() => Holds.For(Histories, acts =>
    {
        var world = new World();
        foreach (var act in acts)
        {
            var before = world.Device.Phase;
            world.Try(act);
            if (before != DevicePhase.Confirmed && world.Device.Phase == DevicePhase.Confirmed)
                Assert.True(act is Act.HeardActive or Act.HeardLocked or Act.HeardReleased);
        }
    }, tries: 1000);

    [Fact]
    public void Every_change_raises_the_version_and_is_said() => Holds.For(Histories, acts =>
    {
        var world = new World();
        foreach (var act in acts)
        {
            world.Device.ClearEvents();
            var (state, phase, version) = (world.Device.State, world.Device.Phase, world.Device.Version);
            world.Try(act);
            if ((state, phase) == (world.Device.State, world.Device.Phase)) continue;
            Assert.True(world.Device.Version > version);
            Assert.NotEmpty(world.Device.Events);
        }
    }, tries: 1000);

    // Two locks and an unlock at the same moment reach the row one after another, in any order and from any state
    // before: the unlock is what is left.
    [Fact]
    public void Of_locks_and_an_unlock_at_the_same_moment_the_unlock_is_left() => Holds.For(
        from history in Histories.Where(acts => !acts.Contains(Act.Release))
        from wishes in Gen.Shuffle(new[] { Act.Lock, Act.Lock, Act.Unlock })
        select (history, wishes),
        c =>
        {
            var world = new World();
            foreach (var act in c.history) world.Try(act);
            foreach (var wish in c.wishes) world.Try(wish);
            Assert.True(world.Latest is { IsLive: true, Kind: OrderKind.Unlock });
            Assert.Equal(DeviceState.Active, world.Device.State);
        }, tries: 1000);

    [Fact]
    public void Of_locks_unlocks_and_a_release_at_the_same_moment_the_release_is_left() => Holds.For(
        from history in Histories
        from wishes in Gen.Shuffle(new[] { Act.Lock, Act.Unlock, Act.Release, Act.Lock, Act.Unlock })
        select (history, wishes),
        c =>
        {
            var world = new World();
            foreach (var act in c.history) world.Try(act);
            foreach (var wish in c.wishes) world.Try(wish);
            Assert.Equal(DeviceState.Released, world.Device.State);
            Assert.Equal(OrderKind.Release, world.Latest?.Kind);
        }, tries: 500);

    [Fact]
    public void Two_hundred_locks_at_once_are_one_order()
    {
        var world = new World();
        for (var i = 0; i < 200; i++) world.Try(Act.Lock);
        Assert.Single(world.Orders);
        Assert.Single(world.Device.Events.OfType<LockOrdered>());
    }

    // An enrolled device with all orders it was ever given, and a clock that ticks with every act.
    private sealed class World
    {
        private DateTimeOffset _now = Some.Noon;

        public Device Device { get; } = Some.Enrolled();

        public List<Order> Orders { get; } = [];

        public Order? Latest => Orders.LastOrDefault(o => o.Kind != OrderKind.Message);

        public void Try(Act act)
        {
            _now = _now.AddSeconds(1);
            try
            {
                Do(act);
            }
            catch (Refusal refusal)
            {
                Assert.True(refusal.Code is "devices.unlock_under_way" or "devices.already_locked" or "devices.released", refusal.Code);
            }
        }

        private void Do(Act act)
        {
            var live = Latest is { IsLive: true } order ? order : null;
            switch (act)
            {
                case Act.Lock: Keep(Device.OrderLock(Some.Order(), Latest, "Grace ended", null, _now)); break;
                case Act.Unlock: Keep(Device.OrderUnlock(Some.Order(), Latest, "Paid", null, _now)); break;
                case Act.Release: Keep(Device.OrderRelease(Some.Order(), Latest, "Paid off", null, _now)); break;
                case Act.Message: Orders.Add(Device.OrderMessage(Some.Order(), "Staff wrote", "Hello", _now)); break;
                case Act.Fetch when live is not null: Device.OrderFetched(live, _now); break;
                case Act.Done when live is not null: Device.ResultReported(live, OrderOutcome.Done, live.Wants!.Value, null, _now); break;
                case Act.RefusedFree when live is not null: Device.ResultReported(live, OrderOutcome.Refused, ReportedState.Active, "expired", _now); break;
                case Act.RefusedLocked when live is not null: Device.ResultReported(live, OrderOutcome.Refused, ReportedState.Locked, "expired", _now); break;
                case Act.HeardActive: Device.StateHeard(ReportedState.Active, Latest, _now); break;
                case Act.HeardLocked: Device.StateHeard(ReportedState.Locked, Latest, _now); break;
                case Act.HeardReleased: Device.StateHeard(ReportedState.Released, Latest, _now); break;
                case Act.LeaseRanOut: Device.LeaseRanOut(Latest, _now); break;
            }
        }

        private void Keep(Placed? placed)
        {
            if (placed is { IsNew: true }) Orders.Add(placed.Order);
        }
    }
}
