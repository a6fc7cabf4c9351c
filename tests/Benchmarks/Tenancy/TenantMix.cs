using Paylatch.Application.Tenancy;
using Paylatch.Infrastructure.Devices;
using Paylatch.Infrastructure.Persistence;

namespace Paylatch.Benchmarks;

/// <summary>The same work spread over a hundred tenants, against all of it on one.</summary>
internal static class TenantMix
{
    private const int Tenants = 100;
    private const int Workers = 16;
    private const int Connections = 128;

    public static async Task Run(Stage stage, Report report, CancellationToken ct)
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();
        var tenants = new TenantInfo[Tenants];
        await Parallel.ForEachAsync(Enumerable.Range(0, Tenants), new ParallelOptions { MaxDegreeOfParallelism = 3, CancellationToken = ct }, async (n, stop) =>
            tenants[n] = await stage.NewTenant($"mix-{n:000}", sandbox: false, stop));
        Report.Say($"made {Tenants} tenants in {watch.Elapsed.TotalSeconds:0} s");
        var phones = new List<Guid[]>();
        foreach (var tenant in tenants) phones.Add(await stage.Phones(tenant, 100));

        // What autovacuum would do about thousands of new tables during the runs is done before them.
        await using (var tidy = stage.Get<Regions>().Of(tenants[0].Region).Owner.CreateCommand("vacuum (analyze)"))
        {
            tidy.CommandTimeout = 300;
            await tidy.ExecuteNonQueryAsync(ct);
        }

        await Operations(stage, report, tenants, phones, ct);
        await Heartbeats(stage, report, tenants, phones, ct);
    }

    // Three reads to one write; tenants in turn, so that a connection rarely serves the same one twice.
    private static async Task Operations(Stage stage, Report report, TenantInfo[] tenants, List<Guid[]> phones, CancellationToken ct)
    {
        var work = tenants.Select((tenant, n) => new DoorWork(stage, tenant, phones[n][0])).ToArray();
        Task Once(DoorWork on, int n) => n % 4 == 0 ? on.Write(ct) : on.Read(ct);
        // Moves on by one in every hundred: else each tenant would get only reads or only writes.
        Task Many(int n) => Once(work[(n + n / Tenants) % Tenants], n);
        Task One(int n) => Once(work[0], n);

        var count = stage.Options.Of(6_000, 1_600);
        // Every connection meets every tenant before it counts: what a server process reads about a schema it never saw is
        // paid once in its life, not with each operation.
        await stage.Load.Of(3 * Workers * Tenants, Workers, Many);
        await stage.Load.Of(count / 2, Workers, One);
        List<Run> many = [], one = [];
        for (var round = 0; round < stage.Options.Rounds; round++)
        {
            one.Add(await stage.Load.Of(count, Workers, One));
            many.Add(await stage.Load.Of(count, Workers, Many));
        }

        report.Rates($"Operations over 100 tenants against one, {Workers} at once, three reads to one write", Aim.Least(0.85), many, one);
    }

    private static async Task Heartbeats(Stage stage, Report report, TenantInfo[] tenants, List<Guid[]> phones, CancellationToken ct)
    {
        var tokens = stage.Get<SessionTokens>();
        var port = stage.Host.Port;
        var fleets = tenants.Select((tenant, n) => new Phones($"{tenant.Slug}.localhost:{port}", phones[n], tenant.Id, tokens)).ToArray();
        var single = await stage.NewTenant("mix-one", sandbox: false, ct);
        var all = new Phones($"{single.Slug}.localhost:{port}", await stage.Phones(single, Connections * 50), single.Id, tokens);

        var one = await BeatLine.Open(Connections, port, all, ct);
        var many = await Task.WhenAll(Enumerable.Range(0, Connections).Select(n => BeatLine.Open(port, fleets[n % Tenants], ct)));
        var turns = new int[Connections];
        Task One(int worker) => one[worker].Beat((worker * 50) + (turns[worker]++ % 50)).AsTask();
        // Two connections share a tenant, never a phone.
        Task Many(int worker) => many[worker].Beat((worker / Tenants * 50) + (turns[worker]++ % 50)).AsTask();

        var span = TimeSpan.FromSeconds(stage.Options.Of(3, 1));
        await stage.Load.For(stage.WarmUp / 2, Connections, One);
        await stage.Load.For(stage.WarmUp / 2, Connections, Many);
        List<Run> ones = [], manys = [];
        for (var round = 0; round < stage.Options.Rounds; round++)
        {
            ones.Add(await stage.Load.For(span, Connections, One));
            manys.Add(await stage.Load.For(span, Connections, Many));
        }

        report.Rates($"Heartbeats over 100 tenants against one, {Connections} connections", null, manys, ones);
        foreach (var line in one.Concat(many)) line.Dispose();
    }
}
