using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Paylatch.DeviceAgents.Protocol;

namespace Paylatch.DeviceAgents.Simulator.Tests;

/// <summary>One device as the fake portal knows it.</summary>
internal sealed class PortalDevice(Guid id, EnrolProofClaims facts, VerifyingKey key)
{
    public Guid Id { get; } = id;

    public EnrolProofClaims Facts { get; } = facts;

    public VerifyingKey Key { get; } = key;

    public long SessionCounter { get; set; }

    public int Sessions { get; set; }

    public long NextCounter { get; set; } = 1;

    public DateTimeOffset PaidUntil { get; set; }

    public bool Released { get; set; }

    public ConcurrentQueue<HeartbeatRequest> Heartbeats { get; } = [];

    public HeartbeatRequest? Latest => Heartbeats.LastOrDefault();

    public ConcurrentQueue<ResultRequest> Results { get; } = [];

    public ConcurrentQueue<string> Waiting { get; } = [];

    public SemaphoreSlim Arrived { get; } = new(0);

    /// <summary>How many times it asked for commands under a session that held.</summary>
    public int Polls { get; set; }
}

/// <summary>
/// The portal's side of the device protocol on a free loopback port, as strict as the real one about signatures, counters
/// and clocks, and able to be late, down or forgetful on demand.
/// </summary>
internal sealed class FakePortal : IAsyncDisposable
{
    public const string Tid = "zuri";

    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, (Guid Device, DateTimeOffset Ends)> _tokens = new();
    private TimeSpan _moved;

    private FakePortal()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Use(Watch);
        _app.MapGet(AgentRoutes.Time, () => new TimeAnswer(Now));
        _app.MapPost(AgentRoutes.Enrol, Enrol);
        _app.MapPost(AgentRoutes.Session, OpenSession);
        _app.MapPost(AgentRoutes.Heartbeat, Heartbeat);
        _app.MapGet(AgentRoutes.Commands, Commands);
        _app.MapPost(AgentRoutes.Results, Result);
    }

    public SigningKey Key { get; } = SigningKey.New();

    public ConcurrentDictionary<Guid, PortalDevice> Devices { get; } = new();

    public ConcurrentDictionary<string, bool> Hosts { get; } = new();

    /// <summary>Answers this status to everything but the clock; 0 when well.</summary>
    public int Down { get; set; }

    /// <summary>Fails this many results before taking one.</summary>
    public int LoseResults { get; set; }

    /// <summary>Every code enrols once.</summary>
    public ConcurrentDictionary<string, bool> UsedCodes { get; } = new();

    public DateTimeOffset Now => TimeProvider.System.GetUtcNow() + _moved;

    public string Url => $"http://{Tid}.localhost:{new Uri(_app.Urls.First()).Port}";

    public static async Task<FakePortal> Start()
    {
        var portal = new FakePortal();
        await portal._app.StartAsync();
        return portal;
    }

    /// <summary>Moves the tenant's clock forward.</summary>
    public void Move(TimeSpan time) => _moved += time;

    /// <summary>Ends every session.</summary>
    public void ForgetSessions() => _tokens.Clear();

    public CommandClaims Order(PortalDevice device, string cmd)
    {
        var iat = Now.ToUnixTimeSeconds();
        return new CommandClaims(
            Guid.CreateVersion7(), device.Id, Tid, cmd, device.NextCounter++, iat, iat + 600, "installment overdue", $"Please {cmd}");
    }

    public CommandClaims Send(PortalDevice device, string cmd)
    {
        var order = Order(device, cmd);
        Deliver(device, PortalMessages.SignCommand(order, Key));
        return order;
    }

    public static void Deliver(PortalDevice device, string jws)
    {
        device.Waiting.Enqueue(jws);
        device.Arrived.Release();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var device in Devices.Values) device.Arrived.Release(1000);
        await _app.DisposeAsync();
    }

    private Task Watch(HttpContext http, RequestDelegate next)
    {
        Hosts[http.Request.Host.Value!] = true;
        if (Down == 0 || http.Request.Path == AgentRoutes.Time) return next(http);
        http.Response.StatusCode = Down;
        return Task.CompletedTask;
    }

    private IResult Enrol(EnrolRequest request)
    {
        try
        {
            if (!UsedCodes.TryAdd(request.Code, true)) return No(422, "devices.code_used");
            var proof = PortalMessages.VerifyProof(request, Now);
            var device = new PortalDevice(Guid.CreateVersion7(), proof.Claims, VerifyingKey.From(proof.DeviceKey)) { PaidUntil = Now.AddDays(10) };
            Devices[device.Id] = device;
            var credential = PortalMessages.SignCredential(
                new CredentialClaims(device.Id, Tid, new Confirmation(proof.DeviceKey), Now.ToUnixTimeSeconds()), Key);
            return Results.Json(new EnrolAnswer(device.Id, credential, [Key.Public.Jwk], Lease(device), Now), statusCode: 201);
        }
        catch (ProtocolRefusal no)
        {
            return No(401, $"agent.{no.Code}");
        }
    }

    private IResult OpenSession(SessionRequest request)
    {
        try
        {
            if (!Devices.TryGetValue(PortalMessages.ClaimedDevice(request.Assertion), out var device)) return No(401, "agent.device_unknown");
            var claims = PortalMessages.VerifyAssertion(request.Assertion, device.Key, device.Id, Tid, Now);
            lock (device)
            {
                if (claims.Cnt <= device.SessionCounter) return No(401, AgentProblemCodes.Replayed);
                device.SessionCounter = claims.Cnt;
                device.Sessions++;
            }

            var token = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
            _tokens[token] = (device.Id, Now.AddMinutes(15));
            return Results.Json(new SessionAnswer(token, Now.AddMinutes(15), Now));
        }
        catch (ProtocolRefusal no)
        {
            return No(401, $"agent.{no.Code}");
        }
    }

    private IResult Heartbeat(HttpContext http, HeartbeatRequest beat)
    {
        if (Known(http) is not { } device) return No(401, "agent.session_over");
        if (!PortalMessages.IsNear(beat.At, Now)) return No(401, AgentProblemCodes.ClockSkew);
        lock (device)
        {
            if (beat.Counter <= (device.Latest?.Counter ?? 0)) return No(409, AgentProblemCodes.Replayed);
            device.Heartbeats.Enqueue(beat);
        }

        return Results.Json(new HeartbeatAnswer(Now, Lease(device), !device.Waiting.IsEmpty));
    }

    private async Task<IResult> Commands(HttpContext http, int wait)
    {
        if (Known(http) is not { } device) return No(401, "agent.session_over");
        device.Polls++;
        await device.Arrived.WaitAsync(TimeSpan.FromSeconds(wait), http.RequestAborted);
        var commands = new List<string>();
        while (device.Waiting.TryDequeue(out var jws)) commands.Add(jws);
        return Results.Json(new CommandsAnswer(commands));
    }

    private IResult Result(HttpContext http, ResultRequest result)
    {
        if (Known(http) is not { } device) return No(401, "agent.session_over");
        if (LoseResults > 0)
        {
            LoseResults--;
            return No(500, "agent.trouble");
        }

        device.Results.Enqueue(result);
        return Results.NoContent();
    }

    private PortalDevice? Known(HttpContext http)
    {
        var token = http.Request.Headers.Authorization.ToString().Replace("Bearer ", "", StringComparison.Ordinal);
        return _tokens.TryGetValue(token, out var session) && session.Ends > Now ? Devices[session.Device] : null;
    }

    private string Lease(PortalDevice device) => PortalMessages.SignLease(
        new LeaseClaims(device.Id, Tid, Now.ToUnixTimeSeconds(), device.Released ? null : device.PaidUntil.ToUnixTimeSeconds(), device.Released), Key);

    private IResult No(int status, string code) =>
        Results.Json(new AgentProblem(code, "No", null, status, Now), statusCode: status, contentType: "application/problem+json");
}
