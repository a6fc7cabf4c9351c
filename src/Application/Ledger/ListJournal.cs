using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Ledger;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Ledger;

/// <summary>What was written in the books, from the newest day to the oldest, a page at a time.</summary>
[Allow(Permission.ViewBooks)]
public sealed class ListJournal(ILedgerDb db, TenantInfo tenant, TenantClock clock)
{
    /// <summary>The most a page holds.</summary>
    public const int Most = 1_000;

    /// <summary>Which transfers.</summary>
    /// <param name="Account">Only those with a line on the account of this code.</param>
    /// <param name="Kind">Only those that record this.</param>
    /// <param name="Loan">Only those about the loan of this contract number.</param>
    /// <param name="From">Booked on this day or later.</param>
    /// <param name="To">Booked on this day or earlier.</param>
    /// <param name="Text">A part of the memo or the reason; under two characters for all.</param>
    /// <param name="OpenOnly">Only pending ones that nobody has posted or voided.</param>
    /// <param name="After">Where the page before ended.</param>
    /// <param name="Limit">At most so many.</param>
    public sealed record Query(
        string? Account = null, TransferKind? Kind = null, string? Loan = null, DateOnly? From = null, DateOnly? To = null, string? Text = null,
        bool OpenOnly = false, JournalPlace? After = null, int Limit = 50);

    /// <summary>A page of the journal.</summary>
    /// <param name="Rows">The transfers.</param>
    /// <param name="Next">Where the next page begins; null on the last.</param>
    /// <param name="ClosedThrough">Through which day the books are closed; null for not at all.</param>
    /// <param name="Now">The tenant's present.</param>
    /// <param name="Today">The tenant's day.</param>
    /// <param name="Zone">The tenant's zone.</param>
    /// <param name="Merchant">The tenant's name, for the paper.</param>
    public sealed record Page(
        IReadOnlyList<JournalRow> Rows, JournalPlace? Next, DateOnly? ClosedThrough, DateTimeOffset Now, DateOnly Today, TimeZoneInfo Zone, string Merchant);

    /// <summary>The page.</summary>
    public async Task<Page> Handle(Query q, CancellationToken ct)
    {
        var limit = Math.Clamp(q.Limit, 1, Most);
        var chosen = Chosen(q).OrderByDescending(t => t.BookedOn).ThenByDescending(t => t.Id).Take(limit + 1);
        var rows = await db.Rows(chosen, clock.Now, ct);
        var next = rows.Count > limit ? new JournalPlace(rows[limit - 1].BookedOn, rows[limit - 1].Id) : null;
        return new Page([.. rows.Take(limit)], next, await db.ClosedThrough(ct), clock.Now, clock.Today, tenant.TimeZone, tenant.Name);
    }

    private IQueryable<Transfer> Chosen(Query q)
    {
        var chosen = q.After is { } place ? db.TransfersAfter(place) : db.Transfers;
        if (q.Kind is { } kind) chosen = chosen.Where(t => t.Kind == kind);
        if (q.From is { } from) chosen = chosen.Where(t => t.BookedOn >= from);
        if (q.To is { } to) chosen = chosen.Where(t => t.BookedOn <= to);
        if (q.OpenOnly) chosen = chosen.Where(t => t.Phase == TransferPhase.Pending && !db.Transfers.Any(r => r.PendingId == t.Id));
        if (q.Account?.Trim() is { Length: > 0 } code)
        {
            var accounts = db.Accounts.Where(a => a.Code == code).Select(a => a.Id);
            chosen = chosen.Where(t => t.Entries.Any(e => accounts.Contains(e.AccountId)) || t.Reservations.Any(r => accounts.Contains(r.AccountId)));
        }

        if (q.Loan?.Trim() is { Length: > 0 } number)
        {
            var loans = db.Loans.Where(l => l.Number == number).Select(l => (LoanId?)l.Id);
            chosen = chosen.Where(t => loans.Contains(t.LoanId));
        }

#pragma warning disable CA1304, CA1311, CA1862 // These become SQL's lower() and like; the database has one locale.
        if (q.Text?.Trim().ToLowerInvariant() is { Length: > 1 and <= 80 } text)
            chosen = chosen.Where(t => t.Memo.ToLower().Contains(text) || (t.Reason != null && t.Reason.ToLower().Contains(text)));
#pragma warning restore CA1304, CA1311, CA1862
        return chosen;
    }
}
