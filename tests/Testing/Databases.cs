using Paylatch.Infrastructure.Persistence;

namespace Paylatch.Testing;

/// <summary>
/// One private PostgreSQL per test process, started when first asked for and thrown away when the run ends
/// (<see cref="DatabaseServer"/>); each caller gets a database of its own in it.
/// </summary>
public static class Databases
{
    private static readonly SemaphoreSlim Gate = new(1);
    private static EmbeddedPostgres? _server;
    private static int _count;

    /// <summary>A new, empty database with the platform's two roles.</summary>
    public static async Task<RegionOptions> New(CancellationToken ct = default)
    {
        var server = await Server(ct);
        return await server.Database($"test_{Interlocked.Increment(ref _count)}", "af-east", "East Africa", ct);
    }

    /// <summary>The superuser's connection string to a database made by <see cref="New"/>: past every wall.</summary>
    public static string Superuser(RegionOptions region) =>
        _server!.Superuser(new Npgsql.NpgsqlConnectionStringBuilder(region.App).Database!);

    /// <summary>A server of its own, for tests that stop it.</summary>
    public static Task<EmbeddedPostgres> OwnServer(CancellationToken ct = default) =>
        EmbeddedPostgres.Start(Path.Combine(Path.GetTempPath(), $"paylatch-test-{Guid.NewGuid():N}"), durable: false, ct);

    private static async Task<EmbeddedPostgres> Server(CancellationToken ct)
    {
        await Gate.WaitAsync(ct);
        try
        {
            if (_server is not null) return _server;
            var folder = Path.Combine(Path.GetTempPath(), $"paylatch-test-{Environment.ProcessId}-{Guid.NewGuid():N}");
            _server = await EmbeddedPostgres.Start(folder, durable: false, ct);
            return _server;
        }
        finally
        {
            Gate.Release();
        }
    }

    internal static async ValueTask Discard()
    {
        if (_server is { } server) await server.Discard();
    }
}

/// <summary>
/// The end of <see cref="Databases"/>: a fixture of every test assembly that uses them. Not done as the process exits:
/// hundreds of databases take longer to remove than a runner waits for that.
/// </summary>
public sealed class DatabaseServer : IAsyncDisposable
{
    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Databases.Discard();
}
