using Npgsql;
using Paylatch.Infrastructure.Devices;

namespace Paylatch.Benchmarks;

/// <summary>
/// Heartbeats over HTTP, authenticated and durable before the answer, against an empty endpoint of the same server at equal
/// concurrency, and against 32 clients that insert one row per commit into a bare table of the same database.
/// </summary>
internal static class HeartbeatRate
{
    private const int Clients = 32;

    public static async Task Run(Stage stage, Report report, CancellationToken ct)
    {
        var tenant = await stage.NewTenant("beats", sandbox: false, ct);
        var ids = await stage.Phones(tenant, stage.Options.Of(100_000, 40_000));
        var phones = new Phones($"beats.localhost:{stage.Host.Port}", ids, tenant.Id, stage.Get<SessionTokens>());
        // The first few beat again and again; the rest are heard once each, as long as they last.
        var often = ids.Length / 20;
        var fresh = new Turn(often, ids.Length);
        var span = TimeSpan.FromSeconds(stage.Options.Of(3, 1));
        await using var rows = await RowByRow.Open(stage, Clients, ct);

        foreach (var connections in new[] { 32, 128 })
        {
            var lines = await BeatLine.Open(connections, stage.Host.Port, phones, ct);
            var turns = new int[connections];
            int Own(int worker) => ((turns[worker]++ * connections) + worker) % (often / connections * connections);
            Task Beat(int worker) => lines[worker].Beat(Own(worker)).AsTask();
            Task Fresh(int worker) => lines[worker].Beat(fresh.Next()).AsTask();
            Task Empty(int worker) => lines[worker].Nothing().AsTask();

            // The portal's process is new: without this its first runs would measure the compiler.
            await stage.Load.For(stage.WarmUp / 3, connections, Empty);
            await stage.Load.For(stage.WarmUp, connections, Beat);
            List<Run> empty = [], beats = [], firsts = [], inserts = [];
            for (var round = 0; round < stage.Options.Rounds; round++)
            {
                empty.Add(await stage.Load.For(span, connections, Empty));
                beats.Add(await stage.Load.For(span, connections, Beat));
                inserts.Add(await stage.Load.For(span, Clients, rows.Insert));
                firsts.Add(await stage.Load.For(span, connections, Fresh));
            }

            report.Rates($"Heartbeats, {connections} connections, against the empty endpoint", Aim.Least(0.3), beats, empty);
            report.Rates($"Heartbeats, {connections} connections, against one row per commit", Aim.Least(1), beats, inserts);
            report.Rates($"The same, each from another phone (a lease signed for each), {connections} connections, against the empty endpoint", Aim.Least(0.3), firsts, empty);
            report.Rates($"The same, {connections} connections, against one row per commit", Aim.Least(1), firsts, inserts);
            foreach (var line in lines) line.Dispose();
        }
    }

    // Whose turn it is, over all connections.
    private sealed class Turn(int from, int to)
    {
        private int _next;

        public int Next() => from + (int)((uint)Interlocked.Increment(ref _next) % (uint)(to - from));
    }

    /// <summary>As plain as it gets: a prepared insert on a connection of one's own, no walls, no transaction around it.</summary>
    private sealed class RowByRow(NpgsqlDataSource source, NpgsqlConnection[] connections, NpgsqlCommand[] commands) : IAsyncDisposable
    {
        public static async Task<RowByRow> Open(Stage stage, int clients, CancellationToken ct)
        {
            var source = NpgsqlDataSource.Create(stage.Host.Region.Owner + $";Maximum Pool Size={clients + 1}");
            await using (var table = source.CreateCommand("""
                create schema bench;
                create table bench.rows (
                    device_id uuid not null, tenant_id uuid not null, counter bigint not null, received_at timestamptz not null,
                    device_at timestamptz not null, state text not null, battery smallint, sim text, flags smallint not null default 0)
                """)) await table.ExecuteNonQueryAsync(ct);
            var connections = await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => source.OpenConnectionAsync(ct).AsTask()));
            var commands = connections.Select(Insert).ToArray();
            foreach (var command in commands) await command.PrepareAsync(ct);
            return new RowByRow(source, connections, commands);
        }

        public async Task Insert(int client)
        {
            var values = commands[client].Parameters;
            values[2].Value = (long)values[2].Value! + 1;
            values[3].Value = values[4].Value = DateTime.UtcNow;
            await commands[client].ExecuteNonQueryAsync();
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var command in commands) await command.DisposeAsync();
            foreach (var connection in connections) await connection.DisposeAsync();
            await source.DisposeAsync();
        }

        private static NpgsqlCommand Insert(NpgsqlConnection connection) =>
            new("insert into bench.rows values ($1, $2, $3, $4, $5, $6, $7, $8, $9)", connection)
            {
                Parameters =
                {
                    new() { Value = Guid.CreateVersion7() }, new() { Value = Guid.CreateVersion7() }, new() { Value = 1L },
                    new() { Value = DateTime.UtcNow }, new() { Value = DateTime.UtcNow }, new() { Value = "active" },
                    new() { Value = (short)80 }, new() { Value = "8925401" }, new() { Value = (short)0 },
                },
            };
    }
}
