using System.Collections.Frozen;
using Paylatch.Application.Payments;
using Paylatch.Domain.Shared;

namespace Paylatch.Infrastructure.Payments;

/// <summary>
/// Turns our money (ISO 4217 minor units) into the integer Stripe expects, and back. The two agree but for what
/// https://docs.stripe.com/currencies names: ISK and UGX have no minor unit, yet Stripe takes them with two zeros;
/// MGA has two digits, yet Stripe takes whole ariary; three-digit currencies are charged in tens only.
/// UGX also stands in Stripe's list of zero-decimal currencies, but the special case is what its API does.
/// </summary>
public static class StripeAmount
{
    private static readonly FrozenSet<string> WithTwoZeros = FrozenSet.Create(StringComparer.Ordinal, "ISK", "UGX");
    private static readonly FrozenSet<string> Whole = FrozenSet.Create(StringComparer.Ordinal, "MGA");

    /// <summary>The amount for a request.</summary>
    /// <exception cref="Refusal"><c>payments.amount_not_chargeable</c> when cards cannot be charged so finely.</exception>
    public static long Of(Money money)
    {
        var code = money.Currency.Code;
        if (WithTwoZeros.Contains(code)) return money.Minor * 100;
        if (Whole.Contains(code)) return Divided(money, 100) / 100;
        return money.Currency.Decimals == 3 ? Divided(money, 10) : money.Minor;
    }

    /// <summary>The money an answer speaks of; null for a currency we do not know or a fraction that cannot be.</summary>
    public static Money? Read(long amount, string? currency)
    {
        var code = currency?.ToUpperInvariant() ?? "";
        if (!Currency.Known.Contains(code)) return null;
        var known = Currency.Of(code);
        if (Whole.Contains(code)) return new Money(amount * 100, known);
        if (!WithTwoZeros.Contains(code)) return new Money(amount, known);
        return amount % 100 == 0 ? new Money(amount / 100, known) : null;
    }

    private static long Divided(Money money, long step) =>
        money.Minor % step == 0 ? money.Minor : throw ProviderRefusals.NotChargeable(money, step);
}
