using Paylatch.Domain.Lending.Events;
using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Lending;

/// <summary>What paying off takes, as it was told.</summary>
/// <param name="Value">The UUID.</param>
public readonly record struct PayoffQuoteId(Guid Value) : IId<PayoffQuoteId>
{
    /// <inheritdoc/>
    public static PayoffQuoteId From(Guid value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}

/// <summary>
/// What paying a loan off on a day takes, as somebody was told: kept as it was, whatever is told later. Whoever pays that
/// much by its day and before it expires has paid the loan off.
/// </summary>
public sealed class PayoffQuote : Entity
{
    /// <summary>For how many days ahead it is told.</summary>
    public const int MostDaysAhead = 60;

    private PayoffQuote()
    {
    }

    /// <summary>Its id.</summary>
    public PayoffQuoteId Id { get; private set; }

    /// <summary>The number people read.</summary>
    public string Number { get; private set; } = "";

    /// <summary>The loan.</summary>
    public LoanId LoanId { get; private set; }

    /// <summary>The day it is for, in the tenant's time zone.</summary>
    public DateOnly OnDay { get; private set; }

    /// <summary>Until when it holds.</summary>
    public DateTimeOffset ExpiresAt { get; private set; }

    /// <summary>The currency of every amount.</summary>
    public Currency Currency { get; private set; }

    /// <summary>Principal.</summary>
    public long PrincipalMinor { get; private set; }

    /// <summary>Interest.</summary>
    public long InterestMinor { get; private set; }

    /// <summary>Fees.</summary>
    public long FeeMinor { get; private set; }

    /// <summary>Tax.</summary>
    public long TaxMinor { get; private set; }

    /// <summary>Penalties.</summary>
    public long PenaltyMinor { get; private set; }

    /// <summary>Credit that is used.</summary>
    public long CreditMinor { get; private set; }

    /// <summary>What is not asked.</summary>
    public long RebateMinor { get; private set; }

    /// <summary>What is to be paid.</summary>
    public long AmountMinor { get; private set; }

    /// <summary>When it was told.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>Who asked for it.</summary>
    public string CreatedBy { get; private set; } = "";

    /// <summary>The payment that paid the loan off by it; null while there is none.</summary>
    public PaymentId? PaymentId { get; private set; }

    /// <summary>What is to be paid.</summary>
    public Money Amount => new(AmountMinor, Currency);

    /// <summary>Tells what paying off takes; the loan was read for this only and is not saved.</summary>
    /// <exception cref="Refusal"><c>lending.payoff_day</c>, <c>lending.payoff_expiry</c>, <c>lending.payoff_nothing_owed</c></exception>
    public static PayoffQuote Of(PayoffQuoteId id, string number, Loan loan, DateOnly on, DateOnly today, DateTimeOffset expiresAt, DateTimeOffset now, string by)
    {
        if (loan.State == LoanState.PaidOff) throw LendingRefusals.PayoffNothingOwed();
        if (on < today || on > today.AddDays(MostDaysAhead)) throw LendingRefusals.PayoffDay(MostDaysAhead);
        if (expiresAt <= now) throw LendingRefusals.PayoffExpiry();
        var parts = loan.PayoffOn(on);
        var quote = new PayoffQuote
        {
            Id = id,
            Number = number,
            LoanId = loan.Id,
            OnDay = on,
            ExpiresAt = expiresAt,
            Currency = loan.Currency,
            PrincipalMinor = parts.Principal.Minor,
            InterestMinor = parts.Interest.Minor,
            FeeMinor = parts.Fees.Minor,
            TaxMinor = parts.Tax.Minor,
            PenaltyMinor = parts.Penalties.Minor,
            CreditMinor = parts.Credit.Minor,
            RebateMinor = parts.Rebate.Minor,
            AmountMinor = parts.Total.Minor,
            CreatedAt = now,
            CreatedBy = by,
        };
        quote.Raise(new PayoffQuoted(loan.Id, loan.CustomerId, number, on, quote.Amount));
        return quote;
    }

    /// <summary>True when paying so much now pays the loan off by it.</summary>
    public bool Holds(Money paid, DateOnly today, DateTimeOffset now) =>
        PaymentId is null && today <= OnDay && now < ExpiresAt && paid.Currency == Currency && paid >= Amount;

    /// <summary>Requires that it can still be paid.</summary>
    /// <exception cref="Refusal"><c>lending.payoff_quote_expired</c>, <c>lending.payoff_quote_paid</c></exception>
    public void RequireOpen(DateOnly today, DateTimeOffset now)
    {
        if (PaymentId is not null) throw LendingRefusals.PayoffQuotePaid();
        if (today > OnDay || now >= ExpiresAt) throw LendingRefusals.PayoffQuoteExpired();
    }

    /// <summary>Notes the payment that paid the loan off by it.</summary>
    public void PaidBy(PaymentId payment) => PaymentId = payment;
}
