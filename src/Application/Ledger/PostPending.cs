using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Ledger;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Ledger;

/// <summary>Posts a pending transfer before its time runs out, or less than it holds back; the rest is freed. Once only.</summary>
[Allow(Permission.KeepBooks)]
public sealed class PostPending(ILedgerDb db, TenantClock clock, Caller caller, IEventLog log)
{
    /// <summary>What is posted.</summary>
    /// <param name="Id">The posting's id, made by the caller: the same again does nothing again.</param>
    /// <param name="Pending">The pending transfer.</param>
    /// <param name="Amount">What it debits, where it has two lines and less than all is taken; null for all.</param>
    public sealed record Command(TransferId Id, TransferId Pending, string? Amount = null);

    /// <summary>Posts it.</summary>
    /// <returns>True when it was posted under this id already.</returns>
    /// <exception cref="Refusal">
    /// <c>ledger.transfer_not_found</c>, <c>ledger.not_pending</c>, <c>ledger.pending_expired</c>, <c>ledger.already_resolved</c>,
    /// <c>ledger.beyond_reserved</c>, <c>ledger.lines_invalid</c>, <c>ledger.transfer_differs</c>, <c>money.amount_invalid</c>
    /// </exception>
    public async Task<bool> Handle(Command c, CancellationToken ct)
    {
        var pending = await db.Read(c.Pending, ct);
        var less = string.IsNullOrWhiteSpace(c.Amount) ? null : Less(pending, c.Amount);
        if ((await db.Read(new HashSet<TransferId> { c.Id }, ct)).SingleOrDefault() is { } before)
        {
            // Sent again, perhaps when the time has long run out: what was posted in time stays posted.
            if (before.PendingId != c.Pending || before.Phase != TransferPhase.Posting) throw LedgerRefusals.TransferDiffers("transfer");
            return before.Lines().SequenceEqual(less ?? [.. pending.Lines()]) ? true : throw LedgerRefusals.TransferDiffers("lines");
        }

        if (await db.Transfers.AnyAsync(t => t.PendingId == c.Pending, ct)) throw LedgerRefusals.AlreadyResolved();
        var posted = pending.Post(new Posting(c.Id, clock.Now, clock.Today, By: caller.ActorId), less);
        if (await db.WriteOnce([posted], ct)) return true;
        log.Append(new Domain.Ledger.Events.PendingPosted(c.Id, c.Pending, Journals.Debited(posted.Lines())));
        return false;
    }

    private static List<Line> Less(Transfer pending, string amount)
    {
        if (pending.Phase != TransferPhase.Pending) throw LedgerRefusals.NotPending();
        if (pending.Reservations.Count != 2) throw LedgerRefusals.LinesInvalid();
        var taken = Money.Parse(amount, pending.Reservations[0].Currency, "amount");
        if (taken.Minor <= 0) throw LedgerRefusals.LinesInvalid();
        return [.. pending.Reservations.OrderBy(r => r.Line).Select(r => new Line(r.AccountId, r.AmountMinor > 0 ? taken : -taken))];
    }
}
