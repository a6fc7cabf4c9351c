using FsCheck;
using FsCheck.Fluent;
using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Tests.Shared;

public sealed class MoneyTests
{
    private static readonly Gen<Currency> Currencies = Gen.Elements(Currency.Known.Select(Currency.Of).ToArray());

    private static readonly Gen<long> Minors = Gen.Choose(int.MinValue, int.MaxValue).Select(i => (long)i * 100 + i % 7);

    [Fact]
    public void Adding_and_taking_away_the_same_amount_changes_nothing() =>
        Holds.For(Cases(), c => Assert.Equal(c.A, c.A + c.B - c.B));

    [Fact]
    public void The_order_of_adding_does_not_matter() => Holds.For(Cases(), c => Assert.Equal(c.A + c.B, c.B + c.A));

    [Fact]
    public void An_amount_in_major_units_rounds_back_to_itself() =>
        Holds.For(Cases(), c => Assert.Equal(c.A, Money.Round(c.A.Amount, c.A.Currency, MidpointRounding.ToEven)));

    [Fact]
    public void An_amount_written_plainly_is_read_back() =>
        Holds.For(Cases(), c => Assert.Equal(c.A, Money.Parse(c.A.ToString()[4..], c.A.Currency)));

    [Fact]
    public void Comparing_agrees_with_the_difference() =>
        Holds.For(Cases(), c => Assert.Equal(c.A < c.B, (c.A - c.B).Minor < 0));

    [Fact]
    public void The_smaller_of_two_is_one_of_them_and_not_above_either() => Holds.For(Cases(), c =>
    {
        var least = Money.Min(c.A, c.B);
        Assert.True(least == c.A || least == c.B);
        Assert.True(least <= c.A && least <= c.B);
    });

    [Theory]
    [InlineData("KES", 100)]
    [InlineData("JPY", 1)]
    [InlineData("KWD", 1000)]
    public void Minor_units_follow_ISO_4217(string code, long perMajor) =>
        Assert.Equal(perMajor, Currency.Of(code).MinorPerMajor);

    [Fact]
    public void Rounding_is_the_one_named()
    {
        Assert.Equal(2, Money.Round(0.025m, Some.Kes, MidpointRounding.ToEven).Minor);
        Assert.Equal(3, Money.Round(0.025m, Some.Kes, MidpointRounding.AwayFromZero).Minor);
        Assert.Equal(2, Money.Round(0.029m, Some.Kes, MidpointRounding.ToZero).Minor);
    }

    [Fact]
    public void Two_currencies_never_mix()
    {
        var (shillings, dollars) = (new Money(100, Some.Kes), new Money(100, Currency.Of("USD")));
        Refused.With("money.currency_mismatch", () => _ = shillings + dollars);
        Refused.With("money.currency_mismatch", () => _ = shillings - dollars);
        Refused.With("money.currency_mismatch", () => _ = shillings < dollars);
    }

    [Theory]
    [InlineData("")]
    [InlineData("abc")]
    [InlineData("1.005")]
    [InlineData("1,200")]
    [InlineData("1e3")]
    [InlineData("9999999999999")]
    public void What_is_no_amount_is_refused(string text) =>
        Refused.At("money.amount_invalid", "price", () => Money.Parse(text, Some.Kes, "price"));

    [Fact]
    public void An_unknown_currency_is_refused() => Refused.At("money.currency_unknown", "currency", () => Currency.Of("XYZ"));

    [Fact]
    public void Too_much_money_is_a_bug_and_not_a_wrong_sum() =>
        Assert.Throws<OverflowException>(() => new Money(long.MaxValue, Some.Kes) + new Money(1, Some.Kes));

    private static Gen<(Money A, Money B)> Cases() =>
        from currency in Currencies
        from a in Minors
        from b in Minors
        select (new Money(a, currency), new Money(b, currency));
}
