using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Ledger;

/// <summary>What a transfer records.</summary>
public enum TransferKind
{
    /// <summary>A device sold on installments.</summary>
    LoanBooked,

    /// <summary>Money received for a loan.</summary>
    PaymentReceived,

    /// <summary>Money received for nobody known.</summary>
    MoneyUnmatched,

    /// <summary>Such money given to a loan.</summary>
    UnmatchedSettled,

    /// <summary>Interest earned by the passing of days.</summary>
    InterestAccrued,

    /// <summary>Fees and their tax that fell due.</summary>
    FeesDue,

    /// <summary>A penalty for being late.</summary>
    PenaltyCharged,

    /// <summary>Interest, fees or penalties the customer was let off.</summary>
    Waived,

    /// <summary>A payment taken back: the books as if it had never been.</summary>
    PaymentReversed,

    /// <summary>Credit given back to the customer.</summary>
    CreditRefunded,

    /// <summary>What changed by new terms for a running loan.</summary>
    LoanRestructured,

    /// <summary>A loan given up as a loss.</summary>
    ChargedOff,

    /// <summary>Money for a loan that was charged off.</summary>
    Recovered,

    /// <summary>A charged-off loan taken into the books again.</summary>
    WrittenBack,

    /// <summary>A device that came back, was valued or sold.</summary>
    DeviceReturned,

    /// <summary>The allowance for loan losses brought to what is expected.</summary>
    Provisioned,

    /// <summary>Written by a person, with a reason.</summary>
    ManualJournal,

    /// <summary>Income and expenses of a period moved to retained earnings, or moved back.</summary>
    PeriodClosed,

    /// <summary>Money of one currency given for another's.</summary>
    CurrencyExchanged,

    /// <summary>Money of another currency counted at a new rate.</summary>
    Revalued,
}

/// <summary>
/// One thing that happened to money, balanced in every currency by construction: its entries sum to zero. It is
/// written once and never changed.
/// </summary>
public sealed class Transfer : Entity
{
    private readonly List<Entry> _entries = [];

    private Transfer()
    {
    }

    /// <summary>The transfer's id.</summary>
    public TransferId Id { get; private set; }

    /// <summary>What it records.</summary>
    public TransferKind Kind { get; private set; }

    /// <summary>When it was written.</summary>
    public DateTimeOffset At { get; private set; }

    /// <summary>The day it belongs to in the tenant's time zone.</summary>
    public DateOnly BookedOn { get; private set; }

    /// <summary>The loan it is about, if one.</summary>
    public LoanId? LoanId { get; private set; }

    /// <summary>The payment it is about, if one.</summary>
    public PaymentId? PaymentId { get; private set; }

    /// <summary>A few words for people; no personal data.</summary>
    public string Memo { get; private set; } = "";

    /// <summary>Its lines: debits positive, credits negative.</summary>
    public IReadOnlyList<Entry> Entries => _entries;

    /// <summary>Writes a transfer. Lines of zero are left out.</summary>
    /// <exception cref="ArgumentException">Fewer than two lines, or a currency that does not sum to zero: a bug, never a refusal.</exception>
    public static Transfer Of(Posting posting, TransferKind kind, string memo, params IReadOnlyList<Line> lines)
    {
        var kept = lines.Where(line => !line.Amount.IsZero).ToList();
        if (kept.Count < 2) throw new ArgumentException("A transfer has at least two lines that are not zero.", nameof(lines));
        foreach (var currency in kept.GroupBy(line => line.Amount.Currency))
            if (currency.Sum(line => line.Amount.Minor) is not 0 and var off)
                throw new ArgumentException($"The transfer does not balance: {new Money(off, currency.Key)} too much is debited.", nameof(lines));

        var transfer = new Transfer
        {
            Id = posting.Id,
            Kind = kind,
            At = posting.At,
            BookedOn = posting.On,
            LoanId = posting.Loan,
            PaymentId = posting.Payment,
            Memo = memo,
        };
        transfer._entries.AddRange(kept.Select((line, i) => new Entry(posting.Id, checked((short)(i + 1)), line, posting.Loan)));
        return transfer;
    }
}

/// <summary>What every transfer says about itself.</summary>
/// <param name="Id">Its id.</param>
/// <param name="At">When it is written.</param>
/// <param name="On">The day it belongs to.</param>
/// <param name="Loan">The loan it is about, if one.</param>
/// <param name="Payment">The payment it is about, if one.</param>
public sealed record Posting(TransferId Id, DateTimeOffset At, DateOnly On, LoanId? Loan = null, PaymentId? Payment = null);

/// <summary>A line to be posted: debit positive, credit negative.</summary>
/// <param name="Account">The account.</param>
/// <param name="Amount">The amount with its sign.</param>
public readonly record struct Line(AccountId Account, Money Amount);

/// <summary>A posted line: debit positive, credit negative, never zero.</summary>
public sealed class Entry
{
    private Entry()
    {
    }

    internal Entry(TransferId transfer, short number, Line line, LoanId? loan)
    {
        TransferId = transfer;
        Line = number;
        AccountId = line.Account;
        LoanId = loan;
        AmountMinor = line.Amount.Minor;
        Currency = line.Amount.Currency;
    }

    /// <summary>The transfer.</summary>
    public TransferId TransferId { get; private set; }

    /// <summary>Its place in the transfer; 1 is the first.</summary>
    public short Line { get; private set; }

    /// <summary>The account.</summary>
    public AccountId AccountId { get; private set; }

    /// <summary>The loan it is about, if one.</summary>
    public LoanId? LoanId { get; private set; }

    /// <summary>Minor units with their sign.</summary>
    public long AmountMinor { get; private set; }

    /// <summary>The currency.</summary>
    public Currency Currency { get; private set; }

    /// <summary>The amount with its sign.</summary>
    public Money Amount => new(AmountMinor, Currency);
}
