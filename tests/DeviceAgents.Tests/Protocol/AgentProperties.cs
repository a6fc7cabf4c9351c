using FsCheck;
using FsCheck.Fluent;

namespace Paylatch.DeviceAgents.Protocol.Tests;

/// <summary>What holds for an agent whatever happens to it, tried on random histories.</summary>
public sealed class AgentProperties
{
    private static readonly string[] Commands =
        [CommandNames.Lock, CommandNames.Unlock, CommandNames.Lock, CommandNames.Unlock, CommandNames.Message, "explode", CommandNames.Release];

    /// <summary>One thing that happens; the numbers choose what and how.</summary>
    public sealed record Step(int What, int A, int B);

    [Fact]
    public void Nothing_the_portal_did_not_sign_changes_the_lock() => ForAll((world, _) =>
    {
        for (var way = 0; way < 10; way++)
        {
            foreach (var cmd in Commands)
            {
                var before = (world.Agent.State, world.Agent.StateName);
                var forged = world.Forgery(way, cmd);
                Assert.False(world.Agent.Obey(forged).Taken);
                Assert.False(world.Agent.TakeLease(forged).Taken);
                Assert.Equal(before, (world.Agent.State, world.Agent.StateName));
            }
        }
    });

    [Fact]
    public void Counters_and_trusted_time_never_go_back()
    {
        ForAll(_ => { }, (before, after, earlier, later) =>
        {
            Assert.True(after.Lock.CommandCounter >= before.Lock.CommandCounter);
            Assert.True(after.HeartbeatCounter >= before.HeartbeatCounter);
            Assert.True(after.SessionCounter >= before.SessionCounter);
            Assert.True(later >= earlier);
        });
    }

    [Fact]
    public void Released_is_final()
    {
        ForAll(
            world => world.Agent.Obey(world.Command(CommandNames.Release)),
            (before, after, _, later) => Assert.Equal(StateNames.Released, after.Lock.StateAt(later)));
    }

    [Fact]
    public void Offline_past_the_paid_time_is_always_locked() => ForAll((world, step) =>
    {
        if (world.Lock.Released) return;
        world.Clock.Wall += TimeSpan.FromDays(step.A - 50);
        world.Pass(TimeSpan.FromSeconds(Math.Max(0, (world.Lock.LocksAt!.Value - world.Agent.Now.ToUnixTimeSeconds()) + 1)));
        Assert.Equal(StateNames.Locked, world.Agent.StateName);
        world.Restart(reboot: step.B % 2 == 0);
        Assert.Equal(StateNames.Locked, world.Agent.StateName);
        // The bound on LocksAt itself: never later than paid, or a day after the last unlock.
        var most = Math.Max(world.Lock.Lease!.PaidUntil!.Value, (world.Lock.UnlockedAt ?? 0) + 86_400);
        Assert.True(world.Lock.LocksAt <= most);
    });

    [Fact]
    public void A_later_lease_frees_unless_an_order_locks() => ForAll((world, step) =>
    {
        if (world.Lock.Released) return;
        world.Pass(TimeSpan.FromDays(step.A) + TimeSpan.FromSeconds(1));
        var iat = Math.Max(world.Unix, world.Agent.Now.ToUnixTimeSeconds());
        Assert.True(world.Agent.TakeLease(world.Lease(DateTimeOffset.FromUnixTimeSeconds(iat + 60), iat)).Taken);
        Assert.Equal(world.Lock.Order is null ? LockCause.None : LockCause.Order, world.Agent.LockedBy);
    });

    [Fact]
    public void An_unlock_frees_whatever_locked() => ForAll((world, step) =>
    {
        world.Pass(TimeSpan.FromDays(step.A));
        var now = Math.Max(world.Unix, world.Agent.Now.ToUnixTimeSeconds());
        Assert.True(world.Agent.Obey(world.Sign(world.Claims(CommandNames.Unlock, world.Lock.CommandCounter + 1, now))).Taken);
        Assert.Equal(LockCause.None, world.Agent.LockedBy);
    });

    [Fact]
    public void No_earlier_command_played_again_changes_anything() => ForAll((world, step) =>
    {
        if (step.B % 2 == 0) world.Restart(reboot: step.B % 4 == 0);
        foreach (var (old, counter) in world.Sent)
        {
            if (counter > world.Obeyed) continue;
            var before = (world.Lock, world.Agent.State.Message, world.Agent.State.Time);
            Assert.Equal(ProtocolCodes.Replayed, world.Agent.Obey(old).Refused);
            Assert.Equal(before, (world.Lock, world.Agent.State.Message, world.Agent.State.Time));
        }
    });

    [Fact]
    public void What_is_kept_comes_back_the_same() => ForAll((world, _) =>
    {
        var before = (world.Lock, world.Agent.StateName, world.Agent.Now, world.Agent.Results().Count);
        world.Restart();
        Assert.Equal(before, (world.Lock, world.Agent.StateName, world.Agent.Now, world.Agent.Results().Count));
    });

    [Fact]
    public void Leases_may_arrive_in_any_order()
    {
        var lease = from iat in Gen.Choose(0, 5) from paid in Gen.Choose(0, 9)
                    select new LeaseClaims(Guid.Empty, "zuri", iat, paid, false);
        Prop.ForAll(Arb.From(lease.ListOf()), leases =>
        {
            var forth = leases.Aggregate(new LockMemory(), (m, l) => m.Take(l));
            Assert.Equal(forth, Enumerable.Reverse(leases).Aggregate(new LockMemory(), (m, l) => m.Take(l)));
            Assert.Equal(forth, leases.Concat(leases).Aggregate(new LockMemory(), (m, l) => m.Take(l)));
        }).QuickCheckThrowOnFailure();
    }

    private static void ForAll(Action<AgentWorld, Step> holds)
    {
        Prop.ForAll(Histories(), history =>
        {
            var world = new AgentWorld();
            foreach (var step in history) Happen(world, step);
            holds(world, history.Length > 0 ? history[^1] : new Step(0, 0, 0));
        }).QuickCheckThrowOnFailure();
    }

    private static void ForAll(Action<AgentWorld> first, Action<AgentState, AgentState, DateTimeOffset, DateTimeOffset> holds)
    {
        Prop.ForAll(Histories(), history =>
        {
            var world = new AgentWorld();
            first(world);
            foreach (var step in history)
            {
                var (before, earlier) = (world.Agent.State, world.Agent.Now);
                Happen(world, step);
                holds(before, world.Agent.State, earlier, world.Agent.Now);
            }
        }).QuickCheckThrowOnFailure();
    }

    private static void Happen(AgentWorld world, Step step)
    {
        // Release ends most stories early, so it is rare.
        var cmd = Commands[step.A % (step.B == 0 ? Commands.Length : Commands.Length - 1)];
        switch (step.What)
        {
            case 0 or 1 or 2:
                world.Command(cmd);
                world.Give(world.Sent[^1]);
                break;
            case 3: world.Agent.TakeLease(world.Lease(world.Portal.AddHours(step.A - 20), world.Unix - (step.B * 100))); break;
            case 4: world.Agent.TakeLease(world.Lease(world.Portal.AddDays(step.A))); break;
            case 5: world.Pass(TimeSpan.FromMinutes(step.A * step.B)); break;
            case 6: world.Clock.Wall += TimeSpan.FromHours(step.A - 50); break;
            case 7: world.Restart(reboot: step.B % 2 == 0); break;
            case 8: world.Agent.Obey(world.Forgery(step.A, CommandNames.Lock)); break;
            case 9: world.Agent.Heartbeat(new Vitals(step.A, null, false, false)); break;
            case 10: world.Agent.OpenSession(); break;
            case 11: world.Agent.CorrectClock(world.Portal.AddDays(step.A - 50)); break;
            case 12 when world.Sent.Count > 0: world.Give(world.Sent[step.A % world.Sent.Count]); break;
            default: world.Agent.Obey(world.Forgery(step.B, cmd)); break;
        }
    }

    private static Arbitrary<Step[]> Histories()
    {
        var step = from what in Gen.Choose(0, 13) from a in Gen.Choose(0, 100) from b in Gen.Choose(0, 40)
                   select new Step(what, a, b);
        return Arb.From(step.ArrayOf(), Shorter);
    }

    private static IEnumerable<Step[]> Shorter(Step[] history) =>
        Enumerable.Range(0, history.Length).Select(left => history.Where((_, i) => i != left).ToArray());
}
