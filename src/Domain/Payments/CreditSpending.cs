using Paylatch.Domain.Lending;
using Paylatch.Domain.Payments.Events;
using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Payments;

/// <summary>
/// That a customer's credit was handed back in cash, or became a payment of another loan. It is never changed; a payment
/// it became may be taken back, which puts the credit back.
/// </summary>
public sealed class CreditSpending : Entity
{
    private CreditSpending()
    {
    }

    /// <summary>Its id.</summary>
    public CreditSpendingId Id { get; private set; }

    /// <summary>The loan whose credit it was.</summary>
    public LoanId LoanId { get; private set; }

    /// <summary>Whose it was.</summary>
    public CustomerId CustomerId { get; private set; }

    /// <summary>How much.</summary>
    public long AmountMinor { get; private set; }

    /// <summary>The currency.</summary>
    public Currency Currency { get; private set; }

    /// <summary>The payment of another loan that it became; null when it was handed back.</summary>
    public PaymentId? PaymentId { get; private set; }

    /// <summary>The receipt's number.</summary>
    public string ReceiptNumber { get; private set; } = "";

    /// <summary>Why, in the words of who did it.</summary>
    public string Reason { get; private set; } = "";

    /// <summary>The caller's key against doing it twice.</summary>
    public string IdempotencyKey { get; private set; } = "";

    /// <summary>When.</summary>
    public DateTimeOffset SpentAt { get; private set; }

    /// <summary>The user or key that did it.</summary>
    public string SpentBy { get; private set; } = "";

    /// <summary>How much.</summary>
    public Money Amount => new(AmountMinor, Currency);

    /// <summary>Hands credit back in cash.</summary>
    public static CreditSpending Refund(CreditSpendingId id, Loan loan, Money amount, Receipt receipt, string reason)
    {
        var spent = Of(id, loan, amount, receipt, reason);
        spent.Raise(new CreditRefunded(loan.Id, loan.CustomerId, amount, receipt.Number, reason));
        return spent;
    }

    /// <summary>Uses credit for another loan of the same customer.</summary>
    public static CreditSpending Use(CreditSpendingId id, Loan loan, Payment payment, string reason, string key)
    {
        var spent = Of(id, loan, payment.Amount, new Receipt(payment.ReceiptNumber, payment.ReceivedAt, payment.RecordedBy, key), reason);
        spent.PaymentId = payment.Id;
        spent.Raise(new CreditUsed(loan.Id, loan.CustomerId, payment.LoanId, payment.Id, payment.Amount, payment.ReceiptNumber, reason));
        return spent;
    }

    private static CreditSpending Of(CreditSpendingId id, Loan loan, Money amount, Receipt receipt, string reason) => new()
    {
        Id = id,
        LoanId = loan.Id,
        CustomerId = loan.CustomerId,
        AmountMinor = amount.Minor,
        Currency = amount.Currency,
        ReceiptNumber = receipt.Number,
        Reason = reason,
        IdempotencyKey = receipt.IdempotencyKey is { Length: > 0 and <= 100 } key ? key : throw PaymentsRefusals.IdempotencyKeyInvalid(),
        SpentAt = receipt.At,
        SpentBy = receipt.RecordedBy,
    };
}
