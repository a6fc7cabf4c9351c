using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Paylatch.DeviceAgents.Protocol;

namespace Paylatch.Web.Tests.Trouble;

/// <summary>The real agent with the test's hand on the wire: every request is sent when the test says so, and to the node it says.</summary>
internal sealed class TestDevice : IDisposable
{
    public const string Model = "Tecno Spark 30";

    private static readonly Vitals Well = new(80, "8925401", false, false);

    private readonly HttpClient _http;

    private TestDevice(HttpClient http, DeviceAgent agent) => (_http, Agent) = (http, agent);

    public DeviceAgent Agent { get; }

    public string Token { get; private set; } = "";

    /// <summary>Enrols the sold device and opens a session.</summary>
    public static async Task<TestDevice> Enrol(TroubleHost host, Sold sold)
    {
        var http = Wire.Open(host.Demo.AddressOf(sold.Tenant.Slug));
        var time = Read((await http.Ask(HttpMethod.Get, AgentRoutes.Time)).Text, WireJson.Default.TimeAnswer);
        var agent = DeviceAgent.New(new DeviceFacts("phone", Model, "1.0-test", sold.Imei), new Clock(time.ServerTime - DateTimeOffset.UtcNow));
        var device = new TestDevice(http, agent);
        var answer = await device.Post(AgentRoutes.Enrol, agent.Enrol(sold.Code), WireJson.Default.EnrolRequest);
        Assert.True((int)answer.Status == 201, answer.ToString());
        agent.Enrolled(Read(answer.Text, WireJson.Default.EnrolAnswer));
        await device.Open();
        return device;
    }

    /// <summary>Opens a session.</summary>
    public async Task Open()
    {
        var answer = await Post(AgentRoutes.Session, Agent.OpenSession(), WireJson.Default.SessionRequest);
        Assert.True((int)answer.Status == 200, answer.ToString());
        Token = Read(answer.Text, WireJson.Default.SessionAnswer).Token;
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
    }

    /// <summary>The next heartbeat, not yet sent.</summary>
    public HeartbeatRequest NextHeartbeat() => Agent.Heartbeat(Well);

    public Task<Answer> Send(HeartbeatRequest heartbeat) => Post(AgentRoutes.Heartbeat, heartbeat, WireJson.Default.HeartbeatRequest);

    /// <summary>Waits for commands and obeys them; reports nothing yet.</summary>
    /// <returns>What it was told.</returns>
    public async Task<IReadOnlyList<CommandClaims>> Fetch(int wait = 0, Uri? at = null)
    {
        var path = string.Create(CultureInfo.InvariantCulture, $"{AgentRoutes.Commands}?wait={wait}");
        var answer = await _http.Ask(HttpMethod.Get, at is null ? path : new Uri(at, path).AbsoluteUri);
        Assert.True((int)answer.Status == 200, answer.ToString());
        var commands = Read(answer.Text, WireJson.Default.CommandsAnswer).Commands;
        foreach (var command in commands) Agent.Obey(command);
        return [.. commands.Select(command => Read(Encoding.UTF8.GetString(StrictBase64Url.Decode(command.Split('.')[1])), WireJson.Default.CommandClaims))];
    }

    /// <summary>Reports what became of the commands, and beats once so that it is confirmed.</summary>
    public async Task Report()
    {
        foreach (var result in Agent.Results())
        {
            var answer = await Post(AgentRoutes.Results, result, WireJson.Default.ResultRequest);
            Assert.True((int)answer.Status == 204, answer.ToString());
            Agent.Reported(result.OrderId);
        }

        Assert.Equal(200, (int)(await Send(NextHeartbeat())).Status);
    }

    public Task<Answer> Post<T>(string path, T body, JsonTypeInfo<T> shape, Uri? at = null) =>
        Post(at is null ? path : new Uri(at, path).AbsoluteUri, JsonSerializer.Serialize(body, shape));

    public Task<Answer> Post(string address, string json) =>
        _http.Ask(HttpMethod.Post, address, new StringContent(json, Encoding.UTF8, "application/json"));

    public void Dispose() => _http.Dispose();

    private static T Read<T>(string json, JsonTypeInfo<T> shape) => JsonSerializer.Deserialize(json, shape)!;

    private sealed class Clock(TimeSpan ahead) : IAgentClock
    {
        public DateTimeOffset Wall => DateTimeOffset.UtcNow + ahead;

        public TimeSpan Elapsed => Wall - DateTimeOffset.UnixEpoch;

        public string Boot => "test";
    }
}
