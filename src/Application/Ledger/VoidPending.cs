using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Ledger;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Ledger;

/// <summary>Voids a pending transfer: all it holds back is freed. Once only.</summary>
[Allow(Permission.KeepBooks)]
public sealed class VoidPending(ILedgerDb db, TenantClock clock, Caller caller, IEventLog log)
{
    /// <summary>Voids it; one that was voided stays so.</summary>
    /// <exception cref="Refusal"><c>ledger.transfer_not_found</c>, <c>ledger.not_pending</c>, <c>ledger.already_resolved</c></exception>
    public async Task<Nothing> Handle(TransferId id, CancellationToken ct)
    {
        var pending = await db.Read(id, ct);
        if (await db.Transfers.AsNoTracking().SingleOrDefaultAsync(t => t.PendingId == id, ct) is { } before)
            return before.Phase == TransferPhase.Voiding ? default(Nothing) : throw LedgerRefusals.AlreadyResolved();
        var voiding = pending.Void(new Posting(new TransferId(clock.NewId()), clock.Now, clock.Today, By: caller.ActorId));
        await db.WriteOnce([voiding], ct);
        log.Append(new Domain.Ledger.Events.PendingVoided(voiding.Id, id, Expired: false));
        return default;
    }
}
