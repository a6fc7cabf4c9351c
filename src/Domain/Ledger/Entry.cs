using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Ledger;

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

    internal Entry(Posting posting, short number, Line line)
    {
        TransferId = posting.Id;
        Line = number;
        AccountId = line.Account;
        LoanId = posting.Loan;
        AmountMinor = line.Amount.Minor;
        Currency = line.Amount.Currency;
        BookedOn = posting.On;
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

    /// <summary>The day of its transfer.</summary>
    public DateOnly BookedOn { get; private set; }

    /// <summary>The amount with its sign.</summary>
    public Money Amount => new(AmountMinor, Currency);
}

/// <summary>A line of a pending transfer. It moves nothing; it holds back what its account's guard looks at.</summary>
public sealed class Reservation
{
    private Reservation()
    {
    }

    internal Reservation(TransferId transfer, short number, Line line)
    {
        TransferId = transfer;
        Line = number;
        AccountId = line.Account;
        AmountMinor = line.Amount.Minor;
        Currency = line.Amount.Currency;
    }

    /// <summary>The pending transfer.</summary>
    public TransferId TransferId { get; private set; }

    /// <summary>Its place in the transfer; 1 is the first.</summary>
    public short Line { get; private set; }

    /// <summary>The account.</summary>
    public AccountId AccountId { get; private set; }

    /// <summary>Minor units with their sign.</summary>
    public long AmountMinor { get; private set; }

    /// <summary>The currency.</summary>
    public Currency Currency { get; private set; }

    /// <summary>The amount with its sign.</summary>
    public Money Amount => new(AmountMinor, Currency);
}
