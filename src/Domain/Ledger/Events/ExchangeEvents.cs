using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Ledger.Events;

/// <summary>Exchange rates were written down.</summary>
/// <param name="Count">How many.</param>
/// <param name="Sources">Who said them.</param>
public sealed record RatesRecorded(int Count, string Sources) : DomainEvent;

/// <summary>Money of another currency was given to a loan at a rate.</summary>
/// <param name="Payment">The payment it became.</param>
/// <param name="Loan">The loan.</param>
/// <param name="Came">What had come.</param>
/// <param name="Counted">What it counted for.</param>
/// <param name="Rate">The rate.</param>
/// <param name="Source">Who said it.</param>
public sealed record MoneyConverted(PaymentId Payment, LoanId Loan, Money Came, Money Counted, decimal Rate, string Source) : DomainEvent
{
    /// <inheritdoc/>
    public override LoanId? AboutLoan => Loan;
}

/// <summary>A payment that came in another currency was taken back, and its money is in that currency again.</summary>
/// <param name="Payment">The payment.</param>
/// <param name="Loan">The loan.</param>
/// <param name="Back">What went back.</param>
/// <param name="Counted">What it had counted for.</param>
/// <param name="Gain">What was gained by it for good; negative for a loss.</param>
public sealed record ConversionTakenBack(PaymentId Payment, LoanId Loan, Money Back, Money Counted, Money Gain) : DomainEvent
{
    /// <inheritdoc/>
    public override LoanId? AboutLoan => Loan;
}

/// <summary>Foreign money was bought or sold.</summary>
/// <param name="Transfer">Its transfer.</param>
/// <param name="Given">What was given.</param>
/// <param name="Got">What was got.</param>
/// <param name="Gain">What was gained for good; negative for a loss.</param>
public sealed record MoneyExchanged(TransferId Transfer, Money Given, Money Got, Money Gain) : DomainEvent;

/// <summary>Foreign money was counted at a day's rates.</summary>
/// <param name="Day">The day.</param>
/// <param name="Difference">What all of it is worth more than it cost; negative for less.</param>
/// <param name="Currencies">Of which currencies.</param>
public sealed record PositionsRevalued(DateOnly Day, Money Difference, string Currencies) : DomainEvent;
