using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Ledger;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Ledger;
using Paylatch.Domain.Payments;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Payments;

/// <summary>What a person and a provider's message do alike when card money is paid out: one at a time for each provider.</summary>
internal sealed class PayoutDesk(IPaymentsDb db, ILedgerDb ledger, TenantClock clock)
{
    /// <summary>The pay-out of a provider's reference, once all others of that provider have ended; null when it is new.</summary>
    public async Task<ProviderPayout?> Find(string provider, string reference, CancellationToken ct)
    {
        await db.TakeTurn("payouts:" + provider, ct);
        return await db.Payouts.AsNoTracking().SingleOrDefaultAsync(p => p.Provider == provider && p.Reference == reference, ct);
    }

    /// <summary>What a provider holds in a currency by the books; null when it never held any.</summary>
    public async Task<Money?> Unsettled(string provider, Currency currency, CancellationToken ct)
    {
        var code = Clearing.Of(provider);
        var account = await ledger.Accounts.Where(a => a.Code == code && a.Currency == currency).Select(a => (AccountId?)a.Id).SingleOrDefaultAsync(ct);
        if (account is not { } id || !await ledger.Entries.AnyAsync(e => e.AccountId == id, ct)) return null;
        return new Money(await ledger.Entries.Where(e => e.AccountId == id).SumAsync(e => e.AmountMinor, ct), currency);
    }

    /// <summary>Writes a pay-out down and posts it.</summary>
    /// <exception cref="Refusal">As <see cref="ProviderPayout.Record"/></exception>
    public async Task<ProviderPayout> Book(PaidOut said, Money unsettled, string by, string? person, CancellationToken ct)
    {
        var posting = new Posting(new TransferId(clock.NewId()), clock.Now, said.PaidOn, By: person);
        var payout = ProviderPayout.Record(new PayoutId(clock.NewId()), said, unsettled, clock.Today, clock.Now, by, posting.Id);
        db.Payouts.Add(payout);
        var books = await ledger.OpenBooks(said.Gross.Currency, clock, ct);
        ledger.Transfers.Add(Postings.ProviderPaidOut(books, posting, Clearing.Of(said.Provider), said.Gross, said.Fee));
        return payout;
    }
}
