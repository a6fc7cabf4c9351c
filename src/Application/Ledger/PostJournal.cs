using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Ledger;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Ledger;

/// <summary>
/// Writes journals by hand: one, or several that are booked together or not at all. The id is the caller's: the same journal
/// again under its id does nothing again, another one under it is refused. With a time to hold, it is pending: it holds the
/// money back until it is posted or voided, or its time runs out.
/// </summary>
[Allow(Permission.KeepBooks)]
public sealed class PostJournal(ILedgerDb db, TenantClock clock, Caller caller, IEventLog log)
{
    private const string Memo = "Journal written by hand";
    private const int MostLines = 100;
    private const int MostJournals = 20;

    /// <summary>What is written.</summary>
    /// <param name="Journals">The journals, one or several that belong together.</param>
    public sealed record Command(params IReadOnlyList<Journal> Journals);

    /// <summary>A journal.</summary>
    /// <param name="Id">Its id, made by the caller.</param>
    /// <param name="On">The day it belongs to.</param>
    /// <param name="Reason">Why, 3 to 500 characters.</param>
    /// <param name="Legs">Its lines.</param>
    /// <param name="Hold">How long it stays pending; null posts it at once.</param>
    public sealed record Journal(TransferId Id, DateOnly On, string? Reason, IReadOnlyList<Leg> Legs, TimeSpan? Hold = null);

    /// <summary>A line: debit or credit, as typed.</summary>
    /// <param name="Account">The account's code.</param>
    /// <param name="Currency">The currency's code.</param>
    /// <param name="Debit">What is debited; null or empty for a credit.</param>
    /// <param name="Credit">What is credited; null or empty for a debit.</param>
    public sealed record Leg(string? Account, string? Currency, string? Debit, string? Credit);

    /// <summary>Writes them.</summary>
    /// <returns>True when they were there already.</returns>
    /// <exception cref="Refusal">
    /// <c>ledger.lines_invalid</c>, <c>ledger.not_balanced</c>, <c>ledger.reason_needed</c>, <c>ledger.date_invalid</c>,
    /// <c>ledger.timeout_invalid</c>, <c>ledger.account_not_found</c>, <c>ledger.account_closed</c>, <c>ledger.guard_passed</c>,
    /// <c>ledger.period_closed</c>, <c>ledger.transfer_differs</c>, <c>ledger.chain_differs</c>, <c>money.amount_invalid</c>
    /// </exception>
    public async Task<bool> Handle(Command c, CancellationToken ct)
    {
        if (c.Journals.Count is 0 or > MostJournals || c.Journals.DistinctBy(j => j.Id).Count() < c.Journals.Count) throw LedgerRefusals.LinesInvalid();
        var codes = c.Journals.SelectMany(j => j.Legs).Select(l => l.Account?.Trim() ?? "").Distinct().ToList();
        var accounts = (await db.Accounts.AsNoTracking().Where(a => codes.Contains(a.Code)).Select(a => new { a.Id, a.Code, a.Currency }).ToListAsync(ct))
            .ToDictionary(a => (a.Code, a.Currency), a => a.Id);
        var transfers = c.Journals.Select(j => Write(j, accounts)).ToList();
        if (transfers.Count > 1) transfers.ForEach(t => t.LinkTo(transfers[0].Id));
        if (await db.WriteOnce(transfers, ct)) return true;
        foreach (var t in transfers) log.Append(new Domain.Ledger.Events.JournalPosted(t.Id, t.EffectiveOn, Journals.Debited(t.Lines()), t.Phase == TransferPhase.Pending, t.Reason!));
        return false;
    }

    private Transfer Write(Journal j, Dictionary<(string, Currency), AccountId> accounts)
    {
        if (j.On > clock.Today || j.On.Year < 2000) throw LedgerRefusals.DateInvalid();
        if (j.Hold is { } hold && (hold < TimeSpan.FromMinutes(1) || hold > TimeSpan.FromDays(90))) throw LedgerRefusals.TimeoutInvalid();
        if (j.Legs.Count is < 2 or > MostLines) throw LedgerRefusals.LinesInvalid();
        var lines = j.Legs.Select(leg => Line(leg, accounts)).ToList();
        foreach (var currency in lines.GroupBy(l => l.Amount.Currency))
            if (currency.Sum(l => l.Amount.Minor) is not 0 and var off) throw LedgerRefusals.NotBalanced(new Money(Math.Abs(off), currency.Key));
        var posting = new Posting(j.Id, clock.Now, j.On, By: caller.ActorId, Reason: Period.Why(j.Reason));
        return j.Hold is { } time
            ? Transfer.Pending(posting, TransferKind.ManualJournal, Memo, clock.Now + time, lines)
            : Transfer.Of(posting, TransferKind.ManualJournal, Memo, lines);
    }

    private static Line Line(Leg leg, Dictionary<(string, Currency), AccountId> accounts)
    {
        var currency = Currency.Of(leg.Currency);
        var code = leg.Account?.Trim() ?? "";
        if (!accounts.TryGetValue((code, currency), out var account)) throw LedgerRefusals.AccountNotFound($"{code} {currency}");
        var isDebit = !string.IsNullOrWhiteSpace(leg.Debit);
        if (isDebit == !string.IsNullOrWhiteSpace(leg.Credit)) throw LedgerRefusals.LinesInvalid();
        var amount = Money.Parse(isDebit ? leg.Debit : leg.Credit, currency, "amount");
        return amount.Minor > 0 ? new Line(account, isDebit ? amount : -amount) : throw LedgerRefusals.LinesInvalid();
    }
}
