using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Ledger;

/// <summary>
/// How money of another currency becomes postings. Each currency balances by itself over its own 1900: what leaves the
/// foreign books as money comes into the own books as a position, at a rate.
/// </summary>
public static class ExchangePostings
{
    /// <summary>
    /// The foreign half of money that was matched to a loan: it is no longer owed to somebody unknown. The other half is the
    /// loan's own transfer, with <see cref="Chart.CurrencyPosition"/> in the place of the money.
    /// </summary>
    public static Transfer UnmatchedConverted(Books foreign, Posting posting, Money amount) =>
        Transfer.Of(posting, TransferKind.CurrencyExchanged, "Unmatched money counted in the loan's currency",
            new Line(foreign.Of(Chart.UnmatchedMoney, amount.Currency), amount),
            new Line(foreign.Of(Chart.CurrencyPosition, amount.Currency), -amount));

    /// <summary>Foreign money sold for what the bank gave: the position goes out at its cost, the rest is gain or loss.</summary>
    public static Transfer Sold(Books foreign, Books own, Posting posting, Money sold, string from, Money got, Money cost) =>
        Transfer.Of(posting, TransferKind.CurrencyExchanged, "Foreign money sold",
            new Line(foreign.Of(Chart.CurrencyPosition, sold.Currency), sold),
            new Line(foreign.Of(from, sold.Currency), -sold),
            new Line(own.Of(Chart.Cash, got.Currency), got),
            new Line(own.Of(Chart.CurrencyPosition, got.Currency), -cost),
            Gain(own, got - cost));

    /// <summary>Foreign money bought: its cost is what was given for it.</summary>
    public static Transfer Bought(Books foreign, Books own, Posting posting, Money bought, string into, Money given) =>
        Transfer.Of(posting, TransferKind.CurrencyExchanged, "Foreign money bought",
            new Line(foreign.Of(into, bought.Currency), bought),
            new Line(foreign.Of(Chart.CurrencyPosition, bought.Currency), -bought),
            new Line(own.Of(Chart.CurrencyPosition, given.Currency), given),
            new Line(own.Of(Chart.Cash, given.Currency), -given));

    /// <summary>
    /// The foreign half of a payment that was taken back: the money is owed to somebody unknown again, or gone from where it
    /// was. The other half is the loan's own transfer, which gives back what the payment counted for; where the position cost
    /// something else, the rest is gain or loss.
    /// </summary>
    public static Transfer TakenBack(Books foreign, Books own, Posting posting, Money amount, string to, Money gain) =>
        Transfer.Of(posting, TransferKind.CurrencyExchanged, "Money counted in another currency taken back",
            new Line(foreign.Of(Chart.CurrencyPosition, amount.Currency), amount),
            new Line(foreign.Of(to, amount.Currency), -amount),
            new Line(own.Of(Chart.CurrencyPosition, gain.Currency), gain),
            Gain(own, gain));

    /// <summary>A position at a day's rate: what it is worth more or less than it cost.</summary>
    public static Transfer Revalued(Books own, Posting posting, Money difference) =>
        Transfer.Of(posting, TransferKind.Revalued, "Foreign money at the day's rate",
            new Line(own.Of(Chart.CurrencyPosition, difference.Currency), difference),
            Gain(own, difference));

    private static Line Gain(Books own, Money gain) =>
        new(own.Of(gain.Minor >= 0 ? Chart.ExchangeGain : Chart.ExchangeLoss, gain.Currency), -gain);
}
