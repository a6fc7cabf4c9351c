using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Demo;
using Paylatch.Domain.Shared;
using Paylatch.Infrastructure.Persistence;
using Paylatch.Infrastructure.Tenancy;

namespace Paylatch.Benchmarks;

/// <summary>The demo's processes without the demo's sales, on a database of their own that waits for the disk.</summary>
internal sealed class Stage : IAsyncDisposable
{
    private readonly string _folder;

    private Stage(BenchOptions options, DemoHost host, string folder) => 
        (Options, Host, _folder, Load) = (options, host, folder, new Load(() => Cpu.Read(Pid(folder, "logs", "web.pid"), Pid(folder, "postgres", "data", "postmaster.pid"))));

    public BenchOptions Options { get; }

    public DemoHost Host { get; }

    /// <summary>How long something runs before it is measured, so that the just-in-time compiler is through with it.</summary>
    public TimeSpan WarmUp => TimeSpan.FromSeconds(Options.Of(10, 5));

    /// <summary>Drives load and meters what it costs.</summary>
    public Load Load { get; }

    public Operations Operations => Get<Operations>();

    public static async Task<Stage> Set(BenchOptions options, CancellationToken ct)
    {
        // Limits are there against strangers; here they would measure themselves. The portal's process inherits these.
        foreach (var limit in new[] { "TenantPerSecond", "DevicePerMinute", "SignInPerMinute", "SessionsPerMinute" })
            Environment.SetEnvironmentVariable($"Limits__{limit}", "100000000");
        // A checkpoint on a busy disk takes longer than pg_ctl waits by itself.
        Environment.SetEnvironmentVariable("PGCTLTIMEOUT", "300");
        var folder = Path.GetFullPath(Path.Combine(options.Data, Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        var host = await DemoHost.Start(new DemoOptions { Port = 0, Data = folder, Seed = false, Devices = 0, Durable = true }, ct);
        Console.WriteLine($"Ready: portal on port {host.Port}, database in {folder}");
        return new Stage(options, host, folder);
    }

    public T Get<T>()
        where T : notnull => Host.Services.GetRequiredService<T>();

    /// <summary>A tenant ready for use.</summary>
    public async Task<TenantInfo> NewTenant(string slug, bool sandbox, CancellationToken ct)
    {
        var id = Guid.CreateVersion7();
        var schema = "t_" + slug.Replace('-', '_');
        var server = Get<Regions>().Of(Host.Region.Code);
        await using (var insert = server.Owner.CreateCommand("""
            insert into platform.tenants (id, slug, name, schema_name, region, currency, culture, time_zone, sandbox, state)
            values ($1, $2, $2, $3, $4, 'KES', 'en', 'Africa/Nairobi', $5, 'provisioning')
            """))
        {
            foreach (object value in new object[] { id, slug, schema, Host.Region.Code, sandbox }) insert.Parameters.Add(new NpgsqlParameter { Value = value });
            await insert.ExecuteNonQueryAsync(ct);
        }

        await Get<Migrator>().MigrateTenant(server, schema, id, ct);
        await using var open = server.Owner.CreateCommand("update platform.tenants set state = 'active' where id = $1");
        open.Parameters.Add(new NpgsqlParameter { Value = id });
        await open.ExecuteNonQueryAsync(ct);
        return await Get<TenantDirectory>().Get(new TenantId(id), ct);
    }

    /// <summary>Runs SQL as the owner, behind a tenant's walls; the last statement's first value.</summary>
    public async Task<T> Owner<T>(TenantInfo tenant, string sql, params object[] values)
    {
        await using var connection = await Get<Regions>().Of(Host.Region.Code).Owner.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var walls = Walls(connection, tenant)) await walls.ExecuteNonQueryAsync();
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 300 };
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value });
        var first = await command.ExecuteScalarAsync();
        await transaction.CommitAsync();
        return first is T answer ? answer : default!;
    }

    /// <summary>The walls as the door sets them, for the same work by hand.</summary>
    public static NpgsqlCommand Walls(NpgsqlConnection connection, TenantInfo tenant) =>
        new("select set_config('search_path', $1, true), set_config('app.tenant_id', $2, true)", connection)
        {
            Parameters = { new() { Value = tenant.Schema }, new() { Value = tenant.Id.Value.ToString() } },
        };

    /// <summary>Lets the portal's process stand still meanwhile: nothing draws the consequences of what is measured.</summary>
    public async Task Still(Func<Task> measured)
    {
        var portal = Pid(_folder, "logs", "web.pid");
        await Signal("STOP", portal);
        try
        {
            await measured();
        }
        finally
        {
            await Signal("CONT", portal);
        }
    }

    private static async Task Signal(string name, int process)
    {
        using var kill = System.Diagnostics.Process.Start("kill", [$"-{name}", process.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Runs a use case and expects it done.</summary>
    public async Task<T> Must<TUse, T>(Caller caller, Func<TUse, Task<T>> use, CancellationToken ct)
        where TUse : notnull => (await Operations.Run(caller, use, ct)).Value;

    public static Caller As(Role role, TenantInfo tenant) => new(tenant.Id, role, "benchmark", "benchmark");

    /// <summary>Enters active phones in bulk, as if they had long been enrolled and heard.</summary>
    public async Task<Guid[]> Phones(TenantInfo tenant, int count)
    {
        var ids = Enumerable.Range(0, count).Select(_ => Guid.CreateVersion7()).ToArray();
        await Owner<object>(tenant, """
            with fresh as (select id, n from unnest($1::uuid[]) with ordinality as f (id, n)),
                 entered as (
                insert into devices (id, kind, model, imei, state, phase, state_since, enrolled_at, created_at)
                select id, 'phone', 'Nokia C32', '49' || lpad(n::text, 13, '0'), 'active', 'confirmed', now(), now(), now() from fresh)
            insert into device_status (device_id, paid_until, reported_state, last_seen_at)
            select id, now() + interval '20 days', 'active', now() from fresh
            """, ids);
        return ids;
    }

    /// <summary>Waits for a condition in the database.</summary>
    public static async Task Until(Func<Task<bool>> holds, TimeSpan atMost, string what, CancellationToken ct)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        var watch = System.Diagnostics.Stopwatch.StartNew();
        while (!await holds())
        {
            if (watch.Elapsed > atMost) throw new InvalidOperationException($"Waited in vain: {what}.");
            await timer.WaitForNextTickAsync(ct);
        }
    }

    // The first line of both files; 0 when the database is elsewhere.
    private static int Pid(params string[] path)
    {
        var file = Path.Combine(path);
        return File.Exists(file) ? int.Parse(File.ReadLines(file).First(), System.Globalization.CultureInfo.InvariantCulture) : 0;
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        if (Directory.Exists(_folder)) Directory.Delete(_folder, recursive: true);
    }
}
