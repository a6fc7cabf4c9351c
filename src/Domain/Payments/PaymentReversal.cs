using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Payments;

/// <summary>Why a payment does not count after all; it says where the money is now.</summary>
public enum ReversalCause
{
    /// <summary>The money did not come or was taken away again: false notes, a card payment charged back.</summary>
    Bounced,

    /// <summary>The money is here but belongs to another loan.</summary>
    WrongLoan,

    /// <summary>The same money was recorded twice.</summary>
    CountedTwice,
}

/// <summary>That a payment was taken back, by whom and why; once for a payment, and never changed.</summary>
public sealed class PaymentReversal
{
    private PaymentReversal()
    {
    }

    /// <summary>The payment.</summary>
    public PaymentId PaymentId { get; private set; }

    /// <summary>Where its money is.</summary>
    public ReversalCause Cause { get; private set; }

    /// <summary>Why, in the words of who did it.</summary>
    public string Reason { get; private set; } = "";

    /// <summary>When it was taken back.</summary>
    public DateTimeOffset ReversedAt { get; private set; }

    /// <summary>The user or key that did it.</summary>
    public string ReversedBy { get; private set; } = "";

    /// <summary>Notes it.</summary>
    /// <exception cref="Refusal"><c>payments.reason_needed</c>, <c>payments.cause_unknown</c></exception>
    public static PaymentReversal Of(PaymentId payment, ReversalCause cause, string? reason, DateTimeOffset at, string by)
    {
        if (!Enum.IsDefined(cause)) throw PaymentsRefusals.CauseUnknown();
        return new PaymentReversal
        {
            PaymentId = payment,
            Cause = cause,
            Reason = PaymentsRefusals.Reason(reason),
            ReversedAt = at,
            ReversedBy = by,
        };
    }
}
