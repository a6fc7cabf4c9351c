using System.Globalization;
using System.Net;
using Paylatch.Application.Devices;
using Paylatch.Application.Shared;
using Paylatch.DeviceAgents.Protocol;
using Paylatch.Domain.Devices;
using Paylatch.Testing;

namespace Paylatch.Web.Tests.Trouble;

[Collection(TroubleCollection.Name)]
public sealed class DeviceTroubleTests(TroubleHost host)
{
    [Fact]
    public async Task A_replayed_heartbeat_is_refused_and_kept_once()
    {
        var sold = await host.Sell();
        using var device = await TestDevice.Enrol(host, sold);
        var heartbeat = device.NextHeartbeat();

        Assert.Equal(HttpStatusCode.OK, (await device.Send(heartbeat)).Status);
        Assert.Equal((409, "agent.replayed"), (await device.Send(heartbeat)).Problem);
        Assert.Equal((409, "agent.replayed"), (await device.Send(heartbeat with { Battery = 1 })).Problem);

        Assert.Equal(1, await host.Count(sold.Tenant, "heartbeats where device_id = $1", sold.Device.Value));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public async Task A_clock_wrong_by_a_day_is_told_the_time_and_the_device_puts_itself_right(int days)
    {
        var sold = await host.Sell();
        using var device = await TestDevice.Enrol(host, sold);
        var right = device.NextHeartbeat();

        var answer = await device.Send(right with { At = right.At.AddDays(days) });

        Assert.Equal((401, AgentProblemCodes.ClockSkew), answer.Problem);
        var told = DateTimeOffset.Parse((string)answer.Json!["serverTime"]!, CultureInfo.InvariantCulture);
        Assert.InRange(told, right.At.AddMinutes(-5), right.At.AddMinutes(5));
        Assert.Equal(0, await host.Count(sold.Tenant, "heartbeats where device_id = $1", sold.Device.Value));
        device.Agent.CorrectClock(told);
        Assert.Equal(HttpStatusCode.OK, (await device.Send(device.NextHeartbeat())).Status);
    }

    [Fact]
    public async Task A_simulated_device_whose_clock_is_set_wrong_by_a_day_goes_on_by_itself()
    {
        var sold = await host.Sell();
        Assert.Equal(HttpStatusCode.Created, (await host.Simulate(sold)).Status);
        await Eventually.True(async () => (await host.Held(sold))["lastHeartbeatAt"] is not null, "a first heartbeat", TroubleHost.Patience);

        await host.Held(sold, "/skew", new { seconds = 86_400 });
        var before = (long)(await host.Held(sold))["heartbeatCounter"]!;

        await Eventually.True(
            async () => (await host.Count(sold.Tenant, "heartbeats where device_id = $1 and counter > $2 + 3", sold.Device.Value, before)) > 0,
            "heartbeats after the clock was set wrong", TroubleHost.Patience);
        var held = await host.Held(sold);
        Assert.Equal(("active", null), ((string?)held["state"], (string?)held["problem"]));
    }

    [Fact]
    public async Task An_enrolment_code_enrols_one_device_once()
    {
        var (sold, other) = (await host.Sell(), await host.Sell());
        using var device = await TestDevice.Enrol(host, sold);

        var again = await host.Simulate(sold);
        var strange = await host.Simulate(other with { Code = sold.Code });
        var wrong = await host.Simulate(other with { Imei = sold.Imei });

        Assert.Equal((422, "devices.code_used"), again.Problem);
        Assert.Equal((422, "devices.code_used"), strange.Problem);
        Assert.Equal((422, "devices.wrong_device"), wrong.Problem);
        Assert.Equal(HttpStatusCode.Created, (await host.Simulate(other)).Status);
    }

    [Fact]
    public async Task Two_locks_and_an_unlock_at_the_same_moment_leave_one_order_and_the_unlock_wins()
    {
        var sold = await host.Sell();
        using var device = await TestDevice.Enrol(host, sold);
        await host.Settled(sold.Tenant);
        for (var round = 0; round < 8; round++)
        {
            var asked = await Task.WhenAll(Lock(sold, round), Unlock(sold, round), Lock(sold, round));

            Assert.All(asked, a => Assert.True(a.Done || a.Refusal!.Code == "devices.unlock_under_way", a.Refusal?.Code));
            Assert.True(asked[1].Done);
            Assert.Equal(1, await host.Count(sold.Tenant, "orders where device_id = $1 and state in ('ordered', 'armed')", sold.Device.Value));
            Assert.Equal("unlock", Assert.Single(await device.Fetch(wait: 5)).Cmd);
            Assert.Equal("active", device.Agent.StateName);
            await device.Report();
            Assert.Equal("active confirmed", await host.Sql(sold.Tenant, "select state || ' ' || phase from devices where id = $1", sold.Device.Value));
        }
    }

    [Fact]
    public async Task A_report_that_comes_twice_and_one_about_an_order_of_another_device_change_nothing()
    {
        var (sold, other) = (await host.Sell(), await host.Sell());
        using var device = await TestDevice.Enrol(host, sold);
        using var strange = await TestDevice.Enrol(host, other);
        await host.Settled(sold.Tenant);
        await Lock(sold, 0);
        await device.Fetch(wait: 5);
        var result = Assert.Single(device.Agent.Results());

        var stolen = await strange.Post(AgentRoutes.Results, result, WireJson.Default.ResultRequest);
        Assert.Equal((404, "devices.order_not_found"), stolen.Problem);
        Assert.Equal(1, await host.Count(sold.Tenant, "orders where device_id = $1 and state = 'armed'", sold.Device.Value));
        for (var times = 0; times < 2; times++)
            Assert.Equal(HttpStatusCode.NoContent, (await device.Post(AgentRoutes.Results, result, WireJson.Default.ResultRequest)).Status);

        Assert.Equal(1, await host.Count(sold.Tenant, "events where device_id = $1 and type = 'OrderBelieved'", sold.Device.Value));
        Assert.Equal(1, await host.Count(sold.Tenant, "orders where device_id = $1", sold.Device.Value));
    }

    private async Task<Outcome<LiveOrder>> Lock(Sold sold, int round) =>
        await host.Run(TroubleHost.Admin(sold.Tenant), (LockDevice u) => u.Handle(new(sold.Device, $"trouble round {round}"), default));

    private async Task<Outcome<LiveOrder>> Unlock(Sold sold, int round) =>
        await host.Run(TroubleHost.Admin(sold.Tenant), (UnlockDevice u) => u.Handle(new(sold.Device, $"trouble round {round}"), default));
}
