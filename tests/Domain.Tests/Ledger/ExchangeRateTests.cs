using FsCheck;
using FsCheck.Fluent;
using Paylatch.Domain.Ledger;
using Paylatch.Domain.Shared;
using Paylatch.Domain.Tests.Shared;

namespace Paylatch.Domain.Tests.Ledger;

public sealed class ExchangeRateTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    // Currencies without, with two and with three decimals.
    private static readonly Currency[] Some = [Currency.Of("KES"), Currency.Of("USD"), Currency.Of("UGX"), Currency.Of("KWD"), Currency.Of("EUR")];

    private static readonly Gen<decimal> Rates = Gen.Choose(1, 2_000_000_000).Select(n => n / 1_000_000m);

    private static readonly Gen<(UsedRate Rate, Money Amount)> Used =
        from pair in Gen.Elements(Some).Two().Where(p => p.Item1 != p.Item2)
        from rate in Rates
        from minor in Gen.Choose(1, 1_000_000_000)
        select (RateTable.At([Said(pair.Item1.Code, pair.Item2.Code, rate, 0)], pair.Item1, pair.Item2, Noon), new Money(minor, pair.Item1));

    [Fact]
    public void The_inverse_of_the_inverse_is_the_rate_itself_to_the_last_digit() =>
        Holds.For(Used, c => Assert.Equal(c.Rate, c.Rate.Inverse().Inverse()));

    [Fact]
    public void An_amount_turned_over_and_back_differs_by_no_more_than_what_rounding_took() => Holds.For(Used, c =>
    {
        var back = c.Rate.Inverse().Convert(c.Rate.Convert(c.Amount, MidpointRounding.ToEven), MidpointRounding.ToEven);

        // Half a minor unit there is worth this much here, and coming back rounds once more.
        var lost = 0.5m / c.Rate.To.MinorPerMajor * c.Rate.Under / c.Rate.Over * c.Rate.From.MinorPerMajor;
        Assert.True(Math.Abs(back.Minor - c.Amount.Minor) <= lost + 0.5m + 0.000001m, $"{c.Amount} came back as {back} at {c.Rate.Rate}");
    });

    [Fact]
    public void What_was_said_the_other_way_round_is_used_the_other_way_round()
    {
        var rate = RateTable.At([Said("USD", "KES", 129.35m, 0)], Currency.Of("KES"), Currency.Of("USD"), Noon);

        Assert.Equal((RatePath.Inverse, null, "CBK", 0.007730962505m), (rate.Path, rate.Via, rate.Source, rate.Rate));
        Assert.Equal(new Money(773, Currency.Of("USD")), rate.Convert(new Money(100_000, Currency.Of("KES")), MidpointRounding.ToEven));
    }

    [Fact]
    public void Over_a_third_currency_the_rate_is_the_product_of_both_and_the_third_is_named() => Holds.For(Rates.Two(), both =>
    {
        ExchangeRate[] said = [Said("EUR", "USD", both.Item1, 2, "ECB"), Said("USD", "KES", both.Item2, 1)];

        var rate = RateTable.At(said, Currency.Of("EUR"), Currency.Of("KES"), Noon);

        Assert.Equal((RatePath.Triangulated, "USD", "ECB, CBK", Noon.AddHours(-2)), (rate.Path, rate.Via?.Code, rate.Source, rate.ValidFrom));
        Assert.Equal(decimal.Round(both.Item1 * both.Item2, 12), rate.Rate);
        Assert.Equal(decimal.Round(1 / (both.Item1 * both.Item2), 12), RateTable.At(said, Currency.Of("KES"), Currency.Of("EUR"), Noon).Rate);
    });

    [Fact]
    public void Direct_goes_before_inverse_and_both_before_a_third_currency_whose_older_half_is_the_newest()
    {
        ExchangeRate[] said =
        [
            Said("USD", "KES", 130, 30), Said("KES", "USD", 0.0078m, 1), Said("UGX", "KES", 0.035m, 3), Said("USD", "UGX", 3700, 9),
            Said("EUR", "KES", 140, 2), Said("USD", "EUR", 0.9m, 4),
        ];
        var (usd, kes) = (Currency.Of("USD"), Currency.Of("KES"));

        Assert.Equal((RatePath.Direct, 130m), Path(said));
        Assert.Equal(RatePath.Inverse, Path(said[1..]).Path);
        Assert.Equal((RatePath.Triangulated, 126m), Path(said[2..]));
        Assert.Equal("EUR", RateTable.At(said[2..], usd, kes, Noon).Via?.Code);
        Assert.Equal((RatePath.Triangulated, 129.5m), Path(said[2..4]));

        (RatePath Path, decimal Rate) Path(ExchangeRate[] some) => RateTable.At(some, usd, kes, Noon) is var rate ? (rate.Path, rate.Rate) : default;
    }

    [Fact]
    public void The_newest_that_counts_at_the_moment_is_used_and_of_two_the_one_written_last()
    {
        ExchangeRate[] said = [Said("USD", "KES", 1, 48), Said("USD", "KES", 2, 24), Said("USD", "KES", 3, 24, "Desk", writtenAfter: 5), Said("USD", "KES", 4, 0)];

        Assert.Equal(3, At(1));
        Assert.Equal(4, At(0));
        Assert.Equal(1, At(25));

        decimal At(int hoursAgo) => RateTable.At(said, Currency.Of("USD"), Currency.Of("KES"), Noon.AddHours(-hoursAgo)).Rate;
    }

    [Fact]
    public void A_rate_that_is_missing_or_too_old_is_refused_and_a_usable_detour_goes_before_a_direct_rate_that_is_too_old()
    {
        var (usd, kes) = (Currency.Of("USD"), Currency.Of("KES"));
        ExchangeRate[] old = [Said("USD", "KES", 129, 7 * 24 + 1)];

        Assert.Equal("ledger.rate_missing", Code(() => RateTable.At([], usd, kes, Noon)));
        Assert.Equal("ledger.rate_missing", Code(() => RateTable.At(old, usd, Currency.Of("EUR"), Noon)));
        Assert.Equal("ledger.rate_too_old", Code(() => RateTable.At(old, usd, kes, Noon)));
        Assert.Equal(129, RateTable.At(old, usd, kes, Noon.AddHours(-1)).Rate);
        Assert.Equal(RatePath.Triangulated, RateTable.At([.. old, Said("USD", "EUR", 0.9m, 1), Said("EUR", "KES", 140, 1)], usd, kes, Noon).Path);
        Assert.Null(RateTable.Try(old, usd, kes, Noon));
        Assert.Equal(RatePath.Same, RateTable.At([], kes, kes, Noon).Path);
    }

    [Fact]
    public void A_rate_is_written_down_right_or_not_at_all()
    {
        Assert.Equal("ledger.rate_same_currency", Code(() => Said("USD", "USD", 1, 0)));
        Assert.Equal("ledger.rate_invalid", Code(() => Said("USD", "KES", 0, 0)));
        Assert.Equal("ledger.rate_invalid", Code(() => Said("USD", "KES", -1, 0)));
        Assert.Equal("ledger.rate_invalid", Code(() => Said("USD", "KES", 0.00000000001m, 0)));
        Assert.Equal("ledger.rate_invalid", Code(() => Said("USD", "KES", 10_000_000_000m, 0)));
        Assert.Equal("ledger.rate_invalid", Code(() => ExchangeRate.Parse("1,5")));
        Assert.Equal("ledger.rate_source_invalid", Code(() => Said("USD", "KES", 1, 0, " ")));
        Assert.Equal("ledger.rate_moment_invalid", Code(() => Said("USD", "KES", 1, -1)));
        Assert.Equal("ledger.converted_too_large", Code(() => RateTable.At([Said("USD", "KES", 9_000_000_000m, 0)], Currency.Of("USD"), Currency.Of("KES"), Noon)
            .Convert(new Money(100_000_000_000_000, Currency.Of("USD")), MidpointRounding.ToEven)));
        Assert.Equal("money.currency_mismatch", Code(() => RateTable.At([Said("USD", "KES", 1, 0)], Currency.Of("USD"), Currency.Of("KES"), Noon)
            .Convert(new Money(1, Currency.Of("KES")), MidpointRounding.ToEven)));
    }

    internal static string? Code(Func<object?> act)
    {
        try
        {
            act();
            return null;
        }
        catch (Refusal refusal)
        {
            return refusal.Code;
        }
    }

    private static ExchangeRate Said(string of, string quote, decimal rate, int hoursAgo, string source = "CBK", int writtenAfter = 0) =>
        ExchangeRate.Of(Guid.CreateVersion7(), Currency.Of(of), Currency.Of(quote), rate, source, Noon.AddHours(-hoursAgo), Noon.AddMinutes(writtenAfter), "me");
}
