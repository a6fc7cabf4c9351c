using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Paylatch.Infrastructure.Persistence;

/// <summary>
/// Brings schemas up to date with the numbered SQL files under <c>Migrations/</c>: <c>every</c> and <c>platform</c>
/// for the platform's schema, <c>every</c> and <c>tenant</c> for each tenant's; the scheduler's tables come from its package.
/// Each file is one transaction, so a stopped run goes on where it was; an advisory lock keeps two migrators apart;
/// a file changed after it was applied stops the run. After the files, <see cref="Walls"/> are put up.
/// </summary>
public sealed class Migrator(ILogger<Migrator> log)
{
    private const int Parallel = 4;

    private static readonly IReadOnlyList<Migration> Files = Load();

    /// <summary>Brings the platform's schema and the scheduler's up to date.</summary>
    public async Task MigratePlatform(Regions.Server server, CancellationToken ct)
    {
        await Migrate(server, "platform", Guid.Empty, ["every", "platform"], ct);
        await Migrate(server, "quartz", null, [], ct);
    }

    /// <summary>Creates a tenant's schema or brings it up to date.</summary>
    public Task MigrateTenant(Regions.Server server, string schema, Guid tenant, CancellationToken ct) =>
        Migrate(server, schema, tenant, ["every", "tenant"], ct);

    /// <summary>Brings many tenants' schemas up to date, a few at a time.</summary>
    public Task MigrateTenants(IEnumerable<(Regions.Server Server, string Schema, Guid Tenant)> tenants, CancellationToken ct) =>
        System.Threading.Tasks.Parallel.ForEachAsync(
            tenants,
            new ParallelOptions { MaxDegreeOfParallelism = Parallel, CancellationToken = ct },
            async (tenant, stop) => await MigrateTenant(tenant.Server, tenant.Schema, tenant.Tenant, stop));

    private async Task Migrate(Regions.Server server, string schema, Guid? tenant, string[] folders, CancellationToken ct)
    {
        await using var connection = await server.Owner.OpenConnectionAsync(ct);
        await Execute(connection, $"select pg_advisory_lock(hashtext('paylatch:migrate:{schema}'))", ct);
        try
        {
            await Execute(connection, $"""
                create schema if not exists {schema};
                create table if not exists {schema}.schema_migrations (
                    name text primary key, checksum text not null, applied_at timestamptz not null default clock_timestamp());
                """, ct);
            var applied = await Applied(connection, schema, ct);
            if (schema == "quartz") await CreateSchedulerTables(connection, ct);
            var fresh = 0;
            foreach (var file in folders.SelectMany(folder => Files.Where(f => f.Folder == folder)))
            {
                if (applied.TryGetValue(file.Name, out var checksum)) file.MustStillBe(checksum, schema);
                else fresh += await Apply(connection, schema, tenant, file, ct);
            }

            if (fresh > 0)
            {
                await Walls.Build(connection, schema, tenant, server.AppRole, ct);
                log.LogInformation("Schema {Schema}: {Count} migrations applied", schema, fresh);
            }
            else
            {
                // A run stopped between the last file and the walls is made whole here.
                await Walls.BuildIfMissing(connection, schema, tenant, server.AppRole, ct);
            }
        }
        finally
        {
            await Execute(connection, $"select pg_advisory_unlock(hashtext('paylatch:migrate:{schema}'))", CancellationToken.None);
        }
    }

    private static async Task<int> Apply(NpgsqlConnection connection, string schema, Guid? tenant, Migration file, CancellationToken ct)
    {
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await Execute(connection, $"set local search_path to {schema}; set local app.tenant_id to '{tenant}'", ct);
        await Execute(connection, file.Sql, ct);
        await using var note = new NpgsqlCommand($"insert into {schema}.schema_migrations (name, checksum) values ($1, $2)", connection)
        {
            Parameters = { new() { Value = file.Name }, new() { Value = file.Checksum } },
        };
        await note.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
        return 1;
    }

    // The scheduler's package carries the script its own provisioning runs; it creates only what is missing.
    // It is run here, as the owner, so that the application's role needs no right to create.
    private static async Task CreateSchedulerTables(NpgsqlConnection connection, CancellationToken ct)
    {
        const string script = "Quartz.Impl.AdoJobStore.Schema.create_postgres.sql";
        using var reader = new StreamReader(typeof(Quartz.IScheduler).Assembly.GetManifestResourceStream(script)
            ?? throw new InvalidOperationException($"The scheduler's package no longer carries {script}; see its release notes."));
        var sql = string.Format(CultureInfo.InvariantCulture, await reader.ReadToEndAsync(ct), "quartz.qrtz_", "qrtz_");
        await Execute(connection, sql, ct);
    }

    private static async Task<Dictionary<string, string>> Applied(NpgsqlConnection connection, string schema, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand($"select name, checksum from {schema}.schema_migrations", connection);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var applied = new Dictionary<string, string>(StringComparer.Ordinal);
        while (await reader.ReadAsync(ct)) applied[reader.GetString(0)] = reader.GetString(1);
        return applied;
    }

    internal static async Task Execute(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 300 };
        await command.ExecuteNonQueryAsync(ct);
    }

    private static List<Migration> Load()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return [.. assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith("Migrations/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name =>
            {
                using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!, Encoding.UTF8);
                var parts = name.Split('/');
                return new Migration(parts[1], $"{parts[1]}/{parts[2]}", reader.ReadToEnd());
            })];
    }

    private sealed record Migration(string Folder, string Name, string Sql)
    {
        public string Checksum { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sql.ReplaceLineEndings("\n"))));

        public void MustStillBe(string checksum, string schema)
        {
            if (checksum != Checksum)
                throw new InvalidOperationException(
                    $"Migration {Name} was changed after it was applied to schema {schema}. Restore the file and put the change into a new one.");
        }
    }
}
