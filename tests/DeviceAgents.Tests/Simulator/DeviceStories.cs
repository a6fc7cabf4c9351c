using Paylatch.DeviceAgents.Protocol;

namespace Paylatch.DeviceAgents.Simulator.Tests;

/// <summary>A simulated device and a portal, over HTTP.</summary>
public sealed class DeviceStories : IAsyncLifetime
{
    private FakePortal _portal = null!;
    private RunningSimulator _simulator = null!;

    public async ValueTask InitializeAsync()
    {
        _portal = await FakePortal.Start();
        _simulator = await RunningSimulator.Start();
    }

    public async ValueTask DisposeAsync()
    {
        await _simulator.DisposeAsync();
        await _portal.DisposeAsync();
    }

    [Fact]
    public async Task A_device_enrols_at_the_tenants_host_and_beats()
    {
        var device = await Enrolled();
        await Beats(device, 3);
        var first = device.Heartbeats.First();
        Assert.Equal((1L, StateNames.Active, Fleet.AgentVersion), (first.Counter, first.State, first.AgentVersion));
        Assert.Equal(new Uri(_portal.Url).Authority, Assert.Single(_portal.Hosts.Keys));
        Assert.Equal(("phone", "490154203237518"), (device.Facts.Kind, device.Facts.Imei));
        Assert.Equal(1, device.Sessions);
        var view = await _simulator.View(device.Id);
        Assert.Equal((StateNames.Active, "none", true), (view.State, view.LockedBy, view.Online));
        Assert.Null(view.Problem);
    }

    [Fact]
    public async Task It_obeys_lock_unlock_and_release_and_reports_each()
    {
        var device = await Enrolled();
        foreach (var (cmd, state) in new[] { (CommandNames.Lock, StateNames.Locked), (CommandNames.Unlock, StateNames.Active), (CommandNames.Release, StateNames.Released) })
        {
            var order = _portal.Send(device, cmd);
            await Soon.Holds(() => device.Results.Any(r => r.OrderId == order.Jti), $"{cmd} reported");
            var result = Assert.Single(device.Results, r => r.OrderId == order.Jti);
            Assert.Equal((ResultRequest.Done, state, order.Cnt), (result.Outcome, result.State, result.Counter));
            await Soon.Holds(() => device.Latest?.State == state, $"a heartbeat says {state}");
            Assert.Equal(state, (await _simulator.View(device.Id)).State);
        }
    }

    [Fact]
    public async Task It_refuses_what_is_forged_expired_replayed_or_anothers()
    {
        var device = await Enrolled();
        var first = _portal.Send(device, CommandNames.Message);
        await Soon.Holds(() => device.Results.Any(r => r.OrderId == first.Jti), "message reported");
        var order = _portal.Order(device, CommandNames.Lock);
        var old = order with { Iat = order.Iat - 7200, Exp = order.Iat - 6600 };
        FakePortal.Deliver(device, PortalMessages.SignCommand(order, SigningKey.New(_portal.Key.Kid)));
        FakePortal.Deliver(device, PortalMessages.SignCommand(old, _portal.Key));
        FakePortal.Deliver(device, PortalMessages.SignCommand(order with { Cnt = first.Cnt }, _portal.Key));
        FakePortal.Deliver(device, PortalMessages.SignCommand(order with { Sub = Guid.CreateVersion7() }, _portal.Key));
        FakePortal.Deliver(device, PortalMessages.SignCommand(order with { Iat = order.Iat + 3600, Exp = order.Iat + 4200 }, _portal.Key));
        FakePortal.Deliver(device, "not a command");

        string[] codes = [ProtocolCodes.BadSignature, ProtocolCodes.Expired, ProtocolCodes.Malformed, ProtocolCodes.NotYet, ProtocolCodes.Replayed, ProtocolCodes.WrongDevice];
        await Soon.Holds(async () => codes.SequenceEqual((await _simulator.View(device.Id)).Refusals.Keys), "all six refused");
        Assert.Equal(StateNames.Active, (await _simulator.View(device.Id)).State);
        Assert.All(device.Results, r => Assert.NotEqual(StateNames.Locked, r.State));
        Assert.DoesNotContain(device.Results, r => r.Outcome == ResultRequest.Done && r.OrderId == order.Jti);

        // The order itself, properly signed, is still good: refusals used up nothing.
        FakePortal.Deliver(device, PortalMessages.SignCommand(order, _portal.Key));
        await Soon.Holds(async () => (await _simulator.View(device.Id)).State == StateNames.Locked, "the proper order obeyed");
    }

    [Fact]
    public async Task It_keeps_its_state_over_a_restart_even_without_a_portal()
    {
        var device = await Enrolled();
        var order = _portal.Send(device, CommandNames.Lock);
        await Soon.Holds(() => device.Results.Any(r => r.OrderId == order.Jti), "lock reported");
        var before = await _simulator.View(device.Id);
        _portal.Down = 503;
        await _simulator.Restart();
        var after = await _simulator.View(device.Id);
        Assert.Equal((StateNames.Locked, "order", before.Sim, before.PaidUntil), (after.State, after.LockedBy, after.Sim, after.PaidUntil));

        // Its key and counters came back too: the portal takes its session and its heartbeats, and it takes the unlock.
        _portal.Down = 0;
        var heard = device.Heartbeats.Count;
        await Beats(device, heard + 2);
        _portal.Send(device, CommandNames.Unlock);
        await Soon.Holds(() => device.Latest?.State == StateNames.Active, "unlocked after the restart");
    }

    [Fact]
    public async Task Restored_from_an_old_copy_it_leaps_over_the_counters_it_lost()
    {
        var device = await Enrolled();
        await Beats(device, 2);
        var copy = Directory.CreateTempSubdirectory("paylatch-simulator-").FullName;
        Directory.CreateDirectory(Path.Combine(copy, "devices"));
        File.Copy(Path.Combine(_simulator.Options.Data, "devices", $"{device.Id}.json"), Path.Combine(copy, "devices", $"{device.Id}.json"));
        var old = _simulator.Options.Data;
        await Beats(device, 8);
        await _simulator.Restart(copy);
        Directory.Delete(old, recursive: true);
        var heard = device.Heartbeats.Count;
        await Beats(device, heard + 2);
        Assert.True(device.Latest!.Counter > 1000);
    }

    [Fact]
    public async Task Offline_it_locks_itself_when_the_world_passes_the_paid_time_and_a_payment_frees_it()
    {
        var device = await Enrolled();
        await Beats(device, 1);
        Assert.False((await _simulator.Tell(device.Id, "offline")).Online);
        var heard = device.Heartbeats.Count;
        _portal.Move(TimeSpan.FromDays(9));
        await Soon.Holds(async () => (await _simulator.View(device.Id)).Time > _portal.Now.AddMinutes(-1), "its world moved nine days");
        Assert.Equal(StateNames.Active, (await _simulator.View(device.Id)).State);
        _portal.Move(TimeSpan.FromDays(1));
        await Soon.Holds(async () => (await _simulator.View(device.Id)).LockedBy == "lease", "locked itself");
        Assert.Equal(heard, device.Heartbeats.Count);

        await _simulator.Restart();
        Assert.Equal("lease", (await _simulator.View(device.Id)).LockedBy);
        Assert.False((await _simulator.View(device.Id)).Online);

        await _simulator.Tell(device.Id, "online");
        await Soon.Holds(() => device.Latest?.State == StateNames.Locked, "it says that it is locked");
        device.PaidUntil = _portal.Now.AddDays(30);
        await Soon.Holds(() => device.Latest?.State == StateNames.Active, "the later lease freed it");
    }

    [Fact]
    public async Task A_moved_world_stays_moved_over_a_restart_without_a_portal()
    {
        var device = await Enrolled();
        _portal.Move(TimeSpan.FromDays(5));
        await Soon.Holds(async () => (await _simulator.View(device.Id)).Wall > _portal.Now.AddMinutes(-1), "its world moved");
        await _portal.DisposeAsync();
        await _simulator.Restart();
        var view = await _simulator.View(device.Id);
        Assert.True(view.Wall > TimeProvider.System.GetUtcNow().AddDays(4.9));
        Assert.True(view.Time > TimeProvider.System.GetUtcNow().AddDays(4.9));
    }

    [Fact]
    public async Task It_opens_a_new_session_when_the_portal_forgot_the_old_one()
    {
        var device = await Enrolled();
        await Beats(device, 1);
        _portal.ForgetSessions();
        await Beats(device, device.Heartbeats.Count + 3);
        Assert.True(device.Sessions >= 2);
        _portal.Send(device, CommandNames.Lock);
        await Soon.Holds(() => device.Latest?.State == StateNames.Locked, "commands arrive under the new session");
    }

    [Fact]
    public async Task A_wall_clock_that_is_a_day_wrong_is_put_right_by_the_portal()
    {
        var device = await Enrolled();
        await Beats(device, 1);
        var view = await _simulator.Tell(device.Id, "skew", new { seconds = 86_400 });
        Assert.True(view.Wall > _portal.Now.AddHours(23));
        await Beats(device, device.Heartbeats.Count + 3);
        Assert.True(PortalMessages.IsNear(device.Latest!.At, _portal.Now));
        Assert.Equal(86_400, (await _simulator.View(device.Id)).SkewSeconds);
        Assert.Equal(StateNames.Active, (await _simulator.View(device.Id)).State);
    }

    [Fact]
    public async Task Meddling_shows_in_the_next_heartbeat()
    {
        var device = await Enrolled();
        await _simulator.Tell(device.Id, "sim", new { sim = "8925400000000000001" });
        await Soon.Holds(() => device.Latest?.Sim == "8925400000000000001", "the new SIM told");
        await _simulator.Tell(device.Id, "tamper");
        await Soon.Holds(() => device.Latest is { Tampered: true, Rooted: false }, "the tampering told");
        await _simulator.Tell(device.Id, "tamper", new { tampered = false, rooted = true });
        await Soon.Holds(() => device.Latest is { Tampered: false, Rooted: true }, "the rooting told");
    }

    [Fact]
    public async Task A_portal_that_is_down_is_waited_for()
    {
        var device = await Enrolled();
        await Beats(device, 1);
        _portal.Down = 500;
        await Soon.Holds(async () => (await _simulator.View(device.Id)).Problem is not null, "the trouble shows");
        var order = _portal.Send(device, CommandNames.Lock);
        _portal.Down = 0;
        await Soon.Holds(() => device.Results.Any(r => r.OrderId == order.Jti), "the order waited");
        await Soon.Holds(async () => (await _simulator.View(device.Id)).Problem is null, "all is well again");
    }

    [Fact]
    public async Task A_lost_report_is_sent_again()
    {
        var device = await Enrolled();
        _portal.LoseResults = 2;
        var order = _portal.Send(device, CommandNames.Lock);
        await Soon.Holds(() => device.Results.Any(r => r.OrderId == order.Jti), "reported in the end");
        Assert.Single(device.Results, r => r.OrderId == order.Jti);
    }

    [Fact]
    public async Task An_order_signed_again_after_its_report_was_taken_changes_nothing_and_is_reported_as_done()
    {
        var device = await Enrolled();
        var order = _portal.Send(device, CommandNames.Lock);
        await Soon.Holds(() => device.Results.Count == 1, "reported");
        _portal.Send(device, CommandNames.Unlock);
        await Soon.Holds(() => device.Results.Count == 2, "unlocked");
        FakePortal.Deliver(device, PortalMessages.SignCommand(order, _portal.Key));
        await Soon.Holds(() => device.Results.Count == 3, "reported again");
        Assert.Equal((order.Jti, ResultRequest.Done, StateNames.Active), (device.Results.Last().OrderId, device.Results.Last().Outcome, device.Results.Last().State));
    }

    [Fact]
    public async Task A_command_that_comes_before_the_moved_clock_is_obeyed_after_a_heartbeat()
    {
        await using var slow = await RunningSimulator.Start(o => o with { Heartbeat = TimeSpan.FromHours(1), ReadClockEvery = TimeSpan.FromHours(1) });
        var device = _portal.Devices[(await slow.Enrol(_portal)).Id];
        await Beats(device, 1);
        await Soon.Holds(() => device.Polls == 1, "it waits for commands");
        _portal.Move(TimeSpan.FromDays(1));
        var order = _portal.Send(device, CommandNames.Lock);
        await Soon.Holds(() => device.Results.Any(r => r.OrderId == order.Jti && r.Outcome == ResultRequest.Done), "obeyed");
        Assert.DoesNotContain(device.Results, r => r.Outcome == ResultRequest.Refused);
    }

    [Fact]
    public async Task A_hundred_devices_are_locked_in_one_go()
    {
        var devices = new List<PortalDevice>();
        for (var i = 0; i < 100; i++) devices.Add(_portal.Devices[(await _simulator.Enrol(_portal, "solar")).Id]);
        foreach (var device in devices) _portal.Send(device, CommandNames.Lock);
        await Soon.Holds(() => devices.All(d => d.Results.Any(r => r.State == StateNames.Locked)), "all locked");
    }

    private async Task<PortalDevice> Enrolled(string kind = "phone") => _portal.Devices[(await _simulator.Enrol(_portal, kind)).Id];

    private static Task Beats(PortalDevice device, int count) => Soon.Holds(() => device.Heartbeats.Count >= count, $"{count} heartbeats");
}
