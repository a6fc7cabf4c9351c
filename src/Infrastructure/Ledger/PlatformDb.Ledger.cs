using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Ledger;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Ledger;
using Paylatch.Domain.Shared;

namespace Paylatch.Infrastructure.Persistence;

/// <content>The ledger's window.</content>
public sealed partial class PlatformDb : ILedgerDb
{
    DbSet<Account> ILedgerDb.Accounts => Set<Account>();

    DbSet<Transfer> ILedgerDb.Transfers => Set<Transfer>();

    async Task<Books> ILedgerDb.OpenBooks(Currency currency, TenantClock clock, CancellationToken ct)
    {
        var books = await ReadBooks(currency, ct);
        if (books.Missing(currency) is not { Count: > 0 } missing) return books;

        // Another transaction may be opening the same ones: wait for it, then take what is there.
        foreach (var account in missing)
        {
            await Database.ExecuteSqlAsync($"""
                insert into ledger_accounts (id, code, name, kind, currency)
                values ({clock.NewId()}, {account.Code}, {account.Name}, {Words.Of(account.Kind)}, {currency.Code})
                on conflict (code, currency) do nothing
                """, ct);
        }

        return await ReadBooks(currency, ct);
    }

    private async Task<Books> ReadBooks(Currency currency, CancellationToken ct)
    {
        var accounts = await Set<Account>().AsNoTracking().Where(a => a.Currency == currency).Select(a => new { a.Code, a.Id }).ToListAsync(ct);
        return new Books(accounts.Select(a => (a.Code, currency, a.Id)));
    }
}
