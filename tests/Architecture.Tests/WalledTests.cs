using Npgsql;
using Paylatch.Application.Tenancy;
using Paylatch.Infrastructure.Persistence;
using Paylatch.Testing;

namespace Paylatch.Architecture.Tests;

/// <summary>Walks the catalog: plants a row in every table of one tenant and attacks each as another.</summary>
public sealed class WalledTests : IAsyncLifetime
{
    private TestPortal _portal = null!;
    private TenantInfo _victim = null!;
    private TenantInfo _attacker = null!;

    public async ValueTask InitializeAsync()
    {
        _portal = await TestPortal.Start();
        (_victim, _attacker) = (await _portal.NewTenant("victim"), await _portal.NewTenant("attacker"));
        await using var super = NpgsqlDataSource.Create(Databases.Superuser(_portal.Region));
        await new RowPlanter(super).PlantEverywhere(_victim.Schema, _victim.Id.Value);
        await new RowPlanter(super).PlantEverywhere("platform", Guid.Empty);
    }

    public ValueTask DisposeAsync() => _portal.DisposeAsync();

    [Fact]
    public async Task Every_table_shows_its_row_to_its_tenant_and_nothing_to_another()
    {
        var tables = await Tables();
        Assert.True(tables.Count > 20);
        foreach (var table in tables)
        {
            Assert.Equal((table, 1L), (table, await As(OwnerOf(table), $"select count(*) from {table}")));
            Assert.Equal((table, 0L), (table, await As(_attacker, $"select count(*) from {table}")));
            Assert.Equal((table, 0L), (table, await As(null, $"select count(*) from {table}")));
        }
    }

    [Fact]
    public async Task No_table_lets_another_tenant_change_delete_or_plant_a_row()
    {
        foreach (var table in await Tables())
        {
            Assert.Equal((table, 0L), (table, await Changes(_attacker, $"update {table} set tenant_id = tenant_id")));
            Assert.Equal((table, 0L), (table, await Changes(_attacker, $"delete from {table}")));
            foreach (var planted in new[] { _attacker.Id, OwnerOf(table).Id })
            {
                var taken = await Changes(_attacker, $"insert into {table} (tenant_id) values ('{planted}')");
                Assert.True(taken == 0, $"{table} took a foreign row");
            }

            Assert.Equal((table, 1L), (table, await As(OwnerOf(table), $"select count(*) from {table}")));
        }
    }

    [Fact]
    public async Task The_past_cannot_be_changed_even_by_its_own_tenant()
    {
        string[] past =
        [
            "book_proofs", "credit_spendings", "currency_moves", "events", "exchange_rates", "heartbeats", "ledger_entries",
            "ledger_periods", "ledger_reservations", "ledger_transfers", "loan_product_versions", "loan_transactions",
            "payment_allocations", "payment_reversals", "payments", "provider_events", "provider_payouts", "seals",
        ];
        var tables = (await Tables()).Where(table => past.Contains(table.Split('.')[1])).ToList();
        Assert.Equal(past, tables.Select(table => table.Split('.')[1]).Distinct().Order());
        // What was noted of seals has no tenant and is looked at below.
        Assert.Equal(past, Walls.AppendOnly.Except(["seal_heads"]).Order());
        foreach (var table in tables)
        {
            Assert.Equal((table, 0L), (table, await Changes(OwnerOf(table), $"update {table} set tenant_id = tenant_id")));
            Assert.Equal((table, 0L), (table, await Changes(OwnerOf(table), $"delete from {table}")));
            Assert.Equal((table, 0L), (table, await Changes(OwnerOf(table), $"truncate {table}")));
            Assert.Equal((table, 1L), (table, await As(OwnerOf(table), $"select count(*) from {table}")));
        }

        Assert.Equal(0, await Changes(_victim, $"delete from {_victim.Schema}.ledger_accounts"));
        Assert.Equal(0, await Changes(_victim, $"update {_victim.Schema}.ledger_balances set posted_minor = 0"));
        Assert.Equal(0, await Changes(_victim, $"insert into {_victim.Schema}.ledger_balances values (gen_random_uuid(), '{_victim.Id}', 0, 0)"));
        Assert.Equal(0, await Changes(_portal.Platform(), "update platform.seal_heads set number = 1"));
        Assert.Equal(0, await Changes(_portal.Platform(), "delete from platform.seal_heads"));
    }

    [Fact]
    public async Task What_is_attempted_would_last_where_it_is_allowed()
    {
        var table = _victim.Schema + ".customers";

        Assert.Equal(1L, await Changes(_victim, $"delete from {table}"));
        Assert.Equal(0L, await As(_victim, $"select count(*) from {table}"));
    }

    [Fact]
    public async Task A_table_without_its_wall_is_found()
    {
        await _portal.Owner($"alter table {_victim.Schema}.customers disable row level security");

        Assert.Equal(1L, await As(_attacker, $"select count(*) from {_victim.Schema}.customers"));
    }

    [Fact]
    public async Task The_applications_role_owns_nothing_and_cannot_pass_the_walls()
    {
        await using var super = NpgsqlDataSource.Create(Databases.Superuser(_portal.Region));
        await using var command = super.CreateCommand("""
            select (select count(*) from pg_class c join pg_roles r on r.oid = c.relowner where r.rolname = 'paylatch_app')
                 + (select count(*) from pg_roles where rolname = 'paylatch_app' and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb))
            """);

        Assert.Equal(0L, await command.ExecuteScalarAsync());
    }

    private async Task<List<string>> Tables()
    {
        await using var super = NpgsqlDataSource.Create(Databases.Superuser(_portal.Region));
        var planter = new RowPlanter(super);
        return [.. await planter.Tables(_victim.Schema), .. await planter.Tables("platform")];
    }

    // Tenant zero owns what is the platform's.
    private TenantInfo OwnerOf(string table) => table.StartsWith("platform.", StringComparison.Ordinal) ? _portal.Platform() : _victim;

    private async Task<long> As(TenantInfo? tenant, string sql)
    {
        await using var app = NpgsqlDataSource.Create(_portal.Region.App);
        await using var connection = await app.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await Enter(connection, tenant);
        await using var command = new NpgsqlCommand(sql, connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>How many rows a statement changed; zero when the database refused it.</summary>
    private async Task<long> Changes(TenantInfo tenant, string sql)
    {
        await using var app = NpgsqlDataSource.Create(_portal.Region.App);
        await using var connection = await app.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await Enter(connection, tenant);
        try
        {
            await using var command = new NpgsqlCommand(sql, connection);
            var changed = await command.ExecuteNonQueryAsync();
            await transaction.CommitAsync();
            return changed;
        }
        catch (PostgresException refused) when (refused.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            return 0;
        }
    }

    private static async Task Enter(NpgsqlConnection connection, TenantInfo? tenant)
    {
        if (tenant is null) return;
        await using var enter = new NpgsqlCommand($"select set_config('app.tenant_id', '{tenant.Id}', true)", connection);
        await enter.ExecuteNonQueryAsync();
    }
}
