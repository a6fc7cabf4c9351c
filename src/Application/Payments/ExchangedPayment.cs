using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Ledger;
using Paylatch.Domain.Ledger;
using Paylatch.Domain.Payments;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Payments;

/// <summary>What taking back a payment means that came in another currency.</summary>
/// <param name="Settled">The step by which it was counted.</param>
/// <param name="Back">What goes back, in its own currency.</param>
/// <param name="Counted">What the loan gives back, in the loan's.</param>
/// <param name="Cost">What the position loses of its cost.</param>
internal sealed record ExchangedPayment(CurrencyMove Settled, Money Back, Money Counted, Money Cost)
{
    /// <summary>What is gained by it for good: the loan owes again what the money had counted for, and the position cost less; negative for a loss.</summary>
    public Money Gain => Counted - Cost;

    /// <summary>Finds it; null when the payment was of the loan's own currency.</summary>
    /// <param name="exchange">The positions.</param>
    /// <param name="payment">The payment.</param>
    /// <param name="hold">True to keep others from moving positions until the transaction ends, because it is to be done.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="Refusal"><c>payments.reversal_of_exchanged</c></exception>
    public static async Task<ExchangedPayment?> Find(IExchangeDb exchange, PaymentId payment, bool hold, CancellationToken ct)
    {
        var settled = await exchange.Moves.AsNoTracking().SingleOrDefaultAsync(m => m.PaymentId == payment && m.Kind == CurrencyMoveKind.Settled, ct);
        if (settled is null) return null;
        if (hold) await exchange.HoldPositions(ct);
        var (back, counted) = (new Money(settled.HeldMinor, settled.Currency), new Money(settled.CostMinor, settled.OwnCurrency));
        var position = (await exchange.Positions(DateOnly.MaxValue, ct)).Select(p => p.Position)
            .Single(p => p.Held.Currency == back.Currency && p.Cost.Currency == counted.Currency);
        if (back > position.Held) throw PaymentsRefusals.ReversalOfExchanged(position.Held);
        var mixed = await exchange.Moves.Where(m => m.Currency == settled.Currency && m.Number > settled.Number).AnyAsync(CurrencyMove.Mixes, ct);
        return new ExchangedPayment(settled, back, counted, position.CostOfReturned(back, counted, mixed));
    }

    /// <summary>The step that undoes it, at the rate it was done at.</summary>
    public CurrencyMove Undone(Guid id, CurrencyMove.Step step) => CurrencyMove.Of(
        id, CurrencyMoveKind.Reversed, -Back, -Cost, Gain,
        new UsedRate(Settled.Currency, Settled.OwnCurrency, Settled.Rate, 1, Settled.RatePath, Settled.RateVia, Settled.RateSource, Settled.RateFrom), step);
}
