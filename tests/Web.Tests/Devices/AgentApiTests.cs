using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Paylatch.Application.Devices;
using Paylatch.Application.Identity;
using Paylatch.DeviceAgents.Protocol;
using Paylatch.Domain.Devices;
using Paylatch.Testing;

namespace Paylatch.Web.Tests.Devices;

public sealed class AgentApiTests
{
    [Fact]
    public async Task A_phone_enrols_is_heard_is_locked_at_once_while_it_polls_and_shows_it()
    {
        await using var portal = await AgentPortal.Start();
        var phone = await portal.Enrolled();
        var beat = await phone.Beat();
        Assert.Equal(HttpStatusCode.OK, beat.Status);
        Assert.True(phone.Agent.TakeLease(beat.Body.GetProperty("lease").GetString()).Taken);
        Assert.False(beat.Body.GetProperty("pending").GetBoolean());

        var poll = phone.Commands("?wait=30");
        var watch = Stopwatch.StartNew();
        Assert.True((await portal.Lock(phone.Id)).Done);
        var commands = await poll;

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), $"answered after {watch.Elapsed}");
        Assert.True(phone.Agent.Obey(commands.Body.GetProperty("commands")[0].GetString()).Taken);
        var result = Assert.Single(phone.Agent.Results());
        Assert.Equal(HttpStatusCode.NoContent, (await phone.Report(result)).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await phone.Report(result)).Status);
        portal.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.OK, (await phone.Beat()).Status);
        var row = (await portal.Run(Role.Agent, (GetDeviceRows u) => u.Handle([phone.Id], default))).Value.Rows.Single();
        Assert.Equal((DeviceState.Locked, DevicePhase.Confirmed), (row.State, row.Phase));
        Assert.Equal(StateNames.Locked, phone.Agent.StateName);
    }

    [Fact]
    public async Task A_poll_on_one_node_is_answered_when_another_node_orders()
    {
        await using var portal = await AgentPortal.Start();
        var phone = await portal.Enrolled();
        await phone.Beat();
        await using var second = await portal.Another();
        phone.Http = second.Http();
        // The second node listens once it answers a poll that was open when the order came.
        Assert.Empty((await phone.Commands("?wait=1")).Body.GetProperty("commands").EnumerateArray());

        var poll = phone.Commands("?wait=30");
        var watch = Stopwatch.StartNew();
        Assert.True((await portal.Lock(phone.Id)).Done);

        Assert.Single((await poll).Body.GetProperty("commands").EnumerateArray());
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), $"answered after {watch.Elapsed}");
    }

    [Fact]
    public async Task A_clock_wrong_by_a_day_is_told_the_servers_time_wherever_it_matters()
    {
        await using var portal = await AgentPortal.Start();
        var phone = await portal.Enrolled();
        var (device, imei, code) = await portal.Entered();
        var late = new AgentOverHttp(portal, device, imei);
        late.Clock.Off = phone.Clock.Off = TimeSpan.FromDays(-1);

        foreach (var answer in new[] { await phone.Session(), await phone.Beat(), await late.Enrol(code) })
        {
            Assert.Equal((HttpStatusCode.Unauthorized, "agent.clock_skew"), (answer.Status, answer.Code));
            Assert.Equal(portal.Time.GetUtcNow(), answer.Body.GetProperty("serverTime").GetDateTimeOffset(), TimeSpan.FromMilliseconds(1));
        }

        var time = await ApiAnswer.Of(await portal.Http().GetAsync(new Uri(AgentRoutes.Time, UriKind.Relative)));
        phone.Agent.CorrectClock(time.Body.GetProperty("serverTime").GetDateTimeOffset());
        Assert.Equal(HttpStatusCode.OK, (await phone.Beat()).Status);
    }

    [Fact]
    public async Task A_replayed_heartbeat_or_session_is_refused_with_its_code()
    {
        await using var portal = await AgentPortal.Start();
        var phone = await portal.Enrolled();
        var said = JsonSerializer.Serialize(phone.Agent.Heartbeat(new Vitals(50, null, false, false)), WireJson.Default.HeartbeatRequest);
        var assertion = JsonSerializer.Serialize(phone.Agent.OpenSession(), WireJson.Default.SessionRequest);

        Assert.Equal(HttpStatusCode.OK, (await phone.Post(AgentRoutes.Heartbeat, said)).Status);
        var beat = await phone.Post(AgentRoutes.Heartbeat, said);
        Assert.Equal(HttpStatusCode.OK, (await phone.Post(AgentRoutes.Session, assertion)).Status);
        var session = await phone.Post(AgentRoutes.Session, assertion);

        Assert.Equal((HttpStatusCode.Conflict, AgentProblemCodes.Replayed), (beat.Status, beat.Code));
        Assert.Equal((HttpStatusCode.Unauthorized, AgentProblemCodes.Replayed), (session.Status, session.Code));
    }

    [Fact]
    public async Task A_token_is_good_at_its_own_merchant_only_and_without_one_nothing_is_answered()
    {
        await using var portal = await AgentPortal.Start();
        await portal.Merchant("soko");
        var phone = await portal.Enrolled();
        phone.Http = portal.Http("soko.localhost");

        foreach (var answer in new[] { await phone.Beat(), await phone.Commands(), await phone.Report(Nothing(phone)) })
            Assert.Equal((HttpStatusCode.Unauthorized, "agent.session_required"), (answer.Status, answer.Code));
        Assert.Equal("agent.bad_signature", (await phone.Session()).Code);

        (phone.Http, phone.Token) = (portal.Http(), null);
        foreach (var answer in new[] { await phone.Beat(), await phone.Commands(), await phone.Report(Nothing(phone)) })
            Assert.Equal((HttpStatusCode.Unauthorized, "agent.session_required"), (answer.Status, answer.Code));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{\"counter\":1}")]
    [InlineData("{\"counter\":1,\"counter\":2}")]
    [InlineData("{\"assertion\":null}")]
    public async Task Nonsense_is_answered_with_a_code_and_changes_nothing(string body)
    {
        await using var portal = await AgentPortal.Start();
        var phone = await portal.Enrolled();

        foreach (var path in new[] { AgentRoutes.Enrol, AgentRoutes.Session, AgentRoutes.Heartbeat, AgentRoutes.Results })
        {
            var answer = await phone.Post(path, body);
            Assert.Equal((HttpStatusCode.UnprocessableEntity, "agent.request_invalid"), (answer.Status, answer.Code));
        }
    }

    [Theory]
    [InlineData("state", "\"broken\"")]
    [InlineData("battery", "101")]
    [InlineData("battery", "70000")]
    [InlineData("counter", "0")]
    [InlineData("sim", "\"12345678901234567890123456789012345678901234567890123456789012345\"")]
    [InlineData("sim", "\"a\\u0000b\"")]
    public async Task A_heartbeat_with_impossible_figures_names_the_figure(string field, string value)
    {
        await using var portal = await AgentPortal.Start();
        var phone = await portal.Enrolled();
        var said = System.Text.Json.Nodes.JsonNode.Parse(JsonSerializer.Serialize(phone.Agent.Heartbeat(new Vitals(50, "sim", false, false)), WireJson.Default.HeartbeatRequest))!;
        said[field] = System.Text.Json.Nodes.JsonNode.Parse(value);

        var answer = await phone.Post(AgentRoutes.Heartbeat, said.ToJsonString());

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "agent.heartbeat_invalid", field), (answer.Status, answer.Code, answer.Body.GetProperty("field").GetString()));
        Assert.Equal(HttpStatusCode.OK, (await phone.Beat()).Status);
    }

    [Theory]
    [InlineData("?wait=31")]
    [InlineData("?wait=-1")]
    [InlineData("?wait=soon")]
    public async Task A_poll_waits_at_most_half_a_minute(string query)
    {
        await using var portal = await AgentPortal.Start();
        var phone = await portal.Enrolled();

        Assert.Equal("agent.request_invalid", (await phone.Commands(query)).Code);
        Assert.Equal(HttpStatusCode.OK, (await phone.Commands()).Status);
    }

    [Fact]
    public async Task A_device_that_asks_too_often_is_slowed_down_and_others_are_not()
    {
        await using var portal = await AgentPortal.Start(("Limits:DevicePerMinute", "5"));
        var (eager, calm) = (await portal.Enrolled(), await portal.Enrolled());

        var answers = new List<ApiAnswer>();
        for (var i = 0; i < 8; i++) answers.Add(await eager.Commands());

        Assert.Contains(answers, answer => answer is { Status: HttpStatusCode.TooManyRequests, Code: "request.too_many" });
        Assert.Equal(HttpStatusCode.OK, (await calm.Beat()).Status);
    }

    private static ResultRequest Nothing(AgentOverHttp phone) =>
        new(Guid.CreateVersion7(), 1, ResultRequest.Done, StateNames.Active, phone.Clock.Wall);
}
