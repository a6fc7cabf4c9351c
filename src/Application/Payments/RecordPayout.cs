using Paylatch.Application.Identity;
using Paylatch.Application.Ledger;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Ledger;
using Paylatch.Domain.Payments;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Payments;

/// <summary>
/// Records that a provider paid card money out to the merchant's bank: gross, less the fee it kept. The provider's
/// reference says which one it is: the same again does nothing again, another one under it is refused. A fee that was not
/// known with its pay-out is recorded as one all of which is fee.
/// </summary>
[Allow(Permission.RecordPayouts)]
public sealed class RecordPayout(IPaymentsDb db, ILedgerDb ledger, TenantInfo tenant, TenantClock clock, Caller caller)
{
    /// <summary>What the provider's statement says.</summary>
    /// <param name="Provider">The provider; null for Stripe.</param>
    /// <param name="Reference">Its name for the pay-out.</param>
    /// <param name="Gross">What left the money it holds, as typed.</param>
    /// <param name="Fee">What of it the provider kept, as typed; null or empty for nothing.</param>
    /// <param name="Currency">The currency; null for the tenant's.</param>
    /// <param name="PaidOn">The day; null for today.</param>
    public sealed record Command(string? Provider, string? Reference, string? Gross, string? Fee, string? Currency = null, DateOnly? PaidOn = null);

    /// <summary>The pay-out.</summary>
    /// <param name="Id">Its id.</param>
    /// <param name="Said">What was written.</param>
    /// <param name="Again">True when it was there before.</param>
    public sealed record Recorded(PayoutId Id, PaidOut Said, bool Again)
    {
        /// <summary>What came to the bank.</summary>
        public Money Net => Said.Gross - Said.Fee;
    }

    /// <summary>Records it.</summary>
    /// <exception cref="Refusal">
    /// <c>payments.provider_unknown</c>, <c>money.currency_unknown</c>, <c>money.amount_invalid</c>, <c>payments.payout_reference_invalid</c>,
    /// <c>payments.amount_not_positive</c>, <c>payments.payout_fee_invalid</c>, <c>payments.payout_day_invalid</c>, <c>payments.payout_differs</c>,
    /// <c>payments.payout_currency</c>, <c>ledger.period_closed</c>, <c>payments.payout_exceeds_unsettled</c>
    /// </exception>
    public async Task<Recorded> Handle(Command c, CancellationToken ct)
    {
        var said = Said(c);
        ProviderPayout.Check(said, clock.Today);
        var desk = new PayoutDesk(db, ledger, clock);
        if (await desk.Find(said.Provider, said.Reference, ct) is { } before)
            return before.Says(said) ? new Recorded(before.Id, said, true) : throw PaymentsRefusals.PayoutDiffers();

        if (await ledger.ClosedThrough(ct) is { } closed && said.PaidOn <= closed) throw LedgerRefusals.PeriodClosed(closed);
        var unsettled = await desk.Unsettled(said.Provider, said.Gross.Currency, ct) ?? throw PaymentsRefusals.PayoutCurrency(said.Provider, said.Gross.Currency);
        var payout = await desk.Book(said, unsettled, caller.ActorId, caller.ActorId, ct);
        return new Recorded(payout.Id, said, false);
    }

    private PaidOut Said(Command c)
    {
        var provider = c.Provider is { Length: > 0 } named ? named : ProviderNames.Stripe;
        if (Clearing.Find(provider) is null) throw PaymentsRefusals.ProviderUnknown(provider);
        var currency = c.Currency is { Length: > 0 } code ? Currency.Of(code) : tenant.Currency;
        var gross = Money.Parse(c.Gross, currency, "gross");
        var fee = string.IsNullOrWhiteSpace(c.Fee) ? Money.Zero(currency) : Money.Parse(c.Fee, currency, "fee");
        return new PaidOut(provider, c.Reference?.Trim() ?? "", gross, fee, c.PaidOn ?? clock.Today);
    }
}
