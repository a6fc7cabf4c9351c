using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Ledger;
using Paylatch.Domain.Ledger.Events;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Ledger;

/// <summary>
/// Foreign money sold to the bank or bought from it, with the bank's actual amounts. What is sold leaves the position at its
/// average cost; the difference to what came is gained or lost for good.
/// </summary>
[Allow(Permission.KeepBooks)]
public sealed class ExchangeMoney(IExchangeDb db, ILedgerDb ledger, TenantInfo tenant, TenantClock clock, Caller caller, IEventLog log)
{
    /// <summary>What the bank did.</summary>
    /// <param name="Given">What was given, as typed.</param>
    /// <param name="GivenCurrency">Its currency.</param>
    /// <param name="Got">What was got, as typed.</param>
    /// <param name="GotCurrency">Its currency; one of both is the merchant's own.</param>
    /// <param name="Account">Where the foreign money is or goes: cash, or card clearing when it is sold.</param>
    /// <param name="Reason">Why, such as the bank's reference.</param>
    /// <param name="Id">The id of its transfer, made by the caller: the same again does nothing again.</param>
    public sealed record Command(string? Given, string? GivenCurrency, string? Got, string? GotCurrency, string Account, string? Reason, TransferId Id);

    /// <summary>What came of it.</summary>
    /// <param name="Gain">Gained for good; negative for a loss.</param>
    /// <param name="Again">True when it was done before.</param>
    public sealed record Exchanged(Money Gain, bool Again);

    /// <summary>Writes it.</summary>
    /// <exception cref="Refusal">
    /// <c>money.currency_unknown</c>, <c>money.amount_invalid</c>, <c>ledger.exchange_amount_invalid</c>, <c>ledger.exchange_not_own_currency</c>,
    /// <c>ledger.exchange_account_invalid</c>, <c>ledger.reason_needed</c>, <c>ledger.position_too_small</c>, <c>ledger.transfer_differs</c>
    /// </exception>
    public async Task<Exchanged> Handle(Command c, CancellationToken ct)
    {
        var given = Money.Parse(c.Given, Currency.Of(c.GivenCurrency), "given");
        var got = Money.Parse(c.Got, Currency.Of(c.GotCurrency), "got");
        if (given.Minor <= 0 || got.Minor <= 0) throw ExchangeRefusals.ExchangeAmountInvalid();
        var sells = got.Currency == tenant.Currency;
        if (sells == (given.Currency == tenant.Currency)) throw ExchangeRefusals.NotAgainstOwn(tenant.Currency);
        if (c.Account is not (Chart.Cash or Chart.Bank or Chart.CardClearing) || (!sells && c.Account != Chart.Cash)) throw ExchangeRefusals.ExchangeAccountInvalid();
        var reason = Period.Why(c.Reason);

        await db.HoldPositions(ct);
        var (foreign, own) = sells ? (given, got) : (got, given);
        if (await db.Moves.AsNoTracking().FirstOrDefaultAsync(m => m.TransferId == c.Id, ct) is { } before) return Same(before, foreign, own, sells);
        var position = (await db.Positions(DateOnly.MaxValue, ct)).FirstOrDefault(p => p.Position.Held.Currency == foreign.Currency)?.Position
            ?? new CurrencyPosition(Money.Zero(foreign.Currency), Money.Zero(own.Currency));
        var cost = sells ? position.CostOf(foreign) : own;
        var gain = sells ? own - cost : Money.Zero(own.Currency);
        var posting = new Posting(c.Id, clock.Now, clock.Today, By: caller.ActorId, Reason: reason);
        var (books, ownBooks) = (await ledger.OpenBooks(foreign.Currency, clock, ct), await ledger.OpenBooks(own.Currency, clock, ct));
        ledger.Transfers.Add(sells
            ? ExchangePostings.Sold(books, ownBooks, posting, foreign, c.Account, own, cost)
            : ExchangePostings.Bought(books, ownBooks, posting, foreign, c.Account, own));
        var rate = new UsedRate(foreign.Currency, own.Currency, own.Amount, foreign.Amount, RatePath.Direct, null, "bank", clock.Now);
        db.Moves.Add(CurrencyMove.Of(
            clock.NewId(), sells ? CurrencyMoveKind.Sold : CurrencyMoveKind.Bought, sells ? -foreign : foreign, sells ? -cost : cost, gain, rate,
            new(clock.Today, clock.Now, caller.ActorId, c.Account, c.Id)));
        log.Append(new MoneyExchanged(c.Id, given, got, gain));
        return new Exchanged(gain, false);
    }

    // A button pressed twice sells once; the same id for something else is refused.
    private static Exchanged Same(CurrencyMove before, Money foreign, Money own, bool sells)
    {
        var held = sells ? -foreign.Minor : foreign.Minor;
        var cost = sells ? -(own.Minor - before.GainMinor) : own.Minor;
        if (before.Currency != foreign.Currency || before.HeldMinor != held || before.CostMinor != cost) throw LedgerRefusals.TransferDiffers("amount");
        return new Exchanged(new Money(before.GainMinor, before.OwnCurrency), true);
    }
}
