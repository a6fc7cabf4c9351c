using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Identity;
using Paylatch.Application.Ledger;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Ledger;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Payments;

/// <summary>What each card provider holds by the books and has not paid out, and how old that is; and what it says it paid out that is not booked.</summary>
[Allow(Permission.ViewBooks)]
public sealed class ShowCardMoney(IPaymentsDb db, ILedgerDb ledger, TenantClock clock)
{
    private const int MostReported = 100;

    /// <summary>What a provider holds in a currency.</summary>
    /// <param name="Provider">The provider.</param>
    /// <param name="Account">Its account's code.</param>
    /// <param name="Unsettled">What it holds; below zero when more was taken back than is left there.</param>
    /// <param name="Oldest">The day the oldest of it came, taking what left to be the oldest; null when nothing is left.</param>
    /// <param name="PaidOutOn">The day of the last pay-out; null when there was none.</param>
    public sealed record Holding(string Provider, string Account, Money Unsettled, DateOnly? Oldest, DateOnly? PaidOutOn);

    /// <summary>A pay-out a provider told of that could not be booked by itself.</summary>
    /// <param name="Provider">The provider.</param>
    /// <param name="Reference">Its reference.</param>
    /// <param name="Amount">What came to the bank.</param>
    /// <param name="PaidOn">The day, as the provider says.</param>
    public sealed record Report(string Provider, string Reference, Money Amount, DateOnly PaidOn);

    /// <summary>Card money.</summary>
    /// <param name="Holdings">By provider and currency.</param>
    /// <param name="Reported">Pay-outs to be looked at, the oldest first.</param>
    /// <param name="Today">The tenant's day.</param>
    public sealed record Page(IReadOnlyList<Holding> Holdings, IReadOnlyList<Report> Reported, DateOnly Today);

    /// <summary>Says it.</summary>
    public async Task<Page> Handle(CancellationToken ct)
    {
        var codes = Clearing.Accounts.Select(c => c.Account).ToList();
        var accounts = await ledger.Accounts.AsNoTracking().Where(a => codes.Contains(a.Code)).Select(a => new { a.Id, a.Code, a.Currency }).ToListAsync(ct);
        var ids = accounts.ConvertAll(a => a.Id);
        var days = (await ledger.Entries.Where(e => ids.Contains(e.AccountId)).GroupBy(e => new { e.AccountId, e.BookedOn })
            .Select(g => new { g.Key.AccountId, g.Key.BookedOn, Came = g.Sum(e => e.AmountMinor > 0 ? e.AmountMinor : 0), Left = g.Sum(e => e.AmountMinor < 0 ? -e.AmountMinor : 0) })
            .ToListAsync(ct)).ToLookup(d => d.AccountId);
        var last = await db.Payouts.GroupBy(p => new { p.Provider, p.Currency }).Select(g => new { g.Key.Provider, g.Key.Currency, On = g.Max(p => p.PaidOn) }).ToListAsync(ct);
        var reported = await db.Reported.OrderBy(r => r.PaidOn).ThenBy(r => r.Reference).Take(MostReported).ToListAsync(ct);
        var holdings =
            from account in accounts
            where days.Contains(account.Id)
            let provider = Clearing.Accounts.First(c => c.Account == account.Code).Provider
            let held = days[account.Id].Select(d => (d.BookedOn, d.Came, d.Left)).ToList()
            orderby provider, account.Currency.Code
            select new Holding(
                provider, account.Code, new Money(held.Sum(d => d.Came - d.Left), account.Currency), Oldest(held),
                last.Where(l => l.Provider == provider && l.Currency == account.Currency).Select(l => (DateOnly?)l.On).FirstOrDefault());
        return new Page(
            [.. holdings], reported.ConvertAll(r => new Report(r.Provider, r.Reference, new Money(r.AmountMinor, r.Currency), r.PaidOn)), clock.Today);
    }

    // What left is taken from what came first: the first day whose money is not all gone.
    private static DateOnly? Oldest(IReadOnlyList<(DateOnly Day, long Came, long Left)> days)
    {
        var left = days.Sum(d => d.Left);
        foreach (var (day, came, _) in days.OrderBy(d => d.Day))
        {
            left -= came;
            if (left < 0) return day;
        }

        return null;
    }
}
