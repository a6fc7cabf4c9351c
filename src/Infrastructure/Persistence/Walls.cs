using Npgsql;

namespace Paylatch.Infrastructure.Persistence;

/// <summary>
/// The second wall of a tenant: forced row-level security on every table with a <c>tenant_id</c>, and grants that let the
/// application's role do no more than it must. The first wall is the schema chosen by the door.
/// The policy names the schema's own tenant as well, so a foreign tenant can neither see nor place a row here.
/// </summary>
public static class Walls
{
    /// <summary>Tables without a tenant, each with the reason.</summary>
    public static readonly IReadOnlyDictionary<string, string> Global = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["platform.tenants"] = "The directory of tenants is read before a tenant is known.",
        ["platform.seal_heads"] = "How far every log was sealed is kept outside of each, and holds nothing but numbers and hashes.",
        ["platform.data_protection_keys"] = "Cookies of all tenants are protected by one key ring, sealed under the master key.",
    };

    /// <summary>What happened is never changed: the application's role may add and read only.</summary>
    public static readonly IReadOnlySet<string> AppendOnly = new HashSet<string>(StringComparer.Ordinal)
    {
        "events", "seals", "seal_heads", "heartbeats", "ledger_transfers", "ledger_entries", "ledger_reservations", "ledger_periods", "book_proofs",
        "payments", "payment_allocations", "provider_events", "loan_transactions", "payment_reversals", "credit_spendings",
        "loan_product_versions", "exchange_rates", "currency_moves", "provider_payouts",
    };

    /// <summary>Changed in place, never taken away.</summary>
    public static readonly IReadOnlySet<string> Kept = new HashSet<string>(StringComparer.Ordinal) { "ledger_accounts" };

    /// <summary>Written by the database's own functions: the application's role may read only.</summary>
    public static readonly IReadOnlySet<string> ReadOnly = new HashSet<string>(StringComparer.Ordinal) { "ledger_balances" };

    internal static async Task Build(NpgsqlConnection connection, string schema, Guid? tenant, string appRole, CancellationToken ct)
    {
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await Migrator.Execute(connection, $"""
            grant usage on schema {schema} to {appRole};
            grant usage, select on all sequences in schema {schema} to {appRole};
            """, ct);
        foreach (var (table, walled) in await Tables(connection, schema, ct))
        {
            if (tenant is not null && !walled && !Global.ContainsKey($"{schema}.{table}"))
                throw new InvalidOperationException($"Table {schema}.{table} has no tenant_id and is not listed as global in Walls.");
            var may = AppendOnly.Contains(table) ? "select, insert"
                : Kept.Contains(table) ? "select, insert, update"
                : ReadOnly.Contains(table) ? "select"
                : "select, insert, update, delete";
            // What a migration has taken away since the last time is taken away here too.
            await Migrator.Execute(connection, $"revoke all on {schema}.{table} from {appRole}", ct);
            await Migrator.Execute(connection, $"grant {may} on {schema}.{table} to {appRole}", ct);
            if (walled) await Raise(connection, $"{schema}.{table}", tenant!.Value, ct);
        }

        await transaction.CommitAsync(ct);
    }

    internal static async Task BuildIfMissing(NpgsqlConnection connection, string schema, Guid? tenant, string appRole, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("""
            select exists (
                select from pg_class c
                where c.relnamespace = $1::regnamespace and c.relkind = 'r' and c.relname <> 'schema_migrations'
                  and (not has_table_privilege($2, c.oid, 'select')
                       or (not c.relforcerowsecurity and exists (
                           select from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id'))))
            """, connection) { Parameters = { new() { Value = schema }, new() { Value = appRole } } };
        if ((bool)(await command.ExecuteScalarAsync(ct))!) await Build(connection, schema, tenant, appRole, ct);
    }

    private static Task Raise(NpgsqlConnection connection, string table, Guid tenant, CancellationToken ct) =>
        Migrator.Execute(connection, $"""
            alter table {table} enable row level security;
            alter table {table} force row level security;
            drop policy if exists walls on {table};
            create policy walls on {table}
                using (tenant_id = '{tenant}'::uuid
                       and tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
                with check (tenant_id = '{tenant}'::uuid
                       and tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid));
            """, ct);

    private static async Task<List<(string Table, bool Walled)>> Tables(NpgsqlConnection connection, string schema, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("""
            select c.relname::text, exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id')
            from pg_class c
            where c.relnamespace = $1::regnamespace and c.relkind = 'r' and c.relname <> 'schema_migrations'
            order by 1
            """, connection) { Parameters = { new() { Value = schema } } };
        await using var reader = await command.ExecuteReaderAsync(ct);
        var tables = new List<(string, bool)>();
        while (await reader.ReadAsync(ct)) tables.Add((reader.GetString(0), reader.GetBoolean(1)));
        return tables;
    }
}
