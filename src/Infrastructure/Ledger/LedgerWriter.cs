using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;
using Paylatch.Domain.Ledger;
using Paylatch.Domain.Shared;
using Paylatch.Infrastructure.Persistence;

namespace Paylatch.Infrastructure.Ledger;

/// <summary>
/// Writes transfers: one statement for all of them and one for all their lines, so that the database looks at them twice and
/// not once per row. Before them it takes its share of the books, so that the day to book on is the one that holds.
/// </summary>
internal static class LedgerWriter
{
    // As ledger_share() does it, without the cost of a call.
    private const string Share = "select pg_advisory_xact_lock_shared(hashtextextended(current_setting('app.tenant_id') || ':books', 0))";

    // As ledger_open_day() says it, asked once for all rows.
    private const string OpenDay = "greatest(day, (select through + 1 from ledger_periods order by number desc limit 1))";

    // A person's journal is refused on a closed day; what the product books goes to the first open one.
    private const string Transfers = $"""
        insert into ledger_transfers (
            id, kind, at, booked_on, effective_on, loan_id, payment_id, memo, phase, pending_id, expires_at, reverses_id, chain_id, written_by, reason)
        select id, kind, at, case when kind = 'manual_journal' then day else {OpenDay} end, day,
            loan, payment, memo, phase, pending, expires, reverses, chain, author, reason
        from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
            as t (id, kind, at, day, loan, payment, memo, phase, pending, expires, reverses, chain, author, reason)
        """;

    private const string Entries = $"""
        insert into ledger_entries (transfer_id, line, account_id, loan_id, amount_minor, currency, booked_on)
        select transfer, line, account, loan, amount, currency, case when by_hand then day else {OpenDay} end
        from unnest($1, $2, $3, $4, $5, $6, $7, $8) as l (transfer, line, account, amount, currency, loan, day, by_hand)
        """;

    private const string Reservations = """
        insert into ledger_reservations (transfer_id, line, account_id, amount_minor, currency)
        select transfer, line, account, amount, currency from unnest($1, $2, $3, $4, $5) as l (transfer, line, account, amount, currency)
        """;

    /// <summary>Takes the added transfers from Entity Framework, which would write them row by row.</summary>
    public static IReadOnlyList<Transfer> TakeAdded(PlatformDb db)
    {
        List<Transfer>? added = null;
        foreach (var entry in db.ChangeTracker.Entries<Transfer>())
            if (entry.State == EntityState.Added) (added ??= []).Add(entry.Entity);
        if (added is null) return [];
        foreach (var transfer in added)
        {
            // Not detached: a line that is let go is taken out of its transfer.
            db.Entry(transfer).State = EntityState.Unchanged;
            foreach (var line in transfer.Entries) db.Entry(line).State = EntityState.Unchanged;
            foreach (var line in transfer.Reservations) db.Entry(line).State = EntityState.Unchanged;
        }

        return added;
    }

    /// <summary>Adds the statements that write them.</summary>
    public static void Add(NpgsqlBatch batch, IReadOnlyList<Transfer> transfers)
    {
        if (transfers.Count == 0) return;
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Share));
        batch.BatchCommands.Add(Insert(transfers, ""));
        AddLines(batch, transfers);
    }

    /// <summary>Writes those whose id is not there yet, now.</summary>
    public static async Task<IReadOnlySet<TransferId>> WriteNew(NpgsqlConnection connection, IReadOnlyList<Transfer> transfers, CancellationToken ct)
    {
        var known = transfers.Select(t => t.Id).ToHashSet();
        await using (var first = new NpgsqlBatch(connection))
        {
            first.BatchCommands.Add(new NpgsqlBatchCommand(Share));
            first.BatchCommands.Add(Insert(transfers, "on conflict (id) do nothing returning id"));
            await using var reader = await first.ExecuteReaderAsync(ct);
            await reader.NextResultAsync(ct);
            while (await reader.ReadAsync(ct)) known.Remove(new TransferId(reader.GetGuid(0)));
        }

        await using var second = new NpgsqlBatch(connection);
        AddLines(second, [.. transfers.Where(t => !known.Contains(t.Id))]);
        if (second.BatchCommands.Count > 0) await second.ExecuteNonQueryAsync(ct);
        return known;
    }

    private static void AddLines(NpgsqlBatch batch, IReadOnlyList<Transfer> transfers)
    {
        if (transfers.Sum(t => t.Entries.Count) is > 0 and var entries)
        {
            var lines = Lines(Entries, entries, transfers.SelectMany(t => t.Entries.Select(e => (e.TransferId, e.Line, e.AccountId, e.Amount))));
            var of = transfers.SelectMany(t => t.Entries.Select(e => (t.Kind, Entry: e))).ToList();
            lines.Parameters.Add(new() { Value = of.ConvertAll(e => e.Entry.LoanId?.Value).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid });
            lines.Parameters.Add(new() { Value = of.ConvertAll(e => e.Entry.BookedOn).ToArray() });
            lines.Parameters.Add(new() { Value = of.ConvertAll(e => e.Kind == TransferKind.ManualJournal).ToArray() });
            batch.BatchCommands.Add(lines);
        }

        if (transfers.Sum(t => t.Reservations.Count) is > 0 and var reservations)
            batch.BatchCommands.Add(Lines(Reservations, reservations, transfers.SelectMany(t => t.Reservations.Select(r => (r.TransferId, r.Line, r.AccountId, r.Amount)))));
    }

    private static NpgsqlBatchCommand Insert(IReadOnlyList<Transfer> transfers, string also)
    {
        NpgsqlParameter Column<T>(Func<Transfer, T> value, NpgsqlDbType type) =>
            new() { Value = transfers.Select(value).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | type };
        return new NpgsqlBatchCommand(also.Length == 0 ? Transfers : $"{Transfers} {also}")
        {
            Parameters =
            {
                Column(t => t.Id.Value, NpgsqlDbType.Uuid),
                Column(t => Words.Of(t.Kind), NpgsqlDbType.Text),
                Column(t => t.At.ToUniversalTime(), NpgsqlDbType.TimestampTz),
                Column(t => t.EffectiveOn, NpgsqlDbType.Date),
                Column(t => t.LoanId?.Value, NpgsqlDbType.Uuid),
                Column(t => t.PaymentId?.Value, NpgsqlDbType.Uuid),
                Column(t => t.Memo, NpgsqlDbType.Text),
                Column(t => Words.Of(t.Phase), NpgsqlDbType.Text),
                Column(t => t.PendingId?.Value, NpgsqlDbType.Uuid),
                Column(t => t.ExpiresAt?.ToUniversalTime(), NpgsqlDbType.TimestampTz),
                Column(t => t.ReversesId?.Value, NpgsqlDbType.Uuid),
                Column(t => t.ChainId?.Value, NpgsqlDbType.Uuid),
                Column(t => t.WrittenBy, NpgsqlDbType.Text),
                Column(t => t.Reason, NpgsqlDbType.Text),
            },
        };
    }

    private static NpgsqlBatchCommand Lines(string sql, int count, IEnumerable<(TransferId Transfer, short Line, AccountId Account, Money Amount)> lines)
    {
        var (transfers, numbers, accounts) = (new Guid[count], new short[count], new Guid[count]);
        var (amounts, currencies) = (new long[count], new string[count]);
        var n = 0;
        foreach (var line in lines)
        {
            (transfers[n], numbers[n], accounts[n]) = (line.Transfer.Value, line.Line, line.Account.Value);
            (amounts[n], currencies[n]) = (line.Amount.Minor, line.Amount.Currency.Code);
            n++;
        }

        return new NpgsqlBatchCommand(sql)
        {
            Parameters =
            {
                new() { Value = transfers }, new() { Value = numbers }, new() { Value = accounts }, new() { Value = amounts }, new() { Value = currencies },
            },
        };
    }
}
