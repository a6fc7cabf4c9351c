using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Ledger;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Ledger;

/// <summary>What every way of writing by hand does alike.</summary>
internal static class Journals
{
    /// <summary>
    /// Writes transfers, all or none. Those that are there already with the same content are left as they are: the same
    /// request again does nothing again.
    /// </summary>
    /// <returns>True when they were there already.</returns>
    /// <exception cref="Refusal"><c>ledger.transfer_differs</c>, <c>ledger.chain_differs</c>, and what the database refuses</exception>
    public static async Task<bool> WriteOnce(this ILedgerDb db, IReadOnlyList<Transfer> transfers, CancellationToken ct)
    {
        var known = await db.Write(transfers, ct);
        if (known.Count == 0) return false;
        foreach (var before in await db.Read(known, ct))
        {
            if (transfers.Single(t => t.Id == before.Id).DifferenceTo(before) is { } what) throw LedgerRefusals.TransferDiffers(what);
        }

        return known.Count == transfers.Count ? true : throw LedgerRefusals.ChainDiffers();
    }

    /// <summary>Transfers with their lines.</summary>
    public static async Task<IReadOnlyList<Transfer>> Read(this ILedgerDb db, IReadOnlySet<TransferId> ids, CancellationToken ct) =>
        await db.Transfers.AsNoTracking().Where(t => ids.Contains(t.Id)).Include(t => t.Entries).Include(t => t.Reservations).ToListAsync(ct);

    /// <summary>A transfer with its lines.</summary>
    /// <exception cref="Refusal"><c>ledger.transfer_not_found</c></exception>
    public static async Task<Transfer> Read(this ILedgerDb db, TransferId id, CancellationToken ct) =>
        (await db.Read(new HashSet<TransferId> { id }, ct)).SingleOrDefault() ?? throw LedgerRefusals.TransferNotFound();

    /// <summary>What a transfer's lines debit in their first currency.</summary>
    public static Money Debited(IEnumerable<Line> lines)
    {
        var all = lines.ToList();
        var currency = all[0].Amount.Currency;
        return new Money(all.Where(l => l.Amount.Currency == currency && l.Amount.Minor > 0).Sum(l => l.Amount.Minor), currency);
    }
}
