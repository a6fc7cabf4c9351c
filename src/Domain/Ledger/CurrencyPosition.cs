using System.Linq.Expressions;
using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Ledger;

/// <summary>What moved a position.</summary>
public enum CurrencyMoveKind
{
    /// <summary>Foreign money was counted at a rate for a loan.</summary>
    Settled,

    /// <summary>Foreign money was bought.</summary>
    Bought,

    /// <summary>Foreign money was sold: what was gained or lost by it is final.</summary>
    Sold,

    /// <summary>It was counted at a day's rate; taken back by the next time.</summary>
    Revalued,

    /// <summary>The payment that foreign money became was taken back: it is foreign money again, and no longer held at a rate.</summary>
    Reversed,
}

/// <summary>
/// One step of a position in a foreign currency, with the rate that was used. Rows are only added. Over all of them, the
/// foreign currency's 1900 stands at minus what is held, and the own currency's at what it cost plus the last revaluation.
/// </summary>
public sealed class CurrencyMove
{
    private CurrencyMove()
    {
    }

    /// <summary>
    /// Whether a step mixes what came before it: money left at the average cost of all there was. What came after the last
    /// such step can still be told apart and goes back as it came.
    /// </summary>
    public static Expression<Func<CurrencyMove, bool>> Mixes { get; } =
        move => move.Kind == CurrencyMoveKind.Sold || (move.Kind == CurrencyMoveKind.Reversed && move.GainMinor != 0);

    /// <summary>Its id.</summary>
    public Guid Id { get; private set; }

    /// <summary>Its place among the tenant's moves.</summary>
    public long Number { get; private set; }

    /// <summary>What it is.</summary>
    public CurrencyMoveKind Kind { get; private set; }

    /// <summary>The foreign currency.</summary>
    public Currency Currency { get; private set; }

    /// <summary>What is held more by it, in minor units of the foreign currency; negative for what was sold.</summary>
    public long HeldMinor { get; private set; }

    /// <summary>The merchant's own currency.</summary>
    public Currency OwnCurrency { get; private set; }

    /// <summary>What the position cost more by it, in minor units of the own currency.</summary>
    public long CostMinor { get; private set; }

    /// <summary>What was gained by it, negative for a loss: for good when sold or reversed, until the next time when revalued.</summary>
    public long GainMinor { get; private set; }

    /// <summary>The own currency's worth of one unit of the foreign one.</summary>
    public decimal Rate { get; private set; }

    /// <summary>Who said so; <c>bank</c> where the bank's amounts are the rate.</summary>
    public string RateSource { get; private set; } = "";

    /// <summary>How the rate was come by.</summary>
    public RatePath RatePath { get; private set; }

    /// <summary>The currency in the middle of it, where there is one.</summary>
    public Currency? RateVia { get; private set; }

    /// <summary>From when that rate counted.</summary>
    public DateTimeOffset RateFrom { get; private set; }

    /// <summary>The day it belongs to.</summary>
    public DateOnly Day { get; private set; }

    /// <summary>When it was written.</summary>
    public DateTimeOffset At { get; private set; }

    /// <summary>Who did it.</summary>
    public string By { get; private set; } = "";

    /// <summary>The account foreign money was taken from or put into, where it moved.</summary>
    public string? Account { get; private set; }

    /// <summary>Its transfer in the books; null where nothing had to be written.</summary>
    public TransferId? TransferId { get; private set; }

    /// <summary>The payment it became.</summary>
    public PaymentId? PaymentId { get; private set; }

    /// <summary>Writes a step down.</summary>
    public static CurrencyMove Of(Guid id, CurrencyMoveKind kind, Money held, Money cost, Money gain, UsedRate rate, Step step) => new()
    {
        Id = id, Kind = kind, Currency = held.Currency, HeldMinor = held.Minor, OwnCurrency = cost.Currency, CostMinor = cost.Minor,
        GainMinor = gain.Minor, Rate = rate.Rate, RateSource = rate.Source, RatePath = rate.Path, RateVia = rate.Via, RateFrom = rate.ValidFrom,
        Day = step.Day, At = step.At, By = step.By, Account = step.Account, TransferId = step.Transfer, PaymentId = step.Payment,
    };

    /// <summary>What a step says about itself.</summary>
    /// <param name="Day">The day it belongs to.</param>
    /// <param name="At">When it is written.</param>
    /// <param name="By">Who did it.</param>
    /// <param name="Account">The account foreign money moved on.</param>
    /// <param name="Transfer">Its transfer.</param>
    /// <param name="Payment">The payment it became.</param>
    public sealed record Step(DateOnly Day, DateTimeOffset At, string By, string? Account = null, TransferId? Transfer = null, PaymentId? Payment = null);
}

/// <summary>What is held of a foreign currency, and what it cost.</summary>
/// <param name="Held">What is held; never negative.</param>
/// <param name="Cost">What that cost in the own currency.</param>
public readonly record struct CurrencyPosition(Money Held, Money Cost)
{
    /// <summary>
    /// The cost of a part of it: its share of the average, rounded half to even; all of the cost for all of the money, so that
    /// a closed position leaves nothing.
    /// </summary>
    /// <exception cref="Refusal"><c>ledger.position_too_small</c></exception>
    public Money CostOf(Money part)
    {
        if (part > Held) throw ExchangeRefusals.PositionTooSmall(Held);
        if (part == Held) return Cost;
        return new(decimal.ToInt64(decimal.Round((decimal)Cost.Minor * part.Minor / Held.Minor, 0, MidpointRounding.ToEven)), Cost.Currency);
    }

    /// <summary>
    /// The cost of money that goes back where it came from: what it came in with, as if it had never been here; its share of
    /// the average once it is mixed with money that was sold, so that what stays keeps a cost that is not negative.
    /// </summary>
    /// <param name="part">What goes back.</param>
    /// <param name="cameWith">What it came in with.</param>
    /// <param name="mixed">True when a step since then <see cref="CurrencyMove.Mixes"/>.</param>
    /// <exception cref="Refusal"><c>ledger.position_too_small</c></exception>
    public Money CostOfReturned(Money part, Money cameWith, bool mixed)
    {
        if (part > Held) throw ExchangeRefusals.PositionTooSmall(Held);
        return mixed ? CostOf(part) : cameWith;
    }

    /// <summary>What it is worth more than it cost at a rate; negative for less.</summary>
    public Money UnrealisedAt(UsedRate rate) => rate.Convert(Held, MidpointRounding.ToEven) - Cost;
}
