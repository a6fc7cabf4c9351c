using Npgsql;
using Paylatch.Application.Audit;
using Paylatch.Domain.Audit;

namespace Paylatch.Infrastructure.Audit;

/// <summary>
/// The log's columns as texts, in the one order in which they are hashed. Times are whole microseconds since 1970 and
/// data is the database's own text of the JSON, so that the same row always gives the same texts.
/// </summary>
internal static class LogColumns
{
    /// <summary>The select list; <c>e</c> is the log. Adding to it makes every older seal look broken: never change it.</summary>
    public const string Texts = """
        e.position::text, e.tenant_id::text, e.id::text, e.type, (extract(epoch from e.at) * 1000000)::bigint::text,
        (extract(epoch from e.recorded_at) * 1000000)::bigint::text, e.xid::text, e.actor_role, e.actor_id, e.use_case,
        e.correlation_id, e.address, e.loan_id::text, e.device_id::text, e.customer_id::text, e.reason, e.refused::text, e.data::text
        """;

    private const int Count = 18;

    /// <summary>Hashes the row a reader stands on.</summary>
    /// <param name="reader">A reader whose columns from <paramref name="first"/> on are <see cref="Texts"/>.</param>
    /// <param name="first">The number of columns before them.</param>
    public static HashedRow Hash(NpgsqlDataReader reader, int first = 0)
    {
        var columns = new string?[Count];
        for (var i = 0; i < Count; i++) columns[i] = reader.IsDBNull(first + i) ? null : reader.GetString(first + i);
        var xid = ulong.Parse(columns[6]!, System.Globalization.CultureInfo.InvariantCulture);
        return new HashedRow(long.Parse(columns[0]!, System.Globalization.CultureInfo.InvariantCulture), xid, LogRow.Hash(columns));
    }
}
