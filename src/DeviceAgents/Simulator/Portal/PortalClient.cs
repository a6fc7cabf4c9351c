using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Paylatch.DeviceAgents.Protocol;

namespace Paylatch.DeviceAgents.Simulator;

/// <summary>The portal answered no.</summary>
internal sealed class PortalRefusal(HttpStatusCode status, AgentProblem problem, TimeSpan? retryAfter)
    : Exception($"{(int)status} {problem.Code ?? problem.Title ?? "without a reason"}")
{
    public HttpStatusCode Status { get; } = status;

    public AgentProblem Problem { get; } = problem;

    public TimeSpan? RetryAfter { get; } = retryAfter;
}

/// <summary>The device protocol's requests, as HTTP. Throws <see cref="PortalRefusal"/> on a no and what HttpClient throws on trouble.</summary>
internal sealed class PortalClient(HttpClient http) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    public Task<TimeAnswer> Time(Uri portal, CancellationToken ct) =>
        Send(new HttpRequestMessage(HttpMethod.Get, new Uri(portal, AgentRoutes.Time)), WireJson.Default.TimeAnswer, Patience, ct);

    public Task<EnrolAnswer> Enrol(Uri portal, EnrolRequest request, CancellationToken ct) =>
        Send(Post(portal, AgentRoutes.Enrol, null, request, WireJson.Default.EnrolRequest), WireJson.Default.EnrolAnswer, Patience, ct);

    public Task<SessionAnswer> Session(Uri portal, SessionRequest request, CancellationToken ct) =>
        Send(Post(portal, AgentRoutes.Session, null, request, WireJson.Default.SessionRequest), WireJson.Default.SessionAnswer, Patience, ct);

    public Task<HeartbeatAnswer> Heartbeat(Uri portal, string token, HeartbeatRequest request, CancellationToken ct) =>
        Send(Post(portal, AgentRoutes.Heartbeat, token, request, WireJson.Default.HeartbeatRequest), WireJson.Default.HeartbeatAnswer, Patience, ct);

    public Task<CommandsAnswer> Commands(Uri portal, string token, TimeSpan wait, CancellationToken ct)
    {
        var seconds = ((int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        var request = new HttpRequestMessage(HttpMethod.Get, new Uri(portal, $"{AgentRoutes.Commands}?wait={seconds}"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return Send(request, WireJson.Default.CommandsAnswer, wait + Patience, ct);
    }

    public Task Result(Uri portal, string token, ResultRequest request, CancellationToken ct) =>
        Send<object>(Post(portal, AgentRoutes.Results, token, request, WireJson.Default.ResultRequest), null, Patience, ct);

    public void Dispose() => http.Dispose();

    private static HttpRequestMessage Post<T>(Uri portal, string path, string? token, T body, JsonTypeInfo<T> shape)
    {
        var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, shape));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(portal, path)) { Content = content };
        if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return request;
    }

    private async Task<T> Send<T>(HttpRequestMessage request, JsonTypeInfo<T>? shape, TimeSpan patience, CancellationToken ct)
    {
        using var sent = request;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(patience);
        using var answer = await http.SendAsync(request, limit.Token);
        if (!answer.IsSuccessStatusCode) throw await Refusal(answer, limit.Token);
        if (shape is null) return default!;
        var body = await answer.Content.ReadAsByteArrayAsync(limit.Token);
        return JsonSerializer.Deserialize(body, shape) ?? throw new JsonException("The portal answered null.");
    }

    private static async Task<PortalRefusal> Refusal(HttpResponseMessage answer, CancellationToken ct)
    {
        AgentProblem? problem = null;
        try
        {
            problem = JsonSerializer.Deserialize(await answer.Content.ReadAsByteArrayAsync(ct), WireJson.Default.AgentProblem);
        }
        catch (JsonException)
        {
            // A proxy's error page, say: the status speaks for itself.
        }

        var after = answer.Headers.RetryAfter?.Delta;
        return new PortalRefusal(answer.StatusCode, problem ?? new AgentProblem(Title: answer.ReasonPhrase), after);
    }
}
