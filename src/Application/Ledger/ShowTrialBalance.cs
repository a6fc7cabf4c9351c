using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Ledger;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Ledger;

/// <summary>What every account moved from one day to another, and where it stood before and after. Each currency comes to nothing.</summary>
[Allow(Permission.ViewBooks)]
public sealed class ShowTrialBalance(ILedgerDb db, TenantInfo tenant, TenantClock clock)
{
    /// <summary>An account.</summary>
    /// <param name="Account">The account.</param>
    /// <param name="Code">Its code.</param>
    /// <param name="Name">Its name.</param>
    /// <param name="Kind">What it shows.</param>
    /// <param name="Opening">Where it stood before, debits positive.</param>
    /// <param name="Debit">What was debited.</param>
    /// <param name="Credit">What was credited, as a positive amount.</param>
    public sealed record Row(AccountId Account, string Code, string Name, AccountKind Kind, Money Opening, Money Debit, Money Credit)
    {
        /// <summary>Where it stands after, debits positive.</summary>
        public Money Closing => Opening + Debit - Credit;
    }

    /// <summary>One currency's accounts.</summary>
    /// <param name="Currency">The currency.</param>
    /// <param name="Rows">The accounts that were ever written on, by code.</param>
    public sealed record Part(Currency Currency, IReadOnlyList<Row> Rows)
    {
        /// <summary>All debits.</summary>
        public Money Debit => new(Rows.Sum(r => r.Debit.Minor), Currency);

        /// <summary>All credits; the same.</summary>
        public Money Credit => new(Rows.Sum(r => r.Credit.Minor), Currency);

        /// <summary>All closing balances: nothing.</summary>
        public Money Closing => new(Rows.Sum(r => r.Closing.Minor), Currency);
    }

    /// <summary>The trial balance.</summary>
    /// <param name="Parts">By currency; the tenant's own first.</param>
    /// <param name="From">The first day.</param>
    /// <param name="To">The last day.</param>
    /// <param name="ClosedThrough">Through which day the books are closed; null for not at all.</param>
    /// <param name="Today">The tenant's day.</param>
    /// <param name="Merchant">The tenant's name, for the paper.</param>
    public sealed record Page(IReadOnlyList<Part> Parts, DateOnly From, DateOnly To, DateOnly? ClosedThrough, DateOnly Today, string Merchant);

    /// <summary>The trial balance of a day, or of several.</summary>
    /// <param name="from">The first day; null for the last day alone.</param>
    /// <param name="to">The last day; null for today.</param>
    /// <param name="ct">Stops it.</param>
    /// <exception cref="Refusal"><c>ledger.range_invalid</c></exception>
    public async Task<Page> Handle(DateOnly? from, DateOnly? to, CancellationToken ct)
    {
        var last = to ?? clock.Today;
        var first = from ?? last;
        if (first > last) throw LedgerRefusals.RangeInvalid();
        var sums = await db.Entries.Where(e => e.BookedOn <= last).GroupBy(e => e.AccountId)
            .Select(g => new
            {
                g.Key,
                Opening = g.Sum(e => e.BookedOn < first ? e.AmountMinor : 0),
                Debit = g.Sum(e => e.BookedOn >= first && e.AmountMinor > 0 ? e.AmountMinor : 0),
                Credit = g.Sum(e => e.BookedOn >= first && e.AmountMinor < 0 ? -e.AmountMinor : 0),
            })
            .ToDictionaryAsync(g => g.Key, ct);
        var accounts = await db.Accounts.AsNoTracking().OrderBy(a => a.Code).ToListAsync(ct);
        var parts = accounts.Where(a => sums.ContainsKey(a.Id))
            .Select(a => (Sum: sums[a.Id], Account: a))
            .GroupBy(a => a.Account.Currency, a => new Row(
                a.Account.Id, a.Account.Code, a.Account.Name, a.Account.Kind, new(a.Sum.Opening, a.Account.Currency),
                new(a.Sum.Debit, a.Account.Currency), new(a.Sum.Credit, a.Account.Currency)))
            .OrderBy(c => c.Key != tenant.Currency).ThenBy(c => c.Key.Code, StringComparer.Ordinal)
            .Select(c => new Part(c.Key, [.. c]));
        return new Page([.. parts], first, last, await db.ClosedThrough(ct), clock.Today, tenant.Name);
    }
}
