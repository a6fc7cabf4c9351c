using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Ledger;
using Paylatch.Domain.Ledger;
using Paylatch.Domain.Shared;

namespace Paylatch.Infrastructure.Persistence;

/// <content>The window on rates and positions.</content>
public sealed partial class PlatformDb : IExchangeDb
{
    DbSet<ExchangeRate> IExchangeDb.Rates => Set<ExchangeRate>();

    DbSet<CurrencyMove> IExchangeDb.Moves => Set<CurrencyMove>();

    async Task<IReadOnlyList<ExchangeRate>> IExchangeDb.Newest(Currency from, Currency to, DateTimeOffset at, CancellationToken ct) =>
        await Set<ExchangeRate>().FromSql($"""
            select distinct on (base, quote) * from exchange_rates
            where valid_from <= {at} and (base in ({from.Code}, {to.Code}) or quote in ({from.Code}, {to.Code}))
            order by base, quote, valid_from desc, recorded_at desc, id desc
            """).AsNoTracking().ToListAsync(ct);

    Task IExchangeDb.HoldPositions(CancellationToken ct) =>
        Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended(current_setting('app.tenant_id') || ':positions', 0))", ct);

    Task IExchangeDb.HoldRates(CancellationToken ct) =>
        Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended(current_setting('app.tenant_id') || ':rates', 0))", ct);
}
