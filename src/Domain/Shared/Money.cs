using System.Globalization;

namespace Paylatch.Domain.Shared;

/// <summary>
/// An amount in integer minor units of one currency. Sums and differences are exact and overflow-checked;
/// amounts of two currencies never mix. Only <see cref="Round"/> rounds, and its rounding is named at the call.
/// </summary>
/// <param name="Minor">Minor units (cents), negative allowed.</param>
/// <param name="Currency">The ISO 4217 currency.</param>
public readonly record struct Money(long Minor, Currency Currency) : IComparable<Money>
{
    /// <summary>The amount in major units, exact.</summary>
    public decimal Amount => (decimal)Minor / Currency.MinorPerMajor;

    /// <summary>True when nothing.</summary>
    public bool IsZero => Minor == 0;

    /// <summary>Nothing, in a currency.</summary>
    public static Money Zero(Currency currency) => new(0, currency);

    /// <summary>Rounds a decimal of major units to the minor unit.</summary>
    /// <exception cref="OverflowException">More than about 92 thousand million million major units.</exception>
    public static Money Round(decimal major, Currency currency, MidpointRounding rounding) =>
        new(decimal.ToInt64(decimal.Round(major * currency.MinorPerMajor, 0, rounding)), currency);

    /// <summary>Reads a plain decimal such as <c>1200.50</c>; refuses more digits than the currency has.</summary>
    /// <exception cref="Refusal"><c>money.amount_invalid</c></exception>
    public static Money Parse(string? text, Currency currency, string? field = null)
    {
        const NumberStyles plain = NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign;
        if (!decimal.TryParse(text?.Trim(), plain, CultureInfo.InvariantCulture, out var major)
            || Math.Abs(major) > 1_000_000_000_000m)
            throw MoneyRefusals.InvalidAmount(text, currency, field);
        var minor = major * currency.MinorPerMajor;
        return decimal.Truncate(minor) == minor
            ? new Money(decimal.ToInt64(minor), currency)
            : throw MoneyRefusals.InvalidAmount(text, currency, field);
    }

    /// <summary>The sum; both in one currency.</summary>
    public static Money operator +(Money left, Money right) => new(left.Minor + right.Same(left).Minor, left.Currency);

    /// <summary>The difference; both in one currency.</summary>
    public static Money operator -(Money left, Money right) => new(left.Minor - right.Same(left).Minor, left.Currency);

    /// <summary>The negative.</summary>
    public static Money operator -(Money money) => new(-money.Minor, money.Currency);

    /// <summary>Compares two amounts of one currency.</summary>
    public static bool operator <(Money left, Money right) => left.CompareTo(right) < 0;

    /// <summary>Compares two amounts of one currency.</summary>
    public static bool operator >(Money left, Money right) => left.CompareTo(right) > 0;

    /// <summary>Compares two amounts of one currency.</summary>
    public static bool operator <=(Money left, Money right) => left.CompareTo(right) <= 0;

    /// <summary>Compares two amounts of one currency.</summary>
    public static bool operator >=(Money left, Money right) => left.CompareTo(right) >= 0;

    /// <summary>The smaller of two amounts of one currency.</summary>
    public static Money Min(Money left, Money right) => left <= right ? left : right;

    /// <summary>The larger of two amounts of one currency.</summary>
    public static Money Max(Money left, Money right) => left >= right ? left : right;

    /// <inheritdoc/>
    public int CompareTo(Money other) => Minor.CompareTo(other.Same(this).Minor);

    /// <summary>Plain invariant form for logs and machines: <c>KES 1200.50</c>.</summary>
    public override string ToString() =>
        $"{Currency.Code} {Amount.ToString("F" + Currency.Decimals, CultureInfo.InvariantCulture)}";

    private Money Same(Money other) =>
        Currency == other.Currency ? this : throw MoneyRefusals.CurrencyMismatch(other.Currency, Currency);
}

/// <summary>Every "no" about money itself.</summary>
public static class MoneyRefusals
{
    /// <summary>The code is not an ISO 4217 currency.</summary>
    public static Refusal UnknownCurrency(string? code) =>
        new("money.currency_unknown", $"'{code}' is not an ISO 4217 currency code. Use one such as KES or USD.", field: "currency");

    /// <summary>The text is not an amount in this currency.</summary>
    public static Refusal InvalidAmount(string? text, Currency currency, string? field) =>
        new("money.amount_invalid", $"'{text}' is not an amount in {currency}. Use digits with at most {currency.Decimals} decimals, such as {new Money(currency.MinorPerMajor * 12, currency).Amount}.", field: field);

    /// <summary>Two currencies met.</summary>
    public static Refusal CurrencyMismatch(Currency expected, Currency got) =>
        new("money.currency_mismatch", $"This is in {got}, but {expected} is expected.", field: "currency");
}
