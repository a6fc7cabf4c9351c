using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Paylatch.Application.Devices;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.DeviceAgents.Protocol;
using Paylatch.Domain.Devices;
using Paylatch.Domain.Shared;
using Paylatch.Infrastructure;
using Paylatch.Infrastructure.Outbox;
using Paylatch.Infrastructure.Persistence;
using Paylatch.Infrastructure.Tenancy;
using Paylatch.Testing;

namespace Paylatch.Web.Tests.Devices;

/// <summary>The portal as agents see it: the whole pipeline over HTTP, with its loops running, on a database of its own.</summary>
public sealed class AgentPortal : IAsyncDisposable
{
    private static int _imeis;
    private readonly WebApplicationFactory<Program> _factory;

    private AgentPortal(WebApplicationFactory<Program> factory, RegionOptions region, TestTime time) => (_factory, Region, Time) = (factory, region, time);

    public RegionOptions Region { get; }

    public TestTime Time { get; }

    public TenantInfo Tenant { get; private set; } = null!;

    public Operations Operations => _factory.Services.GetRequiredService<Operations>();

    public static async Task<AgentPortal> Start(params (string Name, string Value)[] settings)
    {
        var region = await Databases.New();
        await using (var migrating = new Regions(new ConfigurationBuilder().AddInMemoryCollection(TestPortal.Settings(region)).Build()))
        {
            await new Migrator(Microsoft.Extensions.Logging.Abstractions.NullLogger<Migrator>.Instance).MigratePlatform(migrating.Of(region.Code), default);
        }

        var portal = Node(region, new TestTime(DateTimeOffset.UtcNow), settings);
        var super = new Caller(Caller.PlatformTenant, Role.SuperAdmin, "test", "c");
        var command = new RegisterTenant.Command("duka", "Duka", "af-east", "KES", "en-KE", "Africa/Nairobi", false, null, "Amina Wanjiku", "admin@duka.test");
        var made = (await portal._factory.Services.GetRequiredService<TenantProvisioner>().Create(super, command, new("seven blue elephants"), null, default)).Value;
        await portal.Know(made.Id);
        return portal;
    }

    /// <summary>A second node on the same database.</summary>
    public async Task<AgentPortal> Another(params (string Name, string Value)[] settings)
    {
        var node = Node(Region, Time, settings);
        await node.Know(Tenant.Id);
        return node;
    }

    /// <summary>A second merchant on the same portal.</summary>
    public async Task<TenantInfo> Merchant(string slug)
    {
        var super = new Caller(Caller.PlatformTenant, Role.SuperAdmin, "test", "c");
        var command = new RegisterTenant.Command(slug, slug, "af-east", "KES", "en-KE", "Africa/Nairobi", false, null, "Brian Otieno", $"admin@{slug}.test");
        var made = (await _factory.Services.GetRequiredService<TenantProvisioner>().Create(super, command, new("seven blue elephants"), null, default)).Value;
        return await _factory.Services.GetRequiredService<TenantDirectory>().Get(made.Id, default);
    }

    public HttpClient Http(string host = "duka.localhost") =>
        _factory.CreateClient(new WebApplicationFactoryClientOptions { BaseAddress = new Uri($"http://{host}/"), AllowAutoRedirect = false });

    public Task<Outcome<T>> Run<TUse, T>(Role role, Func<TUse, Task<T>> use)
        where TUse : notnull => Operations.Run(TestPortal.As(role, Tenant), use, default);

    public Task<Outcome<LiveOrder>> Lock(DeviceId device) => Run(Role.MerchantAdmin, (LockDevice u) => u.Handle(new(device, "Reported stolen"), default));

    /// <summary>A phone and the code it can enrol with.</summary>
    public async Task<(DeviceId Device, string Imei, string Code)> Entered()
    {
        var fourteen = $"86{Interlocked.Increment(ref _imeis):D12}";
        var imei = fourteen + Imei.CheckDigit(fourteen);
        var device = (await Run(Role.Agent, (RegisterDevice u) => u.Handle(new(DeviceKind.Phone, "Nokia C32", imei, null), default))).Value;
        var offer = (await Run(Role.Agent, (CreateEnrolmentCode u) => u.Handle(new(device, new Uri("http://duka.localhost")), default))).Value;
        return (device, imei, offer.Code);
    }

    /// <summary>A phone that is enrolled and has an open session.</summary>
    public async Task<AgentOverHttp> Enrolled()
    {
        var (device, imei, code) = await Entered();
        var agent = new AgentOverHttp(this, device, imei);
        Assert.Equal(HttpStatusCode.Created, (await agent.Enrol(code)).Status);
        Assert.Equal(HttpStatusCode.OK, (await agent.Session()).Status);
        return agent;
    }

    public async ValueTask DisposeAsync() => await _factory.DisposeAsync();

    private static AgentPortal Node(RegionOptions region, TestTime time, params (string Name, string Value)[] settings)
    {
        var factory = new WebApplicationFactory<Program>().WithWebHostBuilder(builder =>
        {
            foreach (var (name, value) in TestPortal.Settings(region)) builder.UseSetting(name, value);
            foreach (var (name, value) in settings) builder.UseSetting(name, value);
            // The loops without the scheduler: nothing here goes by the clock.
            builder.UseSetting("Workers:Enabled", "false");
            builder.ConfigureServices(services =>
            {
                services.AddSingleton<TimeProvider>(time);
                services.AddSingleton<IStartupFilter, FromAddress>();
                services.AddHostedService<Dispatcher>();
            });
        });
        return new AgentPortal(factory, region, time);
    }

    /// <summary>Lets a test say which address its request comes from.</summary>
    private sealed class FromAddress : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((context, go) =>
            {
                if (IPAddress.TryParse(context.Request.Headers["Test-Address"], out var address)) context.Connection.RemoteIpAddress = address;
                return go(context);
            });
            next(app);
        };
    }

    private async Task Know(TenantId id) => Tenant = await _factory.Services.GetRequiredService<TenantDirectory>().Get(id, default);
}

/// <summary>An answer of the agents' API.</summary>
public sealed record ApiAnswer(HttpStatusCode Status, JsonElement Body)
{
    public string? Code => Body.ValueKind == JsonValueKind.Object && Body.TryGetProperty("code", out var code) ? code.GetString() : null;

    public static async Task<ApiAnswer> Of(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        return new ApiAnswer(answer.StatusCode, text == "" ? default : JsonDocument.Parse(text).RootElement);
    }
}

/// <summary>The protocol's agent, moved over HTTP.</summary>
public sealed class AgentOverHttp(AgentPortal portal, DeviceId id, string imei)
{
    public DeviceId Id => id;

    public WallClock Clock { get; } = new(portal.Time);

    public DeviceAgent Agent { get; private set; } = null!;

    public string? Token { get; set; }

    public HttpClient Http { get; set; } = portal.Http();

    public async Task<ApiAnswer> Enrol(string code)
    {
        Agent = DeviceAgent.New(new DeviceFacts("phone", "Nokia C32", "1.0", Imei: imei), Clock);
        var answer = await Post(AgentRoutes.Enrol, JsonSerializer.Serialize(Agent.Enrol(code), WireJson.Default.EnrolRequest));
        if (answer.Status == HttpStatusCode.Created) Agent.Enrolled(answer.Body.Deserialize(WireJson.Default.EnrolAnswer)!);
        return answer;
    }

    public async Task<ApiAnswer> Session()
    {
        var answer = await Post(AgentRoutes.Session, JsonSerializer.Serialize(Agent.OpenSession(), WireJson.Default.SessionRequest));
        if (answer.Status == HttpStatusCode.OK) Token = answer.Body.GetProperty("token").GetString();
        return answer;
    }

    public Task<ApiAnswer> Beat() => Post(AgentRoutes.Heartbeat, JsonSerializer.Serialize(Agent.Heartbeat(new Vitals(80, "8925401", false, false)), WireJson.Default.HeartbeatRequest));

    public async Task<ApiAnswer> Commands(string query = "")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, AgentRoutes.Commands + query);
        return await Send(request);
    }

    public Task<ApiAnswer> Report(ResultRequest result) => Post(AgentRoutes.Results, JsonSerializer.Serialize(result, WireJson.Default.ResultRequest));

    public async Task<ApiAnswer> Post(string path, string json)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(json, System.Text.Encoding.UTF8, "application/json") };
        return await Send(request);
    }

    private async Task<ApiAnswer> Send(HttpRequestMessage request)
    {
        if (Token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        return await ApiAnswer.Of(await Http.SendAsync(request));
    }
}

/// <summary>A phone's clocks, the wall clock off by as much as a test says.</summary>
public sealed class WallClock(TestTime time) : IAgentClock
{
    private readonly DateTimeOffset _start = time.GetUtcNow();

    public TimeSpan Off { get; set; }

    public DateTimeOffset Wall => time.GetUtcNow() + Off;

    public TimeSpan Elapsed => time.GetUtcNow() - _start;

    public string Boot => "one";
}
