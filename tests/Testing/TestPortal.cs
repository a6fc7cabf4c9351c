using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Shared;
using Paylatch.Infrastructure;
using Paylatch.Infrastructure.Payments;
using Paylatch.Infrastructure.Persistence;
using Paylatch.Infrastructure.Tenancy;

namespace Paylatch.Testing;

/// <summary>The application on a database of its own, without the web: what tests of use cases run against.</summary>
public sealed class TestPortal : IAsyncDisposable
{

    private TestPortal(ServiceProvider services, RegionOptions region, TestTime time) => (Services, Region, Time) = (services, region, time);

    /// <summary>The services.</summary>
    public ServiceProvider Services { get; }

    /// <summary>The one region, with both connection strings.</summary>
    public RegionOptions Region { get; }

    /// <summary>The system's time, which stands still until it is moved.</summary>
    public TestTime Time { get; }

    /// <summary>The door.</summary>
    public Operations Operations => Services.GetRequiredService<Operations>();

    /// <summary>Starts the application on a fresh database.</summary>
    /// <param name="also">More services for one test: fakes at real edges, use cases of the test's own.</param>
    /// <param name="workers">True starts the loops that draw consequences.</param>
    /// <param name="on">A database that is there already: a second node, or a server of the test's own.</param>
    public static async Task<TestPortal> Start(Action<IServiceCollection>? also = null, bool workers = false, RegionOptions? on = null)
    {
        var region = on ?? await Databases.New();
        var time = new TestTime(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero));
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(Settings(region)).Build();
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(configuration);
        services.AddLogging(log => log.SetMinimumLevel(LogLevel.Warning));
        services.AddPaylatch();
        services.AddStripe(configuration);
        services.AddSingleton<TimeProvider>(time);
        if (workers) services.AddPaylatchListening().AddPaylatchWorkers();
        also?.Invoke(services);
        var portal = new TestPortal(services.BuildServiceProvider(validateScopes: true), region, time);
        await portal.Migrator.MigratePlatform(portal.Server, default);
        foreach (var worker in portal.Services.GetServices<Microsoft.Extensions.Hosting.IHostedService>()) await worker.StartAsync(default);
        return portal;
    }

    /// <summary>The configuration of a portal on a region.</summary>
    public static Dictionary<string, string?> Settings(RegionOptions region) => new()
    {
        ["Regions:0:Code"] = region.Code,
        ["Regions:0:Name"] = region.Name,
        ["Regions:0:App"] = region.App,
        ["Regions:0:Owner"] = region.Owner,
        // Nobody is there: what talks to the provider has a simulator of its own.
        ["Stripe:BaseUrl"] = "http://127.0.0.1:9",
        ["Keys:Master"] = Convert.ToBase64String(new byte[32]),
    };

    /// <summary>A tenant ready for use, in Nairobi's time zone unless told otherwise.</summary>
    public async Task<TenantInfo> NewTenant(string slug = "duka", string currency = "KES", bool sandbox = false, string zone = "Africa/Nairobi")
    {
        var id = Guid.CreateVersion7();
        var schema = "t_" + slug.Replace('-', '_');
        await Owner("""
            insert into platform.tenants (id, slug, name, schema_name, region, currency, culture, time_zone, sandbox, state)
            values ($1, $2, $2, $3, $4, $5, 'en', $6, $7, 'active')
            """, id, slug, schema, Region.Code, currency, zone, sandbox);
        await Migrator.MigrateTenant(Server, schema, id, default);
        return await Services.GetRequiredService<TenantDirectory>().Get(new TenantId(id), default);
    }

    /// <summary>The platform itself, tenant zero.</summary>
    public TenantInfo Platform() => Services.GetRequiredService<TenantDirectory>().Platform;

    /// <summary>A caller of a role on a tenant.</summary>
    public static Caller As(Role role, TenantInfo tenant) => new(tenant.Id, role, $"test-{role}", Guid.NewGuid().ToString("N"));

    /// <summary>Runs SQL as the owner, behind the application's back. </summary>
    public async Task<int> Owner(string sql, params object[] values)
    {
        await using var command = Server.Owner.CreateCommand(sql);
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value });
        return await command.ExecuteNonQueryAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var worker in Services.GetServices<Microsoft.Extensions.Hosting.IHostedService>()) await worker.StopAsync(default);
        await Services.DisposeAsync();
    }

    private Migrator Migrator => Services.GetRequiredService<Migrator>();

    private Regions.Server Server => Services.GetRequiredService<Regions>().Of(Region.Code);
}
