using Paylatch.Domain.Payments.Events;
using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Payments;

/// <summary>Money that arrived for nobody we could name. It waits here until staff match it, and is matched once.</summary>
public sealed class UnmatchedPayment : Entity
{
    private UnmatchedPayment()
    {
    }

    /// <summary>Its id.</summary>
    public UnmatchedPaymentId Id { get; private set; }

    /// <summary>Through whom it came.</summary>
    public string Provider { get; private set; } = "";

    /// <summary>The provider's reference, unique with the provider.</summary>
    public string ProviderRef { get; private set; } = "";

    /// <summary>How much.</summary>
    public long AmountMinor { get; private set; }

    /// <summary>The currency.</summary>
    public Currency Currency { get; private set; }

    /// <summary>Why it could not be matched.</summary>
    public string Why { get; private set; } = "";

    /// <summary>The loan it was meant for when that is known and the loan could not take it; null otherwise.</summary>
    public LoanId? LoanId { get; private set; }

    /// <summary>When it came.</summary>
    public DateTimeOffset ReceivedAt { get; private set; }

    /// <summary>When it was matched; null while it waits.</summary>
    public DateTimeOffset? SettledAt { get; private set; }

    /// <summary>The payment it became.</summary>
    public PaymentId? PaymentId { get; private set; }

    /// <summary>How much.</summary>
    public Money Amount => new(AmountMinor, Currency);

    /// <summary>The reference under which it becomes a payment.</summary>
    public ProviderReference Reference => new(Provider, ProviderRef);

    /// <summary>Keeps money aside.</summary>
    /// <exception cref="Refusal"><c>payments.amount_not_positive</c></exception>
    public static UnmatchedPayment Keep(
        UnmatchedPaymentId id, ProviderReference reference, Money amount, string why, DateTimeOffset at, LoanId? meantFor = null)
    {
        if (amount.Minor <= 0) throw PaymentsRefusals.AmountNotPositive();
        var kept = new UnmatchedPayment
        {
            Id = id,
            Provider = reference.Provider,
            ProviderRef = reference.Reference,
            AmountMinor = amount.Minor,
            Currency = amount.Currency,
            Why = why,
            LoanId = meantFor,
            ReceivedAt = at,
        };
        kept.Raise(new MoneyUnmatched(id, reference.Provider, amount, why));
        return kept;
    }

    /// <summary>Gives the money to a loan as a payment.</summary>
    /// <exception cref="Refusal"><c>payments.already_settled</c></exception>
    public void Settle(PaymentId payment, LoanId loan, DateTimeOffset at, string? reason = null)
    {
        if (SettledAt is not null) throw PaymentsRefusals.AlreadySettled();
        SettledAt = at;
        PaymentId = payment;
        Raise(new UnmatchedMoneySettled(Id, payment, loan, Amount, reason));
    }
}
