using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Npgsql;

namespace Paylatch.Infrastructure.Persistence;

/// <summary>
/// A PostgreSQL of our own for development and tests: the machine's binaries, a private data folder, a free port on
/// loopback. It runs as the user <c>postgres</c> where we are root, since PostgreSQL refuses root. A server left running
/// by a process that was killed is taken over again.
/// </summary>
public sealed class EmbeddedPostgres : IAsyncDisposable
{
    private const string OwnerRole = "paylatch_owner";
    private const string AppRole = "paylatch_app";

    private readonly string _folder;
    private readonly string _bin;
    private readonly string _password;

    private EmbeddedPostgres(string folder, string bin, string password, int port) =>
        (_folder, _bin, _password, Port) = (folder, bin, password, port);

    /// <summary>The port on loopback.</summary>
    public int Port { get; private set; }

    /// <summary>Starts a server over a data folder, which is created when it does not exist.</summary>
    /// <param name="folder">The data folder.</param>
    /// <param name="durable">False turns off waiting for the disk: for tests only.</param>
    /// <param name="ct">Cancels the wait.</param>
    /// <exception cref="InvalidOperationException">PostgreSQL is not installed, or did not start; the message says what to do.</exception>
    public static async Task<EmbeddedPostgres> Start(string folder, bool durable, CancellationToken ct)
    {
        var bin = FindBinaries();
        folder = await Reachable(Path.GetFullPath(folder), ct);
        var data = Path.Combine(folder, "data");
        var secret = Path.Combine(folder, "password");
        if (!File.Exists(Path.Combine(data, "PG_VERSION")))
        {
            await File.WriteAllTextAsync(secret, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)), ct);
            await Own(folder, ct);
            await AsPostgres(Path.Combine(bin, "initdb"), ["-D", data, "-U", "postgres", "-A", "scram-sha-256", "--pwfile", secret, "-E", "UTF8", "--locale", "C.UTF-8"], ct);
        }

        var server = new EmbeddedPostgres(folder, bin, (await File.ReadAllTextAsync(secret, ct)).Trim(), 0);
        await server.Run(durable, ct);
        return server;
    }

    /// <summary>Stops the server after its present transactions.</summary>
    public Task Stop(CancellationToken ct) => Control(["stop", "-m", "fast", "-w"], ct);

    /// <summary>Starts the server again on the same port, after <see cref="Stop"/>.</summary>
    public Task StartAgain(CancellationToken ct) => Run(durable: false, ct);

    /// <summary>Makes a database with the owner's and the application's roles; does nothing when it exists.</summary>
    public async Task<RegionOptions> Database(string name, string region, string regionName, CancellationToken ct)
    {
        await using var admin = NpgsqlDataSource.Create(ConnectionString("postgres", "postgres", _password, pooling: false));
        await Try(admin, $"create role {OwnerRole} login password '{_password}'", ct);
        await Try(admin, $"create role {AppRole} login password '{_password}'", ct);
        await Try(admin, $"create database {name} owner {OwnerRole}", ct);
        return new RegionOptions
        {
            Code = region,
            Name = regionName,
            App = ConnectionString(name, AppRole, _password, pooling: true),
            Owner = ConnectionString(name, OwnerRole, _password, pooling: true) + ";Maximum Pool Size=10",
        };
    }

    /// <summary>The connection string of the superuser, for tests that must reach behind every wall.</summary>
    public string Superuser(string database) => ConnectionString(database, "postgres", _password, pooling: false);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Control(["stop", "-m", "fast", "-w"], CancellationToken.None);
    }

    /// <summary>Stops it at once and throws its data away: for tests, whose hundreds of databases take long to close in good order.</summary>
    public async Task Discard()
    {
        await Control(["stop", "-m", "immediate", "-w"], CancellationToken.None);
        Directory.Delete(_folder, recursive: true);
    }

    private async Task Run(bool durable, CancellationToken ct)
    {
        if (await TakeOver(ct)) return;
        if (Port == 0) Port = FreePort();
        string[] settings =
        [
            $"-p {Port}", "-c listen_addresses=127.0.0.1", "-c unix_socket_directories=''", "-c max_connections=800",
            "-c shared_buffers=512MB", "-c max_wal_size=2GB", "-c max_locks_per_transaction=512", "-c track_io_timing=off",
            .. durable ? Array.Empty<string>() : ["-c fsync=off", "-c synchronous_commit=off", "-c full_page_writes=off"],
        ];
        await Control(["start", "-w", "-t", "60", "-l", Path.Combine(_folder, "server.log"), "-o", string.Join(' ', settings)], ct);
    }

    private async Task<bool> TakeOver(CancellationToken ct)
    {
        var pidFile = Path.Combine(_folder, "data", "postmaster.pid");
        if (!File.Exists(pidFile)) return false;
        var lines = await File.ReadAllLinesAsync(pidFile, ct);
        if (lines.Length < 4 || !Directory.Exists($"/proc/{lines[0].Trim()}")) return false;
        Port = int.Parse(lines[3].Trim(), CultureInfo.InvariantCulture);
        try
        {
            await using var probe = new NpgsqlConnection(ConnectionString("postgres", "postgres", _password, pooling: false));
            await probe.OpenAsync(ct);
            return true;
        }
        catch (NpgsqlException)
        {
            // The number belongs to another process by now: a stale file, which PostgreSQL itself clears.
            Port = 0;
            return false;
        }
    }

    private string ConnectionString(string database, string user, string password, bool pooling) => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = Port,
        Database = database,
        Username = user,
        Password = password,
        Pooling = pooling,
        MaxPoolSize = 150,
        Timeout = 5,
        CommandTimeout = 30,
        IncludeErrorDetail = false,
        NoResetOnClose = false,
    }.ConnectionString;

    private Task Control(string[] arguments, CancellationToken ct) =>
        AsPostgres(Path.Combine(_bin, "pg_ctl"), ["-D", Path.Combine(_folder, "data"), .. arguments], ct);

    private static async Task Try(NpgsqlDataSource admin, string sql, CancellationToken ct)
    {
        try
        {
            await using var command = admin.CreateCommand(sql);
            await command.ExecuteNonQueryAsync(ct);
        }
        catch (PostgresException exists) when (exists.SqlState is PostgresErrorCodes.DuplicateObject or PostgresErrorCodes.DuplicateDatabase or PostgresErrorCodes.UniqueViolation)
        {
            // Made by an earlier run.
        }
    }

    private static string FindBinaries()
    {
        var found = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").Select(d => Path.Combine(d, "bin")).Where(d => File.Exists(Path.Combine(d, "initdb"))).Order(StringComparer.Ordinal).LastOrDefault()
            : null;
        return found ?? throw new InvalidOperationException("PostgreSQL is not installed. Run: apt-get install postgresql-15");
    }

    // As root, the server runs as postgres, who must be able to walk to the folder; a checkout under a closed folder
    // gets its data under the system's temporary folder instead.
    private static async Task<string> Reachable(string folder, CancellationToken ct)
    {
        Directory.CreateDirectory(folder);
        if (!IsRoot) return folder;
        var (exit, _) = await Execute("runuser", ["-u", "postgres", "--", "test", "-x", folder], ct);
        if (exit == 0) return folder;
        var hash = Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(folder)))[..12];
        var elsewhere = Path.Combine("/var/tmp", $"paylatch-{hash}");
        Directory.CreateDirectory(elsewhere);
        return elsewhere;
    }

    private static async Task Own(string folder, CancellationToken ct)
    {
        if (IsRoot) await MustSucceed("chown", ["-R", "postgres:postgres", folder], ct);
    }

    private static Task AsPostgres(string program, string[] arguments, CancellationToken ct) => IsRoot
        ? MustSucceed("runuser", ["-u", "postgres", "--", program, .. arguments], ct)
        : MustSucceed(program, arguments, ct);

    private static bool IsRoot => Environment.UserName == "root";

    private static async Task MustSucceed(string program, string[] arguments, CancellationToken ct)
    {
        var (exit, said) = await Execute(program, arguments, ct);
        if (exit != 0) throw new InvalidOperationException($"{Path.GetFileName(program)} {string.Join(' ', arguments)} failed: {said}");
    }

    // Output goes to a file of the shell's making, not to a pipe: the server would keep the pipe open for ever.
    private static async Task<(int Exit, string Said)> Execute(string program, string[] arguments, CancellationToken ct)
    {
        var said = Path.GetTempFileName();
        try
        {
            var start = new ProcessStartInfo("/bin/sh") { WorkingDirectory = "/" };
            string[] all = ["-c", "out=$1; shift; exec \"$@\" >\"$out\" 2>&1 </dev/null", "sh", said, program, .. arguments];
            foreach (var argument in all) start.ArgumentList.Add(argument);
            using var process = Process.Start(start)!;
            await process.WaitForExitAsync(ct);
            return (process.ExitCode, await File.ReadAllTextAsync(said, ct));
        }
        finally
        {
            File.Delete(said);
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
