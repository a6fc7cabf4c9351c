using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Payments;

/// <summary>A customer's wish to pay by card.</summary>
/// <param name="Value">The UUID.</param>
public readonly record struct PaymentIntentId(Guid Value) : IId<PaymentIntentId>
{
    /// <inheritdoc/>
    public static PaymentIntentId From(Guid value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}

/// <summary>Money that arrived for nobody known.</summary>
/// <param name="Value">The UUID.</param>
public readonly record struct UnmatchedPaymentId(Guid Value) : IId<UnmatchedPaymentId>
{
    /// <inheritdoc/>
    public static UnmatchedPaymentId From(Guid value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}

/// <summary>Card money a provider paid out.</summary>
/// <param name="Value">The UUID.</param>
public readonly record struct PayoutId(Guid Value) : IId<PayoutId>
{
    /// <inheritdoc/>
    public static PayoutId From(Guid value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}

/// <summary>Credit that was given back or used.</summary>
/// <param name="Value">The UUID.</param>
public readonly record struct CreditSpendingId(Guid Value) : IId<CreditSpendingId>
{
    /// <inheritdoc/>
    public static CreditSpendingId From(Guid value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}
