using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Paylatch.Application.Ledger;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Ledger;
using Paylatch.Domain.Shared;
using Paylatch.Infrastructure.Ledger;

namespace Paylatch.Infrastructure.Persistence;

/// <content>The ledger's window.</content>
public sealed partial class PlatformDb : ILedgerDb
{
    // Accounts keep their id, code and currency for ever, and none is ever taken away: what was read once stays true.
    private static readonly ConcurrentDictionary<(TenantId Tenant, Currency Currency), Books> KnownBooks = new();

    DbSet<Account> ILedgerDb.Accounts => Set<Account>();

    DbSet<Transfer> ILedgerDb.Transfers => Set<Transfer>();

    IQueryable<Entry> ILedgerDb.Entries => Set<Entry>();

    DbSet<Period> ILedgerDb.Periods => Set<Period>();

    DbSet<BookProof> ILedgerDb.Proofs => Set<BookProof>();

    IQueryable<LoanName> ILedgerDb.Loans => Set<LoanName>();

    IQueryable<WriterName> ILedgerDb.Writers => Set<WriterName>();

    IQueryable<Transfer> ILedgerDb.TransfersAfter(JournalPlace place) =>
        Set<Transfer>().FromSql($"select * from ledger_transfers where (booked_on, id) < ({place.Day}, {place.Transfer.Value})");

    IQueryable<Entry> ILedgerDb.EntriesAfter(AccountId account, StatementPlace place) => Set<Entry>().FromSql($"""
        select * from ledger_entries where account_id = {account.Value} and (booked_on, transfer_id, line) > ({place.Day}, {place.Transfer.Value}, {place.Line})
        """);

    async Task<Books> ILedgerDb.OpenBooks(Currency currency, TenantClock clock, CancellationToken ct)
    {
        if (KnownBooks.TryGetValue((clock.Tenant, currency), out var known)) return known;
        var (books, settled) = await ReadBooks(currency, ct);
        if (books.Missing(currency) is { Count: > 0 } missing)
        {
            // Another transaction may be opening the same ones: wait for it, then take what is there.
            await Database.ExecuteSqlAsync($"""
                insert into ledger_accounts (id, code, name, kind, guard, currency)
                select a.*, {currency.Code} from unnest(
                    {missing.Select(_ => clock.NewId()).ToArray()}, {missing.Select(a => a.Code).ToArray()}, {missing.Select(a => a.Name).ToArray()},
                    {missing.Select(a => Words.Of(a.Kind)).ToArray()}, {missing.Select(a => Words.Of(a.Guard)).ToArray()}) as a
                on conflict (code, currency) do nothing
                """, ct);
            (books, settled) = await ReadBooks(currency, ct);
        }

        // What this transaction opened itself may still be taken back.
        if (settled) KnownBooks[(clock.Tenant, currency)] = books;
        return books;
    }

    async Task<IReadOnlySet<TransferId>> ILedgerDb.Write(IReadOnlyList<Transfer> transfers, CancellationToken ct)
    {
        try
        {
            return await LedgerWriter.WriteNew((NpgsqlConnection)Database.GetDbConnection(), transfers, ct);
        }
        catch (PostgresException trouble) when (LedgerTrouble.Of(trouble) is { } refusal)
        {
            throw refusal;
        }
    }

    Task ILedgerDb.HoldAlone(CancellationToken ct) => Database.ExecuteSqlAsync($"select ledger_alone()", ct);

    async Task ILedgerDb.Save(CancellationToken ct)
    {
        try
        {
            await SaveChangesAsync(ct);
        }
        catch (DbUpdateException trouble) when (LedgerTrouble.Of(trouble) is { } refusal)
        {
            throw refusal;
        }
    }

    async Task<DateOnly?> ILedgerDb.ClosedThrough(CancellationToken ct) =>
        await Set<Period>().OrderByDescending(period => period.Number).Select(period => period.Through).FirstOrDefaultAsync(ct);

    private async Task<(Books Books, bool Settled)> ReadBooks(Currency currency, CancellationToken ct)
    {
        var accounts = await Database.SqlQuery<OpenedAccount>($"""
            select code as "Code", id as "Id", (xmin = pg_current_xact_id_if_assigned()::xid) is true as "Own" from ledger_accounts where currency = {currency.Code}
            """).ToListAsync(ct);
        return (new Books(accounts.Select(a => (a.Code, currency, new AccountId(a.Id)))), !accounts.Exists(a => a.Own));
    }

    private sealed record OpenedAccount(string Code, Guid Id, bool Own);
}
