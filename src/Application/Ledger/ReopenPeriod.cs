using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Ledger;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Ledger;

/// <summary>Opens the last closed period again, with a reason; what its close moved to retained earnings is moved back.</summary>
[Allow(Permission.KeepBooks)]
public sealed class ReopenPeriod(ILedgerDb db, TenantClock clock, Caller caller)
{
    /// <summary>Opens it.</summary>
    /// <param name="through">Through which day it was closed, so that nobody opens another one than they saw.</param>
    /// <param name="reason">Why.</param>
    /// <param name="ct">Stops it.</param>
    /// <exception cref="Refusal"><c>ledger.nothing_closed</c>, <c>ledger.reason_needed</c></exception>
    public async Task<Nothing> Handle(DateOnly through, string? reason, CancellationToken ct)
    {
        await db.HoldAlone(ct);
        var steps = db.Periods.AsNoTracking().OrderByDescending(p => p.Number);
        var last = await steps.FirstOrDefaultAsync(ct);
        if (last is null || last.Through != through) throw LedgerRefusals.NothingClosed();
        var close = await steps.FirstAsync(p => p.Step == PeriodStep.Closed && p.Through == through, ct);
        var earlier = await steps.Where(p => p.Number < close.Number).Select(p => p.Through).FirstOrDefaultAsync(ct);
        db.Periods.Add(Period.Reopen(last, earlier, clock.Now, caller.ActorId, reason));
        // Now, so that the day is open for what follows.
        await db.Save(ct);
        var moved = await db.Transfers.AsNoTracking()
            .Where(t => t.Kind == TransferKind.PeriodClosed && t.BookedOn == through && t.ReversesId == null && !db.Transfers.Any(r => r.ReversesId == t.Id))
            .Include(t => t.Entries).ToListAsync(ct);
        foreach (var transfer in moved)
            db.Transfers.Add(transfer.Opposite(new Posting(new TransferId(clock.NewId()), clock.Now, through, By: caller.ActorId, Reason: reason)));
        return default;
    }
}
