using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Ledger;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Ledger;

/// <summary>Voids pending transfers whose time has run out, so that what they hold back is free again.</summary>
[Allow(Permission.System)]
public sealed class VoidExpired(ILedgerDb db, TenantClock clock, IEventLog log)
{
    /// <summary>Voids the next of them, oldest first, and says how many.</summary>
    public async Task<int> Handle(int limit, CancellationToken ct)
    {
        var now = clock.Now;
        var expired = await db.Transfers.AsNoTracking()
            .Where(t => t.Phase == TransferPhase.Pending && t.ExpiresAt <= now && !db.Transfers.Any(r => r.PendingId == t.Id))
            .OrderBy(t => t.ExpiresAt).Take(limit).ToListAsync(ct);
        foreach (var pending in expired)
        {
            var voiding = pending.Void(new Posting(new TransferId(clock.NewId()), now, clock.Today));
            db.Transfers.Add(voiding);
            log.Append(new Domain.Ledger.Events.PendingVoided(voiding.Id, pending.Id, Expired: true));
        }

        return expired.Count;
    }
}
