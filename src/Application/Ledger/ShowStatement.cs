using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Ledger;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Ledger;

/// <summary>What happened on one account, from the oldest day to the newest, with its balance after every entry.</summary>
[Allow(Permission.ViewBooks)]
public sealed class ShowStatement(ILedgerDb db, TenantInfo tenant, TenantClock clock)
{
    /// <summary>The most a page holds.</summary>
    public const int Most = 1_000;

    /// <summary>Which entries.</summary>
    /// <param name="Code">The account's code.</param>
    /// <param name="Currency">Its currency's code; null for the tenant's.</param>
    /// <param name="From">The first day; null for the month before the last.</param>
    /// <param name="To">The last day; null for today.</param>
    /// <param name="After">Where the page before ended.</param>
    /// <param name="Limit">At most so many.</param>
    public sealed record Query(string Code, string? Currency = null, DateOnly? From = null, DateOnly? To = null, StatementPlace? After = null, int Limit = 50);

    /// <summary>An entry.</summary>
    /// <param name="Transfer">Its transfer.</param>
    /// <param name="Line">Its line there.</param>
    /// <param name="BookedOn">The day it is booked on.</param>
    /// <param name="EffectiveOn">The day it belongs to.</param>
    /// <param name="Kind">What it records.</param>
    /// <param name="Reason">Why, where a person wrote it.</param>
    /// <param name="Loan">The loan it is about.</param>
    /// <param name="LoanNumber">Its contract number.</param>
    /// <param name="Amount">The amount, debits positive.</param>
    /// <param name="Balance">The account's balance after it.</param>
    public sealed record Row(
        TransferId Transfer, short Line, DateOnly BookedOn, DateOnly EffectiveOn, TransferKind Kind, string? Reason, LoanId? Loan, string? LoanNumber,
        Money Amount, Money Balance);

    /// <summary>A page of the statement.</summary>
    /// <param name="Account">The account's code.</param>
    /// <param name="Name">Its name.</param>
    /// <param name="Kind">What it shows.</param>
    /// <param name="From">The first day.</param>
    /// <param name="To">The last day.</param>
    /// <param name="Opening">Its balance before the first day.</param>
    /// <param name="Closing">Its balance after the last day.</param>
    /// <param name="Rows">The entries of this page.</param>
    /// <param name="Next">Where the next page begins; null on the last.</param>
    /// <param name="Today">The tenant's day.</param>
    /// <param name="Merchant">The tenant's name, for the paper.</param>
    public sealed record Page(
        string Account, string Name, AccountKind Kind, DateOnly From, DateOnly To, Money Opening, Money Closing, IReadOnlyList<Row> Rows,
        StatementPlace? Next, DateOnly Today, string Merchant);

    /// <summary>The page.</summary>
    /// <exception cref="Refusal"><c>ledger.account_not_found</c>, <c>ledger.range_invalid</c>, <c>money.currency_unknown</c></exception>
    public async Task<Page> Handle(Query q, CancellationToken ct)
    {
        var currency = q.Currency is { Length: > 0 } code ? Currency.Of(code) : tenant.Currency;
        var account = await db.Accounts.AsNoTracking().SingleOrDefaultAsync(a => a.Code == q.Code && a.Currency == currency, ct)
            ?? throw LedgerRefusals.AccountNotFound($"{q.Code} {currency}");
        var to = q.To ?? clock.Today;
        var from = q.From ?? to.AddMonths(-1);
        if (from > to) throw LedgerRefusals.RangeInvalid();
        var all = db.Entries.Where(e => e.AccountId == account.Id);
        var sums = await all.GroupBy(e => 1).Select(g => new
        {
            Opening = g.Sum(e => e.BookedOn < from ? e.AmountMinor : 0),
            Closing = g.Sum(e => e.BookedOn <= to ? e.AmountMinor : 0),
        }).SingleOrDefaultAsync(ct);
        var (rest, before) = (all.Where(e => e.BookedOn >= from), sums?.Opening ?? 0);
        if (q.After is { } place)
        {
            rest = db.EntriesAfter(account.Id, place).Where(e => e.BookedOn >= from);
            before = (sums?.Closing ?? 0) - await rest.Where(e => e.BookedOn <= to).SumAsync(e => e.AmountMinor, ct);
        }

        var limit = Math.Clamp(q.Limit, 1, Most);
        var rows = await Rows(rest.Where(e => e.BookedOn <= to), limit + 1, before, ct);
        var next = rows.Count > limit ? new StatementPlace(rows[limit - 1].BookedOn, rows[limit - 1].Transfer, rows[limit - 1].Line) : null;
        return new Page(
            account.Code, account.Name, account.Kind, from, to, new(sums?.Opening ?? 0, currency), new(sums?.Closing ?? 0, currency),
            [.. rows.Take(limit)], next, clock.Today, tenant.Name);
    }

    private async Task<List<Row>> Rows(IQueryable<Entry> chosen, int limit, long balance, CancellationToken ct)
    {
        var found = await (
            from e in chosen.OrderBy(e => e.BookedOn).ThenBy(e => e.TransferId).ThenBy(e => e.Line).Take(limit)
            join t in db.Transfers on e.TransferId equals t.Id
            orderby e.BookedOn, e.TransferId, e.Line
            select new { e.TransferId, e.Line, e.BookedOn, t.EffectiveOn, t.Kind, t.Reason, e.LoanId, e.AmountMinor, e.Currency }).AsNoTracking().ToListAsync(ct);
        var about = found.Select(e => e.LoanId).OfType<LoanId>().Distinct().ToList();
        var loans = about.Count == 0 ? [] : await db.Loans.Where(l => about.Contains(l.Id)).ToDictionaryAsync(l => l.Id, l => l.Number, ct);
        return found.ConvertAll(e => new Row(
            e.TransferId, e.Line, e.BookedOn, e.EffectiveOn, e.Kind, e.Reason, e.LoanId, e.LoanId is { } loan ? loans.GetValueOrDefault(loan) : null,
            new Money(e.AmountMinor, e.Currency), new Money(balance += e.AmountMinor, e.Currency)));
    }
}
