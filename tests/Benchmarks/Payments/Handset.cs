using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Paylatch.DeviceAgents.Protocol;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Payments;
using Paylatch.Domain.Shared;

namespace Paylatch.Benchmarks;

/// <summary>A fleet's clocks: the world's time, moved with the sandbox.</summary>
internal sealed class FleetClock : IAgentClock
{
    private readonly long _start = Stopwatch.GetTimestamp();

    public TimeSpan Moved { get; set; }

    public DateTimeOffset Wall => DateTimeOffset.UtcNow + Moved;

    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(_start) + Moved;

    public string Boot => "one";
}

/// <summary>A phone with the protocol's real agent, over real HTTP: it polls, obeys, reports and sends a heartbeat.</summary>
internal sealed class Handset(Uri portal, HttpClient http, DeviceAgent agent)
{
    private string _token = "";

    public LoanId Loan { get; init; }

    public CustomerId Customer { get; init; }

    public PaymentIntentId Intent { get; set; }

    public bool Locked => agent.StateName == StateNames.Locked;

    /// <summary>Done when the next answered poll leaves the phone unlocked, with the time the answer was there.</summary>
    public TaskCompletionSource<long> Unlocked { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>As many connections as there are phones, all to this machine.</summary>
    public static HttpClient OpenHttp() => new(new SocketsHttpHandler
    {
        UseProxy = false,
        UseCookies = false,
        ConnectCallback = async (context, ct) =>
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, context.DnsEndPoint.Port), ct);
            return new NetworkStream(socket, ownsSocket: true);
        },
    }) { Timeout = TimeSpan.FromSeconds(60) };

    public async Task Enrol(string code, CancellationToken ct)
    {
        agent.Enrolled((await Post(AgentRoutes.Enrol, agent.Enrol(code), WireJson.Default.EnrolRequest, WireJson.Default.EnrolAnswer, ct))!);
        _token = (await Post(AgentRoutes.Session, agent.OpenSession(), WireJson.Default.SessionRequest, WireJson.Default.SessionAnswer, ct))!.Token;
        await Beat(ct);
    }

    /// <summary>Polls and obeys until it is stopped.</summary>
    public async Task Live(CancellationToken ct)
    {
        try
        {
            while (true) await Poll(ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The benchmark is over.
        }
    }

    private async Task Poll(CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(portal, AgentRoutes.Commands + "?wait=30"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _token);
        using var answer = await http.SendAsync(request, ct);
        var body = await answer.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync(ct);
        var at = Stopwatch.GetTimestamp();
        var commands = JsonSerializer.Deserialize(body, WireJson.Default.CommandsAnswer)!.Commands;
        if (commands.Count == 0) return;
        foreach (var command in commands)
        {
            if (agent.Obey(command).Refused is { } no) throw new InvalidOperationException($"The agent refused a command: {no}.");
        }

        if (!Locked) Unlocked.TrySetResult(at);
        foreach (var result in agent.Results())
        {
            await Post<ResultRequest, object>(AgentRoutes.Results, result, WireJson.Default.ResultRequest, null, ct);
            agent.Reported(result.OrderId);
        }

        await Beat(ct);
    }

    private async Task Beat(CancellationToken ct)
    {
        var heartbeat = agent.Heartbeat(new Vitals(80, "8925401", false, false));
        var answer = await Post(AgentRoutes.Heartbeat, heartbeat, WireJson.Default.HeartbeatRequest, WireJson.Default.HeartbeatAnswer, ct);
        agent.TakeLease(answer!.Lease);
    }

    private async Task<TAnswer?> Post<T, TAnswer>(string path, T body, JsonTypeInfo<T> shape, JsonTypeInfo<TAnswer>? answerShape, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(portal, path)) { Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, shape)) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        if (_token != "") request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _token);
        using var answer = await http.SendAsync(request, ct);
        var said = await answer.Content.ReadAsByteArrayAsync(ct);
        if (!answer.IsSuccessStatusCode) throw new InvalidOperationException($"{path} answered {answer.StatusCode}: {System.Text.Encoding.UTF8.GetString(said)}");
        return answerShape is null ? default : JsonSerializer.Deserialize(said, answerShape);
    }
}
