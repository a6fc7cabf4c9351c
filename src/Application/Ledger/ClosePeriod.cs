using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Ledger;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Ledger;

/// <summary>
/// Closes the books through a day that is over: income and expenses go to retained earnings, and nothing can be booked on
/// that day or an earlier one any more.
/// </summary>
[Allow(Permission.KeepBooks)]
public sealed class ClosePeriod(ILedgerDb db, TenantClock clock, Caller caller)
{
    private const string Memo = "Income and expenses to retained earnings";

    /// <summary>Closes them.</summary>
    /// <exception cref="Refusal"><c>ledger.period_not_over</c>, <c>ledger.period_closed</c></exception>
    public async Task<Nothing> Handle(DateOnly through, CancellationToken ct)
    {
        await db.HoldAlone(ct);
        var last = await db.Periods.AsNoTracking().OrderByDescending(p => p.Number).FirstOrDefaultAsync(ct);
        var period = Period.Close(last, through, clock.Today, clock.Now, caller.ActorId);
        var earned = await (
            from entry in db.Entries
            join account in db.Accounts on entry.AccountId equals account.Id
            where entry.BookedOn <= through && (account.Kind == AccountKind.Income || account.Kind == AccountKind.Expense)
            group entry by new { account.Id, account.Currency } into sums
            select new { sums.Key.Id, sums.Key.Currency, Minor = sums.Sum(e => e.AmountMinor) }).ToListAsync(ct);
        List<Transfer> transfers = [];
        foreach (var currency in earned.Where(a => a.Minor != 0).GroupBy(a => a.Currency).OrderBy(c => c.Key.Code))
        {
            var books = await db.OpenBooks(currency.Key, clock, ct);
            var lines = currency.OrderBy(a => a.Id.Value).Select(a => new Line(a.Id, new Money(-a.Minor, a.Currency))).ToList();
            lines.Add(new Line(books.Of(Chart.RetainedEarnings, currency.Key), new Money(currency.Sum(a => a.Minor), currency.Key)));
            transfers.Add(Transfer.Of(
                new Posting(new TransferId(clock.NewId()), clock.Now, through, By: caller.ActorId), TransferKind.PeriodClosed, Memo, lines));
        }

        // Before the step itself: afterwards the day is closed to this, too.
        if (transfers.Count > 0) await db.WriteOnce(transfers, ct);
        db.Periods.Add(period);
        return default;
    }
}
