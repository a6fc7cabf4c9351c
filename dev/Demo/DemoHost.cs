using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Paylatch.Infrastructure;
using Paylatch.Infrastructure.Payments;
using Paylatch.Infrastructure.Persistence;

namespace Paylatch.Demo;

/// <summary>
/// The whole of Paylatch on this machine: a database, the portal, a Stripe simulator and simulated devices, each in a
/// process of its own, speaking to each other only over the wire. <c>./run</c> shows it to people; the browser stories
/// drive it.
/// </summary>
public sealed class DemoHost : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DemoOptions _options;
    private readonly string _folder;
    private readonly List<ChildProcess> _children = [];

    private DemoHost(DemoOptions options, string folder) => (_options, _folder) = (options, folder);

    /// <summary>The embedded database; null on a real server.</summary>
    public EmbeddedPostgres? Postgres { get; private set; }

    /// <summary>The connection strings.</summary>
    public RegionOptions Region { get; private set; } = null!;

    /// <summary>The portal's first node.</summary>
    public ChildProcess Web { get; private set; } = null!;

    /// <summary>The portal's port.</summary>
    public int Port { get; private set; }

    /// <summary>The Stripe simulator's address.</summary>
    public Uri Stripe { get; } = new($"http://localhost:{FreePort()}");

    /// <summary>The device simulator's address.</summary>
    public Uri Devices { get; private set; } = null!;

    /// <summary>Runs use cases in this process, on the same database.</summary>
    public ServiceProvider Services { get; private set; } = null!;

    /// <summary>The platform's address.</summary>
    public Uri Platform => new($"http://localhost:{Port}");

    /// <summary>A tenant's address.</summary>
    public Uri AddressOf(string slug) => new($"http://{slug}.localhost:{Port}");

    /// <summary>Starts everything and waits until it is ready.</summary>
    public static async Task<DemoHost> Start(DemoOptions options, CancellationToken ct)
    {
        var folder = Path.GetFullPath(options.Data);
        Directory.CreateDirectory(folder);
        new DemoFile(folder).Remove();
        var host = new DemoHost(options, folder);
        try
        {
            await host.StartDatabase(ct);
            host.Services = host.BuildServices();
            var region = host.Services.GetRequiredService<Regions>();
            await host.Services.GetRequiredService<Migrator>().MigratePlatform(region.Of(region.Home), ct);
            host.Port = options.Port == 0 ? FreePort() : options.Port;
            await host.StartProcesses(ct);
            await host.MakeDemo(ct);
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts another node of the portal on a port of its own.</summary>
    /// <param name="name">The node's name in messages and files.</param>
    /// <param name="ct">Cancels the wait.</param>
    /// <param name="workers">False leaves out the loops that draw consequences: the node only answers requests.</param>
    public async Task<(ChildProcess Node, int Port)> StartNode(string name, CancellationToken ct, bool workers = true)
    {
        var port = FreePort();
        var node = StartWeb(name, port, workers);
        await node.WaitFor(new Uri($"http://localhost:{port}/health/ready"), Patience, ct);
        return (node, port);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        new DemoFile(_folder).Remove();
        foreach (var child in Enumerable.Reverse(_children)) await child.DisposeAsync();
        if (Services is not null) await Services.DisposeAsync();
        if (Postgres is not null) await Postgres.DisposeAsync();
    }

    private async Task MakeDemo(CancellationToken ct)
    {
        var file = new DemoFile(_folder);
        await new DemoTenants(this, file).Ensure(ct);
        if (_options.Seed) await new DemoSales(this).Sell(_options.Devices, ct);
        file.Write(this);
    }

    private async Task StartDatabase(CancellationToken ct)
    {
        if (_options.Connection is not null)
        {
            Region = new RegionOptions { Code = "af-east", Name = "East Africa", App = _options.Connection, Owner = _options.OwnerConnection! };
            return;
        }

        var folder = Path.Combine(_folder, "postgres");
        if (_options.Reset && Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        Postgres = await EmbeddedPostgres.Start(folder, _options.Durable, ct);
        Region = await Postgres.Database("paylatch", "af-east", "East Africa", ct);
    }

    private async Task StartProcesses(CancellationToken ct)
    {
        var stripe = Child("stripe-simulator", "StripeSimulator", ["--urls", Stripe.ToString()], new Dictionary<string, string?>());
        Web = StartWeb("web", Port);
        Devices = new Uri($"http://localhost:{FreePort()}");
        var devices = Child(
            "device-simulator", "Simulator",
            ["--urls", Devices.ToString(), "--data", Path.Combine(_folder, "devices"), "--heartbeat-seconds", "2"],
            new Dictionary<string, string?>());
        await Web.WaitFor(new Uri(Platform, "/health/ready"), Patience, ct);
        await stripe.WaitFor(new Uri(Stripe, "/_simulator/health"), Patience, ct);
        await devices.WaitFor(new Uri(Devices, "/health"), Patience, ct);
    }

    private ChildProcess StartWeb(string name, int port, bool workers = true) => Child(name, "Web", [], new Dictionary<string, string?>(Settings())
    {
        ["ASPNETCORE_URLS"] = $"http://127.0.0.1:{port.ToString(CultureInfo.InvariantCulture)};http://[::1]:{port.ToString(CultureInfo.InvariantCulture)}",
        ["ASPNETCORE_ENVIRONMENT"] = "Production",
        ["Workers:Enabled"] = workers ? "true" : "false",
    });

    private ChildProcess Child(string name, string project, IEnumerable<string> arguments, IReadOnlyDictionary<string, string?> settings)
    {
        var child = ChildProcess.Start(name, Programs.Assembly(project), Path.Combine(_folder, "logs"), arguments, settings);
        _children.Add(child);
        return child;
    }

    private ServiceProvider BuildServices()
    {
        var services = new ServiceCollection();
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(Settings()).Build();
        services.AddSingleton<IConfiguration>(configuration);
        services.AddLogging(log => log.AddFilter(null, LogLevel.Warning).AddSimpleConsole(c => c.SingleLine = true));
        services.AddPaylatch();
        services.AddStripe(configuration);
        return services.BuildServiceProvider();
    }

    private Dictionary<string, string?> Settings() => new()
    {
        ["Regions:0:Code"] = Region.Code,
        ["Regions:0:Name"] = Region.Name,
        ["Regions:0:App"] = Region.App,
        ["Regions:0:Owner"] = Region.Owner,
        ["Keys:Master"] = MasterKey(),
        ["Stripe:BaseUrl"] = Stripe.ToString(),
    };

    // A key of this data folder's own; whoever has the folder has the demo's secrets, which are worth nothing.
    private string MasterKey()
    {
        var file = Path.Combine(_folder, "master.key");
        if (!File.Exists(file)) File.WriteAllText(file, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        return File.ReadAllText(file).Trim();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
