using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Ledger;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Ledger;

/// <summary>The chart of accounts with what is on each.</summary>
[Allow(Permission.ViewBooks)]
public sealed class ListAccounts(ILedgerDb db, TenantInfo tenant, TenantClock clock)
{
    private const int Most = 500;

    /// <summary>An account.</summary>
    /// <param name="Id">The account.</param>
    /// <param name="Code">Its code.</param>
    /// <param name="Name">Its name.</param>
    /// <param name="Kind">What it shows.</param>
    /// <param name="Balance">What is on it, debits positive.</param>
    /// <param name="Guard">What its balance may not pass.</param>
    /// <param name="OfChart">True when the product writes on it, so that it stays as it is.</param>
    /// <param name="ClosedAt">Since when it is closed; null while it is open.</param>
    public sealed record Row(AccountId Id, string Code, string Name, AccountKind Kind, Money Balance, AccountGuard Guard, bool OfChart, DateTimeOffset? ClosedAt);

    /// <summary>All of them, by code.</summary>
    /// <param name="Rows">The accounts.</param>
    /// <param name="ClosedThrough">Through which day the books are closed; null for not at all.</param>
    /// <param name="Today">The tenant's day.</param>
    /// <param name="Currency">The tenant's own currency.</param>
    public sealed record Page(IReadOnlyList<Row> Rows, DateOnly? ClosedThrough, DateOnly Today, Currency Currency);

    /// <summary>The chart, opened first for a tenant that has not written anything yet.</summary>
    public async Task<Page> Handle(CancellationToken ct)
    {
        await db.OpenBooks(tenant.Currency, clock, ct);
        var accounts = await db.Accounts.AsNoTracking().OrderBy(a => a.Code).ThenBy(a => a.Currency).Take(Most).ToListAsync(ct);
        var sums = await db.Entries.GroupBy(e => e.AccountId).Select(g => new { g.Key, Sum = g.Sum(e => e.AmountMinor) }).ToDictionaryAsync(g => g.Key, g => g.Sum, ct);
        var chart = Chart.Accounts.Select(a => a.Code).ToHashSet();
        return new Page(
            [.. accounts.Select(a => new Row(a.Id, a.Code, a.Name, a.Kind, new Money(sums.GetValueOrDefault(a.Id), a.Currency), a.Guard, chart.Contains(a.Code), a.ClosedAt))],
            await db.ClosedThrough(ct), clock.Today, tenant.Currency);
    }
}
