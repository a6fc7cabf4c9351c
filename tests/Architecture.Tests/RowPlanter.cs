using Npgsql;

namespace Paylatch.Architecture.Tests;

/// <summary>Puts one row into every table of a schema, whatever its columns, past foreign keys and checks. A superuser's work, for tests.</summary>
public sealed class RowPlanter(NpgsqlDataSource super)
{
    /// <summary>Every table with a tenant in a schema.</summary>
    public async Task<List<string>> Tables(string schema)
    {
        await using var command = super.CreateCommand("""
            select $1 || '.' || c.relname from pg_class c
            where c.relnamespace = $1::regnamespace and c.relkind = 'r' and c.relname <> 'schema_migrations'
              and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id') order by 1
            """);
        command.Parameters.Add(new() { Value = schema });
        await using var reader = await command.ExecuteReaderAsync();
        var tables = new List<string>();
        while (await reader.ReadAsync()) tables.Add(reader.GetString(0));
        return tables;
    }

    /// <summary>Plants a row of the tenant in each.</summary>
    public async Task PlantEverywhere(string schema, Guid tenant)
    {
        await using var connection = await super.OpenConnectionAsync();
        await Run(connection, "set session_replication_role = replica");
        foreach (var table in await Tables(schema))
        {
            await DropChecks(connection, table);
            var columns = await Columns(connection, table);
            var names = string.Join(", ", columns.Keys);
            var values = string.Join(", ", columns.Select(c => c.Key == "tenant_id" ? $"'{tenant}'::uuid" : c.Value));
            await Run(connection, $"insert into {table} ({names}) values ({values})");
        }
    }

    private static async Task DropChecks(NpgsqlConnection connection, string table) => await Run(connection, $$"""
        do $do$ declare name text; begin
            for name in select conname from pg_constraint where conrelid = '{{table}}'::regclass and contype = 'c' loop
                execute format('alter table {{table}} drop constraint %I', name);
            end loop;
        end $do$
        """);

    // Not-null columns without a default get a plain value of their type; the tenant always.
    private static async Task<Dictionary<string, string>> Columns(NpgsqlConnection connection, string table)
    {
        await using var command = new NpgsqlCommand($"""
            select a.attname::text, format_type(a.atttypid, null) from pg_attribute a
            where a.attrelid = '{table}'::regclass and a.attnum > 0 and not a.attisdropped
              and (a.attname = 'tenant_id' or (a.attnotnull and not a.atthasdef and a.attidentity = ''))
            """, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var columns = new Dictionary<string, string>(StringComparer.Ordinal);
        while (await reader.ReadAsync()) columns[reader.GetString(0)] = ValueOf(reader.GetString(1));
        return columns;
    }

    private static string ValueOf(string type) => type switch
    {
        "uuid" => "gen_random_uuid()",
        "text" or "character varying" => "'x'",
        "bytea" => "'\\x01'",
        "jsonb" => "'{}'",
        "date" => "date '2026-01-01'",
        "interval" => "interval '0'",
        "timestamp with time zone" => "timestamptz '2026-01-01'",
        "bigint[]" => "'{1}'",
        "boolean" => "false",
        "xid8" => "'1'::xid8",
        _ => "1",
    };

    private static async Task Run(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
