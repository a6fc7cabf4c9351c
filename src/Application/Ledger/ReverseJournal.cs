using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Ledger;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Ledger;

/// <summary>Takes a journal back by its opposite, once. What the product wrote is put right where it came from, not here.</summary>
[Allow(Permission.KeepBooks)]
public sealed class ReverseJournal(ILedgerDb db, TenantClock clock, Caller caller, IEventLog log)
{
    /// <summary>The reversal.</summary>
    /// <param name="Id">Its id, made by the caller: the same again does nothing again.</param>
    /// <param name="Journal">The journal.</param>
    /// <param name="On">The day it belongs to.</param>
    /// <param name="Reason">Why.</param>
    public sealed record Command(TransferId Id, TransferId Journal, DateOnly On, string? Reason);

    /// <summary>Writes it.</summary>
    /// <returns>True when it was there already.</returns>
    /// <exception cref="Refusal">
    /// <c>ledger.transfer_not_found</c>, <c>ledger.not_a_journal</c>, <c>ledger.already_reversed</c>, <c>ledger.reason_needed</c>,
    /// <c>ledger.date_invalid</c>, <c>ledger.period_closed</c>, <c>ledger.guard_passed</c>, <c>ledger.transfer_differs</c>
    /// </exception>
    public async Task<bool> Handle(Command c, CancellationToken ct)
    {
        var journal = await db.Read(c.Journal, ct);
        if (c.On > clock.Today || c.On < journal.EffectiveOn) throw LedgerRefusals.DateInvalid();
        var opposite = journal.Reverse(new Posting(c.Id, clock.Now, c.On, By: caller.ActorId, Reason: Period.Why(c.Reason)));
        if (await db.WriteOnce([opposite], ct)) return true;
        log.Append(new Domain.Ledger.Events.JournalReversed(c.Id, c.Journal, opposite.Reason!));
        return false;
    }
}
