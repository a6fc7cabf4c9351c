using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Ledger;

/// <summary>
/// How business becomes postings. Booking a loan posts its principal; interest is income as it is earned by the day,
/// fees when they fall due, penalties when they are charged, each of them earlier where it is paid earlier.
/// </summary>
public static class Postings
{
    /// <summary>What a change of the allowance for loan losses says, wherever it is written.</summary>
    public const string ProvisionMemo = "Expected loss";

    /// <summary>What transfers of interest earned by the day say.</summary>
    public const string InterestEarned = "Interest earned";

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
    /// What changed in a loan's accounts: its lines, and against them the money that came from
    /// <paramref name="counter"/> (<see cref="Chart.Cash"/>, <see cref="Chart.CardClearing"/>, <see cref="Chart.UnmatchedMoney"/>
    /// or another) or went there.
    /// </summary>
    /// <exception cref="ArgumentException">Money moved and no account was named for it: a bug.</exception>
    public static Transfer LoanMoved(Books books, Posting posting, LoanMovement movement, string? counter = null)
    {
        var lines = movement.Change.Lines().Append((Code: counter ?? "", Debit: movement.Change.MoneyIn)).Where(line => line.Debit != 0).ToList();
        if (lines.Exists(line => line.Code.Length == 0)) throw new ArgumentException($"{movement.Kind} moves money to or from nowhere.", nameof(counter));
        return Transfer.Of(posting, movement.Kind, MemoOf(movement.Kind), [.. lines
            .OrderByDescending(line => line.Debit > 0)
            .Select(line => new Line(books.Of(line.Code, movement.Currency), new Money(line.Debit, movement.Currency)))]);
    }

    /// <summary>Card money for nobody known: debit the provider's clearing, credit unmatched money.</summary>
    public static Transfer MoneyUnmatched(Books books, Posting posting, string clearing, Money amount) =>
        Transfer.Of(posting, TransferKind.MoneyUnmatched, "Money received, payer not known",
            new Line(books.Of(clearing, amount.Currency), amount),
            new Line(books.Of(Chart.UnmatchedMoney, amount.Currency), -amount));

    /// <summary>Card money paid out: debit bank for what came there and fees for what the provider kept, credit its clearing for both.</summary>
    public static Transfer ProviderPaidOut(Books books, Posting posting, string clearing, Money gross, Money fee) =>
        Transfer.Of(posting, TransferKind.ProviderPaidOut, "Card money paid out", [.. PaidOut(clearing, gross, fee)
            .Select(line => new Line(books.Of(line.Account, gross.Currency), line.Amount))]);

    /// <summary>The lines of a pay-out by the chart's codes, also to show them before it is written.</summary>
    public static IReadOnlyList<(string Account, Money Amount)> PaidOut(string clearing, Money gross, Money fee) =>
        [.. new[] { (Chart.Bank, gross - fee), (Chart.ProviderFees, fee), (clearing, -gross) }.Where(line => !line.Item2.IsZero)];

    private static string MemoOf(TransferKind kind) => kind switch
    {
        TransferKind.PaymentReceived => "Payment received",
        TransferKind.UnmatchedSettled => "Unmatched money matched to a loan",
        TransferKind.PaymentReversed => "Payment taken back",
        TransferKind.InterestAccrued => InterestEarned,
        TransferKind.FeesDue => "Fees fallen due",
        TransferKind.PenaltyCharged => "Penalty for being late",
        TransferKind.Waived => "Forgiven",
        TransferKind.CreditRefunded => "Credit given back",
        TransferKind.LoanRestructured => "Loan restructured",
        TransferKind.LoanDisbursed => "More handed out of what was agreed",
        TransferKind.ChargedOff => "Given up as a loss",
        TransferKind.Recovered => "Money for a loan given up",
        TransferKind.WrittenBack => "Taken back into the books",
        TransferKind.DeviceReturned => "Device came back",
        TransferKind.Provisioned => ProvisionMemo,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No loan moves this way."),
    };
}
