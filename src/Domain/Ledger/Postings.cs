using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Ledger;

/// <summary>
/// How business becomes postings. Interest is recognised when it is paid: booking a loan posts its principal only, and
/// the interest part of a payment is income on the day it arrives. Receivables therefore show principal alone.
/// </summary>
public static class Postings
{
    /// <summary>A device sold: debit loans receivable (and cash for the deposit), credit sales for the price.</summary>
    public static Transfer LoanBooked(Books books, Posting posting, Money price, Money deposit)
    {
        var currency = price.Currency;
        return Transfer.Of(posting, TransferKind.LoanBooked, "Device sold on installments",
            new Line(books.Of(Chart.LoansReceivable, currency), price - deposit),
            new Line(books.Of(Chart.Cash, currency), deposit),
            new Line(books.Of(Chart.Sales, currency), -price));
    }

    /// <summary>
    /// Money for a loan: debit <paramref name="into"/> (<see cref="Chart.Cash"/> or <see cref="Chart.CardClearing"/>),
    /// credit loans receivable for principal, interest income for interest, customer credit for what was too much.
    /// </summary>
    public static Transfer PaymentReceived(Books books, Posting posting, string into, Money principal, Money interest, Money credit) =>
        Taken(books, posting, TransferKind.PaymentReceived, "Payment received", into, principal, interest, credit);

    /// <summary>Card money for nobody known: debit card clearing, credit unmatched money.</summary>
    public static Transfer MoneyUnmatched(Books books, Posting posting, Money amount) =>
        Transfer.Of(posting, TransferKind.MoneyUnmatched, "Money received, payer not known",
            new Line(books.Of(Chart.CardClearing, amount.Currency), amount),
            new Line(books.Of(Chart.UnmatchedMoney, amount.Currency), -amount));

    /// <summary>Unmatched money given to a loan: debit unmatched money, credit what a payment credits.</summary>
    public static Transfer UnmatchedSettled(Books books, Posting posting, Money principal, Money interest, Money credit) =>
        Taken(books, posting, TransferKind.UnmatchedSettled, "Unmatched money matched to a loan", Chart.UnmatchedMoney, principal, interest, credit);

    private static Transfer Taken(
        Books books, Posting posting, TransferKind kind, string memo, string debit, Money principal, Money interest, Money credit)
    {
        var currency = principal.Currency;
        return Transfer.Of(posting, kind, memo,
            new Line(books.Of(debit, currency), principal + interest + credit),
            new Line(books.Of(Chart.LoansReceivable, currency), -principal),
            new Line(books.Of(Chart.InterestIncome, currency), -interest),
            new Line(books.Of(Chart.CustomerCredit, currency), -credit));
    }
}
