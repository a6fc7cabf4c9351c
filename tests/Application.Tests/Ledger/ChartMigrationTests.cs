using Npgsql;
using Paylatch.Infrastructure.Persistence;

namespace Paylatch.Application.Tests.Ledger;

/// <summary>The chart took codes that merchants were free to use before.</summary>
public sealed class ChartMigrationTests
{
    [Fact]
    public async Task An_account_opened_under_a_code_of_the_chart_stays_where_it_is_of_the_same_kind_and_steps_aside_otherwise()
    {
        await using var desk = await Desk.Open();
        await using var connection = new NpgsqlConnection(desk.Shop.Portal.Region.Owner);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await Run(connection, $"set search_path to {desk.Shop.Tenant.Schema}; set app.tenant_id to '{desk.Shop.Tenant.Id}'");
        await Run(connection, "insert into ledger_accounts (id, code, name, kind, guard, currency) values (gen_random_uuid(), '1020', 'Loan of a bank', 'liability', 'none', 'XAF'), (gen_random_uuid(), '5400', 'Commissions', 'expense', 'none', 'XAF')");
        using var reader = new StreamReader(typeof(Migrator).Assembly.GetManifestResourceStream("Migrations/tenant/151_chart_codes.sql")!);
        var sql = await reader.ReadToEndAsync(TestContext.Current.CancellationToken);

        for (var twice = 0; twice < 2; twice++) await Run(connection, sql);

        Assert.Equal(
            "10200000 Loan of a bank; 5400 Commissions",
            await desk.Shop.Read<string>("select string_agg(code || ' ' || name, '; ' order by code) from {s}.ledger_accounts where currency = 'XAF'"));
        Assert.Equal(
            "1020 Bank; 5400 Payment provider fees",
            await desk.Shop.Read<string>("select string_agg(code || ' ' || name, '; ' order by code) from {s}.ledger_accounts where currency = 'KES' and (code like '1020%' or code like '5400%')"));
        await Assert.ThrowsAsync<PostgresException>(() => Run(connection, "update ledger_accounts set code = '9999' where currency = 'XAF'"));
    }

    private static async Task Run(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
