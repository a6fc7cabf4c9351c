using Npgsql;
using Paylatch.Application.Identity;
using Paylatch.Application.Ledger;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Ledger;
using Paylatch.Domain.Shared;
using Paylatch.Infrastructure.Persistence;

namespace Paylatch.Benchmarks;

/// <summary>
/// Our posting, with all the database holds about it, against a bare transfer of two entries in SQL: two tables with a
/// primary key and nothing else. And on one busy account against a thousand.
/// </summary>
internal static class PostingRate
{
    private const int Accounts = 1_000;

    /// <summary>The tables of a bare transfer.</summary>
    internal const string BareTables = """
        create table bare_transfers (id uuid primary key, at timestamptz not null);
        create table bare_entries (transfer_id uuid, line smallint, account_id uuid not null, amount_minor bigint not null, primary key (transfer_id, line));
        grant insert on bare_transfers, bare_entries to paylatch_app
        """;

    private const string Ours = """
        insert into ledger_transfers (id, kind, at, booked_on, effective_on, memo)
        select $1, 'payment_received', now(), ledger_open_day($2), $2, 'Payment received'
        """;

    private const string OurLines = """
        insert into ledger_entries (transfer_id, line, account_id, amount_minor, currency, booked_on)
        select transfer, line, account, amount, 'KES', ledger_open_day($5)
        from unnest($1, $2, $3, $4) as l (transfer, line, account, amount)
        """;

    public static async Task Run(Stage stage, Report report, CancellationToken ct)
    {
        var tenant = await stage.NewTenant("posting", sandbox: false, ct);
        var accounts = await Open(stage, tenant);
        await stage.Owner<object>(tenant, BareTables);
        var regions = stage.Get<Regions>();
        Task Bare(int _) => Transfer(regions, tenant, BareOf(Pick(accounts), Pick(accounts)), ct);
        Task Uniform(int _) => Transfer(regions, tenant, OursOf(Pick(accounts), Pick(accounts)), ct);
        Task Hot(int _) => Transfer(regions, tenant, OursOf(accounts[0], Pick(accounts)), ct);
        var clerk = Stage.As(Role.MerchantAdmin, tenant);
        Task Door(int _) => stage.Must(clerk, (PostJournal u) => u.Handle(Journal(), ct), ct);

        var span = TimeSpan.FromSeconds(stage.Options.Of(4, 2));
        foreach (var workers in new[] { 1, 16 })
        {
            await stage.Load.For(stage.WarmUp / 4, workers, Bare);
            await stage.Load.For(stage.WarmUp / 4, workers, Uniform);
            await stage.Load.For(stage.WarmUp / 4, workers, Door);
            List<Run> bare = [], uniform = [], hot = [], door = [];
            for (var round = 0; round < stage.Options.Rounds; round++)
            {
                bare.Add(await stage.Load.For(span, workers, Bare));
                uniform.Add(await stage.Load.For(span, workers, Uniform));
                hot.Add(await stage.Load.For(span, workers, Hot));
                door.Add(await stage.Load.For(span, workers, Door));
            }

            report.Rates($"Postings against bare two-entry transfers, {workers} at once", Aim.Least(0.5), uniform, bare);
            report.Rates($"Postings on one hot account against {Accounts:N0} accounts, {workers} at once", Aim.Least(0.8), hot, uniform);
            report.Rates($"Journals through the door (by id, with its event) against bare transfers, {workers} at once", null, door, bare);
        }
    }

    private static async Task<Guid[]> Open(Stage stage, TenantInfo tenant)
    {
        await stage.Must(Stage.As(Role.MerchantAdmin, tenant), (ListAccounts u) => u.Handle(default), default);
        var ids = Enumerable.Range(0, Accounts).Select(_ => Guid.CreateVersion7()).ToArray();
        await stage.Owner<object>(tenant, """
            insert into ledger_accounts (id, code, name, kind, currency) select id, (100000 + n)::text, 'Account', 'asset', 'KES' from unnest($1::uuid[]) with ordinality as a (id, n)
            """, ids);
        return ids;
    }

    private static PostJournal.Command Journal() => new(new PostJournal.Journal(
        new TransferId(Guid.CreateVersion7()), DateOnly.FromDateTime(DateTime.UtcNow), "benchmark",
        [new(Chart.Cash, "KES", "5", null), new(Chart.Sales, "KES", null, "5")]));

    private static Guid Pick(Guid[] accounts) => accounts[Random.Shared.Next(1, accounts.Length)];

    private static NpgsqlBatchCommand[] OursOf(Guid debit, Guid credit)
    {
        var id = Guid.CreateVersion7();
        return
        [
            new("select pg_advisory_xact_lock_shared(hashtextextended(current_setting('app.tenant_id') || ':books', 0))"),
            new(Ours) { Parameters = { new() { Value = id }, new() { Value = DateOnly.FromDateTime(DateTime.UtcNow) } } },
            new(OurLines)
            {
                Parameters =
                {
                    new() { Value = new[] { id, id } }, new() { Value = new short[] { 1, 2 } }, new() { Value = new[] { debit, credit } }, new() { Value = new[] { 500L, -500L } },
                    new() { Value = DateOnly.FromDateTime(DateTime.UtcNow) },
                },
            },
        ];
    }

    internal static NpgsqlBatchCommand[] BareOf(Guid debit, Guid credit)
    {
        var id = Guid.CreateVersion7();
        return
        [
            new("insert into bare_transfers values ($1, now())") { Parameters = { new() { Value = id } } },
            new("insert into bare_entries values ($1, 1, $2, 500), ($1, 2, $3, -500)") { Parameters = { new() { Value = id }, new() { Value = debit }, new() { Value = credit } } },
        ];
    }

    // The same way for both: one transaction, the statements in one round trip.
    internal static async Task Transfer(Regions regions, TenantInfo tenant, NpgsqlBatchCommand[] commands, CancellationToken ct)
    {
        await using var connection = await regions.Of(tenant.Region).App.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new NpgsqlBatchCommand("select set_config('search_path', $1, true), set_config('app.tenant_id', $2, true)")
        {
            Parameters = { new() { Value = tenant.Schema }, new() { Value = tenant.Id.Value.ToString() } },
        });
        foreach (var command in commands) batch.BatchCommands.Add(command);
        await batch.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
    }
}
