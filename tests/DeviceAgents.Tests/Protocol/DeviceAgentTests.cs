namespace Paylatch.DeviceAgents.Protocol.Tests;

public sealed class DeviceAgentTests
{
    private readonly AgentWorld _world = new();

    private DeviceAgent Agent => _world.Agent;

    [Fact]
    public void An_enrolled_device_is_active_and_trusts_the_portals_time()
    {
        Assert.Equal((StateNames.Active, LockCause.None), (Agent.StateName, Agent.LockedBy));
        Assert.Equal(_world.Portal, Agent.Now);
        Assert.Equal(_world.Device, Agent.DeviceId);
    }

    [Fact]
    public void A_lock_order_locks_and_an_unlock_order_frees()
    {
        Assert.True(Agent.Obey(_world.Command(CommandNames.Lock)).Taken);
        Assert.Equal((StateNames.Locked, LockCause.Order), (Agent.StateName, Agent.LockedBy));
        Assert.Equal("Please pay", Agent.State.Lock.Order!.Message);
        Assert.True(Agent.Obey(_world.Command(CommandNames.Unlock)).Taken);
        Assert.Equal((StateNames.Active, LockCause.None), (Agent.StateName, Agent.LockedBy));
    }

    [Fact]
    public void A_device_that_hears_nothing_locks_itself_the_second_it_is_paid_until()
    {
        _world.Pass(TimeSpan.FromDays(10) - TimeSpan.FromSeconds(1));
        Assert.Equal(StateNames.Active, Agent.StateName);
        _world.Pass(TimeSpan.FromSeconds(1));
        Assert.Equal((StateNames.Locked, LockCause.Lease), (Agent.StateName, Agent.LockedBy));
    }

    [Fact]
    public void Setting_the_wall_clock_back_or_switching_off_and_on_buys_no_time()
    {
        _world.Pass(TimeSpan.FromDays(6));
        _world.Clock.Wall -= TimeSpan.FromDays(30);
        _world.Restart(reboot: true);
        _world.Pass(TimeSpan.FromDays(4));
        _world.Clock.Wall -= TimeSpan.FromDays(30);
        Assert.Equal(LockCause.Lease, Agent.LockedBy);
    }

    [Fact]
    public void A_reboot_neither_adds_time_nor_takes_any()
    {
        foreach (var up in new[] { TimeSpan.FromSeconds(3), TimeSpan.FromDays(100) })
        {
            var kept = Agent.Keep();
            var before = Agent.Now;
            _world.Clock.Boot += "'";
            _world.Clock.Elapsed = up;
            var woken = DeviceAgent.Restore(kept, _world.Clock);
            Assert.Equal(before, woken.Now);
            _world.Clock.Elapsed += TimeSpan.FromHours(1);
            Assert.Equal(before.AddHours(1), woken.Now);
            _world.Clock.Elapsed -= TimeSpan.FromHours(2);
            Assert.Equal(before, woken.Now);
            Assert.Equal(kept.Time!.At, Agent.Now);
        }
    }

    [Fact]
    public void A_later_lease_frees_what_the_lease_locked_but_not_what_an_order_locked()
    {
        _world.Pass(TimeSpan.FromDays(11));
        Assert.Equal(LockCause.Lease, Agent.LockedBy);
        Assert.True(Agent.TakeLease(_world.Lease(_world.Portal.AddDays(7))).Taken);
        Assert.Equal(StateNames.Active, Agent.StateName);
        Agent.Obey(_world.Command(CommandNames.Lock));
        _world.Pass(TimeSpan.FromSeconds(5));
        Agent.TakeLease(_world.Lease(_world.Portal.AddDays(30)));
        Assert.Equal(LockCause.Order, Agent.LockedBy);
    }

    [Fact]
    public void An_older_lease_is_ignored()
    {
        var old = _world.Lease(_world.Portal.AddDays(300));
        _world.Pass(TimeSpan.FromMinutes(1));
        Agent.TakeLease(_world.Lease(_world.Portal.AddDays(1)));
        Agent.TakeLease(old);
        _world.Pass(TimeSpan.FromDays(1));
        Assert.Equal(LockCause.Lease, Agent.LockedBy);
    }

    [Fact]
    public void An_unlock_order_frees_a_lease_lock_for_a_day_or_until_a_newer_lease_speaks()
    {
        _world.Pass(TimeSpan.FromDays(11));
        Agent.Obey(_world.Command(CommandNames.Unlock));
        Assert.Equal(StateNames.Active, Agent.StateName);
        _world.Pass(TimeSpan.FromDays(1));
        Assert.Equal(LockCause.Lease, Agent.LockedBy);

        Agent.Obey(_world.Command(CommandNames.Unlock));
        _world.Pass(TimeSpan.FromSeconds(2));
        Agent.TakeLease(_world.Lease(_world.Portal.AddDays(-1)));
        Assert.Equal(LockCause.Lease, Agent.LockedBy);
    }

    [Fact]
    public void Release_is_final_by_order_or_by_lease()
    {
        Agent.Obey(_world.Command(CommandNames.Release));
        Assert.Equal(ProtocolCodes.Released, Agent.Obey(_world.Command(CommandNames.Lock)).Refused);
        _world.Pass(TimeSpan.FromDays(4000));
        Assert.Equal(StateNames.Released, Agent.StateName);

        var other = new AgentWorld();
        other.Agent.Obey(other.Command(CommandNames.Lock));
        other.Agent.TakeLease(other.Lease(null));
        Assert.Equal(StateNames.Released, other.Agent.StateName);
    }

    [Fact]
    public void Commands_are_refused_by_name()
    {
        var taken = _world.Command(CommandNames.Lock);
        Agent.Obey(taken);
        var c = _world.Claims(CommandNames.Unlock);
        Assert.Equal(ProtocolCodes.Replayed, Agent.Obey(taken).Refused);
        Assert.Equal(ProtocolCodes.Replayed, Agent.Obey(_world.Sign(c with { Cnt = 1 })).Refused);
        Assert.Equal(ProtocolCodes.WrongDevice, Agent.Obey(_world.Sign(c with { Sub = Guid.CreateVersion7() })).Refused);
        Assert.Equal(ProtocolCodes.WrongTenant, Agent.Obey(_world.Sign(c with { Tid = "duka" })).Refused);
        Assert.Equal(ProtocolCodes.Expired, Agent.Obey(_world.Sign(c with { Iat = c.Iat - 600, Exp = c.Iat })).Refused);
        Assert.Equal(ProtocolCodes.NotYet, Agent.Obey(_world.Sign(c with { Iat = c.Iat + 61, Exp = c.Iat + 600 })).Refused);
        Assert.Equal(ProtocolCodes.BadSignature, Agent.Obey(PortalMessages.SignCommand(c, _world.Stranger)).Refused);
        Assert.Equal(ProtocolCodes.Malformed, Agent.Obey("unlock please").Refused);
        Assert.Equal(ProtocolCodes.Malformed, Agent.Obey(null).Refused);
        Assert.Equal(LockCause.Order, Agent.LockedBy);
        Assert.True(Agent.Obey(_world.Sign(c)).Taken);
    }

    [Fact]
    public void A_key_is_trusted_under_its_own_name_only()
    {
        var c = _world.Claims(CommandNames.Lock);
        var renamed = SigningKey.FromPem(_world.Key.ToPem(), "another");
        Assert.Equal(ProtocolCodes.BadSignature, Agent.Obey(PortalMessages.SignCommand(c, renamed)).Refused);
        var nameless = Jws.Sign(new JwsHeader(Jws.Algorithm, MessageTypes.Command), "{}"u8, _world.Key);
        Assert.Equal(ProtocolCodes.BadSignature, Agent.Obey(nameless).Refused);
    }

    [Fact]
    public void Times_outside_the_calendar_are_malformed_not_a_crash()
    {
        var c = _world.Claims(CommandNames.Lock);
        Assert.Equal(ProtocolCodes.Malformed, Agent.Obey(_world.Sign(c with { Iat = long.MaxValue - 1, Exp = long.MaxValue })).Refused);
        Assert.Equal(ProtocolCodes.Malformed, Agent.Obey(_world.Sign(c with { Iat = long.MinValue })).Refused);
        var lease = new LeaseClaims(_world.Device, AgentWorld.Tid, _world.Unix, long.MaxValue, false);
        Assert.Equal(ProtocolCodes.Malformed, Agent.TakeLease(PortalMessages.SignLease(lease, _world.Key)).Refused);
    }

    [Fact]
    public void An_order_the_agent_does_not_know_is_refused_and_reported()
    {
        var verdict = Agent.Obey(_world.Command("explode"));
        Assert.Equal(ProtocolCodes.Unsupported, verdict.Refused);
        var result = Assert.Single(Agent.Results());
        Assert.Equal((ResultRequest.Refused, ProtocolCodes.Unsupported), (result.Outcome, result.Code));
    }

    [Fact]
    public void A_lease_without_an_end_is_refused_by_both_ends()
    {
        var endless = new LeaseClaims(_world.Device, AgentWorld.Tid, _world.Unix, null, false);
        Assert.Throws<ArgumentException>(() => PortalMessages.SignLease(endless, _world.Key));
        var jws = Jws.Sign(endless, WireJson.Default.LeaseClaims, _world.Key, MessageTypes.Lease);
        Assert.Equal(ProtocolCodes.Malformed, Agent.TakeLease(jws).Refused);
    }

    [Fact]
    public void A_message_is_shown_and_changes_no_state()
    {
        Agent.Obey(_world.Command(CommandNames.Lock));
        Assert.True(Agent.Obey(_world.Sign(_world.Claims(CommandNames.Message) with { Message = "Habari" })).Taken);
        Assert.Equal(("Habari", LockCause.Order), (Agent.State.Message!.Text, Agent.LockedBy));
    }

    [Fact]
    public void What_a_lock_said_does_not_outlive_it()
    {
        Agent.Obey(_world.Command(CommandNames.Lock));
        Assert.Equal("Please pay", Agent.State.Message!.Text);
        Agent.Obey(_world.Sign(_world.Claims(CommandNames.Unlock) with { Message = null }));
        Assert.Null(Agent.State.Message);
    }

    [Fact]
    public void Results_wait_until_they_are_delivered_and_survive_a_restart()
    {
        var order = _world.Claims(CommandNames.Lock);
        Agent.Obey(_world.Sign(order));
        _world.Restart();
        var result = Assert.Single(Agent.Results());
        Assert.Equal((order.Jti, order.Cnt, "done", StateNames.Locked), (result.OrderId, result.Counter, result.Outcome, result.State));
        Agent.Reported(order.Jti);
        Assert.Empty(Agent.Results());
    }

    [Fact]
    public void An_order_sent_again_because_its_report_was_lost_is_reported_as_done_again()
    {
        var order = _world.Claims(CommandNames.Lock);
        Agent.Obey(_world.Sign(order));
        Agent.Reported(order.Jti);
        _world.Pass(TimeSpan.FromMinutes(20));
        Assert.Equal(ProtocolCodes.Replayed, Agent.Obey(_world.Sign(order with { Iat = _world.Unix, Exp = _world.Unix + 600 })).Refused);
        Assert.Equal(ResultRequest.Done, Assert.Single(Agent.Results()).Outcome);
    }

    [Fact]
    public void A_forged_command_naming_a_real_order_is_not_reported()
    {
        Agent.Obey(PortalMessages.SignCommand(_world.Claims(CommandNames.Lock), _world.Stranger));
        Assert.Empty(Agent.Results());
    }

    [Fact]
    public void A_command_dated_ahead_is_obeyed_once_a_lease_brought_the_time()
    {
        var before = _world.Clock.Elapsed;
        _world.Pass(TimeSpan.FromDays(1));
        _world.Clock.Elapsed = before;
        var ahead = _world.Command(CommandNames.Lock);
        Assert.Equal(ProtocolCodes.NotYet, Agent.Obey(ahead).Refused);
        Assert.Empty(Agent.Results());
        Agent.TakeLease(_world.Lease(_world.Portal.AddDays(9)));
        Assert.True(Agent.Obey(ahead).Taken);
        Assert.Equal(ResultRequest.Done, Assert.Single(Agent.Results()).Outcome);
    }

    [Fact]
    public void The_servers_unsigned_time_corrects_what_the_device_writes_and_nothing_else()
    {
        _world.Clock.Wall += TimeSpan.FromDays(1);
        Assert.False(PortalMessages.IsNear(Agent.Heartbeat(new Vitals(80, "sim-1", false, false)).At, _world.Portal));
        Agent.CorrectClock(_world.Portal);
        Assert.Equal(_world.Portal, Agent.Heartbeat(new Vitals(80, "sim-1", false, false)).At);
        Agent.CorrectClock(_world.Portal.AddYears(5));
        Assert.Equal((StateNames.Active, _world.Portal), (Agent.StateName, Agent.Now));
    }

    [Fact]
    public void Heartbeats_say_what_the_device_measures_and_count()
    {
        var first = Agent.Heartbeat(new Vitals(55, "89254", true, true));
        var second = Agent.Heartbeat(new Vitals(null, null, false, false));
        Assert.Equal(new HeartbeatRequest(1, _world.Portal, "active", true, true, "sim/1", 55, "89254"), first);
        Assert.Equal(2, second.Counter);
        Agent.LeapCounters();
        Assert.Equal(1003, Agent.Heartbeat(new Vitals(1, null, false, false)).Counter);
    }
}
