using Npgsql;
using Paylatch.Infrastructure.Persistence;

namespace Paylatch.Application.Tests.Lending;

public sealed class LoanCoreMigrationTests
{
    // 600 in three installments of 200 and 10 interest each; 215 of them are paid, and 20 were too much.
    private const string Old = """
        insert into customers (id, name, phone, national_id_sealed, national_id_index, national_id_hint, created_at)
        values ('00000000-0000-7000-8000-000000000001', 'Njeri', '+254700000001', '', '', '', now());
        insert into loans (id, number, customer_id, device_id, state, standing, currency, price_minor, deposit_minor, principal_minor, interest_method,
            annual_rate_percent, installment_count, repay_every, repay_unit, grace_days, disbursed_on, engine_version, total_minor, paid_minor, next_due_on, created_at)
        values ('00000000-0000-7000-8000-000000000002', 'PL-1', '00000000-0000-7000-8000-000000000001', '00000000-0000-7000-8000-000000000003', 'active', 'current',
            'KES', 600, 0, 600, 'flat', 60, 3, 1, 'months', 3, '2026-01-31', 1, 630, 215, '2026-03-31', now());
        insert into installments (loan_id, number, due_on, principal_minor, interest_minor, paid_principal_minor, paid_interest_minor)
        select '00000000-0000-7000-8000-000000000002', n, ('2026-01-31'::date + n * interval '1 month')::date, 200, 10,
            case n when 1 then 200 else 0 end, case n when 1 then 10 when 2 then 5 else 0 end from generate_series(1, 3) n;
        insert into payments (id, loan_id, customer_id, method, amount_minor, credited_minor, currency, receipt_number, received_at, recorded_by)
        select ('00000000-0000-7000-8000-00000000001' || n)::uuid, '00000000-0000-7000-8000-000000000002', '00000000-0000-7000-8000-000000000001',
            case n when 0 then 'deposit' else 'cash' end, 100 * n + 15, case n when 2 then 20 else 0 end, 'KES', 'R-' || n, '2026-02-03 22:30+00', 'x' from generate_series(0, 2) n;
        insert into ledger_transfers (id, kind, at, booked_on, effective_on, loan_id, payment_id, memo)
        values ('00000000-0000-7000-8000-000000000020', 'payment_received', now(), '2026-02-04', '2026-02-04', '00000000-0000-7000-8000-000000000002', '00000000-0000-7000-8000-000000000011', '');
        """;

    [Fact]
    public async Task Loans_booked_before_keep_their_rows_and_their_past()
    {
        var shop = await Shop.Open();
        await using var portal = shop.Portal;
        var files = typeof(Migrator).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith("Migrations/every/", StringComparison.Ordinal) || name.StartsWith("Migrations/tenant/", StringComparison.Ordinal))
            .OrderBy(name => name.Split('/')[1]).ThenBy(name => name, StringComparer.Ordinal).ToList();
        var before = files.TakeWhile(name => !name.EndsWith("100_loan_core.sql", StringComparison.Ordinal)).ToList();
        await using var connection = new NpgsqlConnection(portal.Region.Owner);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await Run(connection, "create schema old_shop; set search_path to old_shop; set app.tenant_id to '00000000-0000-7000-8000-0000000000aa'");
        foreach (var file in before) await Run(connection, await Sql(file));
        await Run(connection, Old);

        await Run(connection, await Sql("Migrations/tenant/100_loan_core.sql"));

        Assert.Equal(
            "1 2026-01-31 10 210 210; 2 2026-02-28 10 210 5; 3 2026-03-31 10 210 0",
            await Read(connection, "select string_agg(concat_ws(' ', number, from_on, earned_minor, total_minor, paid_minor), '; ' order by number) from installments"));
        Assert.Equal(
            "1 booking 2026-01-31 600; 2 payment 2026-02-04 115; 3 payment 2026-02-03 215",
            await Read(connection, "select string_agg(concat_ws(' ', sequence, kind, effective_on, amount_minor), '; ' order by sequence) from loan_transactions"));
        Assert.Equal(
            "15 20 2026-02-04 3 {\"engineVersion\": 1}",
            await Read(connection, "select concat_ws(' ', accrued_minor, credit_minor, caught_up_on, last_sequence, contract) from loans"));
        Assert.Equal(
            "{\"due\": \"2026-03-31\", \"fee\": 0, \"tax\": 0, \"from\": \"2026-02-28\", \"earned\": 10, \"number\": 2, \"interest\": 10, \"principal\": 200}",
            await Read(connection, "select (data -> 'rows' -> 1)::text from loan_transactions where kind = 'booking'"));
    }

    private static async Task<string> Sql(string resource)
    {
        using var reader = new StreamReader(typeof(Migrator).Assembly.GetManifestResourceStream(resource)!);
        return await reader.ReadToEndAsync();
    }

    private static async Task Run(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<string?> Read(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return (string?)await command.ExecuteScalarAsync();
    }
}
