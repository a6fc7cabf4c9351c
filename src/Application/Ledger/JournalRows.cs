using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Ledger;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Ledger;

/// <summary>A transfer as the journal shows it.</summary>
/// <param name="Id">The transfer.</param>
/// <param name="Kind">What it records.</param>
/// <param name="Phase">How far it goes.</param>
/// <param name="At">When it was written.</param>
/// <param name="BookedOn">The day it is booked on.</param>
/// <param name="EffectiveOn">The day it belongs to.</param>
/// <param name="Memo">What it is, in a few words.</param>
/// <param name="Reason">Why, in the words of who wrote it.</param>
/// <param name="Writer">Who wrote it; null when the product did.</param>
/// <param name="Loan">The loan it is about.</param>
/// <param name="LoanNumber">Its contract number.</param>
/// <param name="ExpiresAt">Until when a pending one can be posted.</param>
/// <param name="Pending">The pending transfer it posts or voids.</param>
/// <param name="Reverses">The transfer it takes back.</param>
/// <param name="ReversedBy">The transfer that takes it back.</param>
/// <param name="Resolved">How a pending one ended: posted or voided; null while it is open.</param>
/// <param name="Lines">Its lines, debits positive.</param>
public sealed record JournalRow(
    TransferId Id, TransferKind Kind, TransferPhase Phase, DateTimeOffset At, DateOnly BookedOn, DateOnly EffectiveOn, string Memo, string? Reason,
    string? Writer, LoanId? Loan, string? LoanNumber, DateTimeOffset? ExpiresAt, TransferId? Pending, TransferId? Reverses, TransferId? ReversedBy,
    TransferPhase? Resolved, IReadOnlyList<JournalLine> Lines)
{
    /// <summary>What it debits in its first line's currency; nothing for a voiding.</summary>
    public Money? Amount => Lines is [var first, ..]
        ? new Money(Lines.Where(l => l.Amount.Currency == first.Amount.Currency && l.Amount.Minor > 0).Sum(l => l.Amount.Minor), first.Amount.Currency)
        : null;

    /// <summary>True when a person may take it back: a posted journal by hand that nobody took back.</summary>
    public bool MayReverse => Kind == TransferKind.ManualJournal && Phase is TransferPhase.Posted or TransferPhase.Posting && Reverses is null && ReversedBy is null;

    /// <summary>True while it holds money back and its time has not run out.</summary>
    public bool IsOpen(DateTimeOffset now) => Phase == TransferPhase.Pending && Resolved is null && now < ExpiresAt;
}

/// <summary>A line of it.</summary>
/// <param name="Code">The account's code.</param>
/// <param name="Name">Its name.</param>
/// <param name="Amount">The amount, debits positive.</param>
public sealed record JournalLine(string Code, string Name, Money Amount);

/// <summary>Reads transfers as the journal shows them.</summary>
internal static class JournalRows
{
    /// <summary>The rows of a chosen, ordered and limited part of the journal.</summary>
    public static async Task<List<JournalRow>> Rows(this ILedgerDb db, IQueryable<Transfer> chosen, DateTimeOffset now, CancellationToken ct)
    {
        var found = await chosen.AsNoTracking().Include(t => t.Entries).Include(t => t.Reservations).ToListAsync(ct);
        var ids = found.ConvertAll(t => (TransferId?)t.Id);
        var later = await db.Transfers.AsNoTracking().Where(t => ids.Contains(t.PendingId) || ids.Contains(t.ReversesId))
            .Select(t => new { t.Id, t.PendingId, t.ReversesId, t.Phase }).ToListAsync(ct);
        var accounts = found.SelectMany(t => t.Lines()).Select(l => l.Account).Distinct().ToList();
        var names = await db.Accounts.Where(a => accounts.Contains(a.Id)).Select(a => new { a.Id, a.Code, a.Name }).ToDictionaryAsync(a => a.Id, ct);
        var about = found.Select(t => t.LoanId).OfType<LoanId>().Distinct().ToList();
        var loans = about.Count == 0 ? [] : await db.Loans.Where(l => about.Contains(l.Id)).ToDictionaryAsync(l => l.Id, l => l.Number, ct);
        var by = found.Select(t => t.WrittenBy).OfType<string>().Distinct().ToList();
        var writers = by.Count == 0 ? [] : await db.Writers.Where(w => by.Contains(w.Id)).ToDictionaryAsync(w => w.Id, w => w.Name, ct);
        return found.ConvertAll(t => new JournalRow(
            t.Id, t.Kind, t.Phase, t.At, t.BookedOn, t.EffectiveOn, t.Memo, t.Reason, t.WrittenBy is { } writer ? writers.GetValueOrDefault(writer, writer) : null,
            t.LoanId, t.LoanId is { } loan ? loans.GetValueOrDefault(loan) : null, t.ExpiresAt, t.PendingId, t.ReversesId,
            later.Find(l => l.ReversesId == t.Id)?.Id,
            later.Find(l => l.PendingId == t.Id)?.Phase ?? (t.ExpiresAt <= now ? TransferPhase.Voiding : null),
            [.. t.Lines().Select(l => new JournalLine(names[l.Account].Code, names[l.Account].Name, l.Amount))]));
    }
}
