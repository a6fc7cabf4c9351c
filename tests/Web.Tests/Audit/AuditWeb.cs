using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Infrastructure.Audit;
using Paylatch.Infrastructure.Persistence;
using Paylatch.Testing;
using Paylatch.Web.Shell;

namespace Paylatch.Web.Tests.Audit;

/// <summary>The portal's web with one merchant; whoever calls is the role named in the cookie <c>test-role</c>.</summary>
internal sealed class AuditWeb : WebApplicationFactory<Program>
{
    private readonly TestPortal _portal;
    private readonly Dictionary<string, string?> _settings;

    private AuditWeb(TestPortal portal, TenantInfo tenant) =>
        (_portal, Tenant, _settings) = (portal, tenant, TestPortal.Settings(portal.Region));

    public TenantInfo Tenant { get; }

    public static async Task<AuditWeb> Start()
    {
        var portal = await TestPortal.Start();
        return new AuditWeb(portal, await portal.NewTenant());
    }

    public async Task<HttpResponseMessage> Get(string path, Role role = Role.MerchantAdmin, string? accept = null, string culture = "en", string host = "duka.localhost")
    {
        var client = CreateClient(new() { AllowAutoRedirect = false, BaseAddress = new Uri($"http://{host}:8080") });
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Cookie", $"test-role={role}; {Cultures.Cookie}=c%3D{culture}%7Cuic%3D{culture}");
        if (accept is not null) request.Headers.Add("Accept", accept);
        return await client.SendAsync(request);
    }

    /// <summary>Runs a use case through the door.</summary>
    public Task<Outcome<T>> Run<TUse, T>(Caller caller, Func<TUse, Task<T>> use)
        where TUse : notnull => _portal.Operations.Run(caller, use, default);

    /// <summary>Writes an event with a reason, behind the application's back, as of 5 March 2026.</summary>
    public async Task<Guid> Event(string type, string reason)
    {
        var id = Guid.CreateVersion7();
        await using var connection = new NpgsqlConnection(_portal.Region.Owner);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"""
            set search_path to {Tenant.Schema}; set app.tenant_id to '{Tenant.Id}';
            insert into events (id, type, at, actor_role, actor_id, use_case, correlation_id, reason, data)
            values ('{id}', '{type}', '2026-03-05 12:00+03', 'merchant_admin', 'someone', 'Something', 'request-1', '{reason}', '{"{}"}')
            """, connection);
        await command.ExecuteNonQueryAsync();
        return id;
    }

    /// <summary>Seals until an event's seal is there, and returns the chain's head as <c>number:hash</c>.</summary>
    public async Task<string> Seal()
    {
        var head = "";
        await Eventually.True(
            async () =>
            {
                var outcome = (await _portal.Operations.Run(Caller.System(Tenant.Id), (SealLog u) => u.Handle(null, default), default)).Value;
                if (outcome.Number is not null) head = $"{outcome.Number}:{outcome.Hash}";
                return head != "";
            },
            "the log sealed");
        return head;
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        foreach (var (key, value) in _settings) builder.UseSetting(key, value);
        builder.UseSetting("Workers:Enabled", "false");
        builder.ConfigureServices(services => services.AddSingleton<IStartupFilter, SignedInByCookie>());
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _portal.DisposeAsync();
    }

    private sealed class SignedInByCookie : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use(async (context, go) =>
            {
                if (context.Request.Cookies["test-role"] is { } role && role != nameof(Role.Visitor))
                {
                    var host = context.Request.Host.Host;
                    var tenant = host == "localhost" ? "" : host.Split('.')[0];
                    var directory = context.RequestServices.GetRequiredService<Infrastructure.Tenancy.TenantDirectory>();
                    var id = tenant == "" ? Caller.PlatformTenant : (await directory.Find(tenant, default))!.Id;
                    context.User = new ClaimsPrincipal(new ClaimsIdentity(
                    [
                        new(ClaimNames.Subject, "test"), new(ClaimNames.Tenant, id.ToString()), new(ClaimNames.Role, role), new(ClaimNames.Name, "Test"),
                    ], "test"));
                }

                await go(context);
            });
            next(app);
        };
    }
}
