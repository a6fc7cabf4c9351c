using System.Data.Common;
using Microsoft.Extensions.Configuration;
using Npgsql;

namespace Paylatch.Infrastructure.Persistence;

/// <summary>One region: where its tenants' data lives. Several regions may point to one server.</summary>
public sealed class RegionOptions
{
    /// <summary>Stable code such as <c>af-east</c>.</summary>
    public string Code { get; set; } = "";

    /// <summary>Name for people.</summary>
    public string Name { get; set; } = "";

    /// <summary>Connection string of the application's role, which owns nothing and cannot pass row-level security.</summary>
    public string App { get; set; } = "";

    /// <summary>Connection string of the owner role, used by the migrator and the provisioning of tenants only.</summary>
    public string Owner { get; set; } = "";
}

/// <summary>The regions of this installation, from the configuration section <c>Regions</c>. The first is home: it holds the platform schema.</summary>
public sealed class Regions : IAsyncDisposable
{
    private readonly Dictionary<string, Server> _servers;

    /// <summary>Reads and checks the configuration.</summary>
    /// <exception cref="InvalidOperationException">No region, or one without code or connection strings.</exception>
    public Regions(IConfiguration configuration)
    {
        All = configuration.GetSection("Regions").Get<RegionOptions[]>() ?? [];
        if (All.Count == 0 || All.Any(r => new[] { r.Code, r.App, r.Owner }.Any(string.IsNullOrWhiteSpace)))
            throw new InvalidOperationException(
                "Set at least one region: Regions:0:Code, Regions:0:Name, Regions:0:App and Regions:0:Owner (connection strings).");
        var pools = new Dictionary<(string, string), Server>();
        _servers = All.ToDictionary(
            region => region.Code,
            region => pools.TryGetValue((region.App, region.Owner), out var shared)
                ? shared
                : pools[(region.App, region.Owner)] = new Server(region),
            StringComparer.Ordinal);
    }

    /// <summary>All regions, home first.</summary>
    public IReadOnlyList<RegionOptions> All { get; }

    /// <summary>The code of the home region.</summary>
    public string Home => All[0].Code;

    /// <summary>The distinct servers behind the regions.</summary>
    public IEnumerable<Server> Servers => _servers.Values.Distinct();

    /// <summary>The server of a region.</summary>
    /// <exception cref="InvalidOperationException">The region is not configured: a tenant points to a region taken out.</exception>
    public Server Of(string region) =>
        _servers.TryGetValue(region, out var server)
            ? server
            : throw new InvalidOperationException($"Region '{region}' is not configured. Add it under Regions.");

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var server in Servers) await server.DisposeAsync();
    }

    /// <summary>One PostgreSQL database with its two roles.</summary>
    public sealed class Server : IAsyncDisposable
    {
        /// <summary>Opens nothing yet.</summary>
        public Server(RegionOptions region)
        {
            var app = new NpgsqlConnectionStringBuilder(Preparing(region.App));
            AppRole = app.Username ?? throw new InvalidOperationException($"Regions: '{region.Code}' has no user name in App.");
            App = NpgsqlDataSource.Create(app);
            Owner = NpgsqlDataSource.Create(region.Owner);
            // A quarter of the pool is left to what does not go by tenant.
            Tenants = new TenantConnections(App, Math.Max(1, app.MaxPoolSize * 3 / 4));
        }

        /// <summary>Connections of the application's role.</summary>
        public NpgsqlDataSource App { get; }

        /// <summary>The same, kept for the tenant they served last.</summary>
        public TenantConnections Tenants { get; }

        /// <summary>Connections of the owner role.</summary>
        public NpgsqlDataSource Owner { get; }

        /// <summary>The name of the application's role, to which the migrator grants.</summary>
        public string AppRole { get; }

        // What is asked again and again is planned once for each connection, unless the settings say otherwise, as they must
        // in front of a pooler that hands connections on after each transaction.
        private static string Preparing(string settings)
        {
            // The plain builder knows what was said; Npgsql's own says yes to every name it knows.
            var said = new DbConnectionStringBuilder { ConnectionString = settings };
            return said.ContainsKey("Max Auto Prepare")
                ? settings
                : new NpgsqlConnectionStringBuilder(settings) { MaxAutoPrepare = 200, AutoPrepareMinUsages = 3 }.ConnectionString;
        }

        /// <inheritdoc/>
        public async ValueTask DisposeAsync()
        {
            await Tenants.DisposeAsync();
            await App.DisposeAsync();
            await Owner.DisposeAsync();
        }
    }
}
