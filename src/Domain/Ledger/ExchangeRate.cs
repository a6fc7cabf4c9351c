using System.Globalization;
using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Ledger;

/// <summary>
/// What one unit of a currency was worth in another from a moment on, as a source said it. Positive, with ten decimals at
/// the most. It is written once and never changed: a better rate is a newer one.
/// </summary>
public sealed class ExchangeRate
{
    /// <summary>Decimals a rate may have.</summary>
    public const int Decimals = 10;

    private const decimal Largest = 9_999_999_999m;

    private ExchangeRate()
    {
    }

    /// <summary>The rate's id.</summary>
    public Guid Id { get; private set; }

    /// <summary>The currency one unit of which is meant.</summary>
    public Currency Base { get; private set; }

    /// <summary>The currency it is worth.</summary>
    public Currency Quote { get; private set; }

    /// <summary>How much of the quote one unit of the base is worth.</summary>
    public decimal Rate { get; private set; }

    /// <summary>Who said so, such as <c>ECB</c> or <c>KCB desk</c>.</summary>
    public string Source { get; private set; } = "";

    /// <summary>From when it counts.</summary>
    public DateTimeOffset ValidFrom { get; private set; }

    /// <summary>When it was written down.</summary>
    public DateTimeOffset RecordedAt { get; private set; }

    /// <summary>The person or program that wrote it down.</summary>
    public string RecordedBy { get; private set; } = "";

    /// <summary>Writes a rate down.</summary>
    /// <exception cref="Refusal">
    /// <c>ledger.rate_same_currency</c>, <c>ledger.rate_invalid</c>, <c>ledger.rate_source_invalid</c>, <c>ledger.rate_moment_invalid</c>
    /// </exception>
    public static ExchangeRate Of(
        Guid id, Currency of, Currency quote, decimal rate, string? source, DateTimeOffset validFrom, DateTimeOffset now, string by)
    {
        if (of == quote) throw ExchangeRefusals.RateSameCurrency();
        if (rate is <= 0 or > Largest || decimal.Round(rate, Decimals) != rate) throw ExchangeRefusals.RateInvalid();
        var said = source?.Trim();
        if (said is not { Length: >= 2 and <= 60 } || said.Any(char.IsControl)) throw ExchangeRefusals.RateSourceInvalid();
        if (validFrom > now || validFrom.Year < 2000) throw ExchangeRefusals.RateMomentInvalid();
        return new()
        {
            Id = id, Base = of, Quote = quote, Rate = rate, Source = said, ValidFrom = validFrom.ToUniversalTime(), RecordedAt = now, RecordedBy = by,
        };
    }

    /// <summary>Reads a rate as typed: digits with a point.</summary>
    /// <exception cref="Refusal"><c>ledger.rate_invalid</c></exception>
    public static decimal Parse(string? text) =>
        decimal.TryParse(text?.Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var rate) ? rate : throw ExchangeRefusals.RateInvalid();
}

/// <summary>How a rate was come by.</summary>
public enum RatePath
{
    /// <summary>Both currencies are the same.</summary>
    Same,

    /// <summary>As a source said it.</summary>
    Direct,

    /// <summary>A source said it the other way round.</summary>
    Inverse,

    /// <summary>Two sayings over a third currency.</summary>
    Triangulated,
}

/// <summary>
/// A rate as it is used: a fraction of what sources said, so that turning it round and back loses nothing; only
/// <see cref="Convert"/> rounds.
/// </summary>
/// <param name="From">The currency one unit of which is meant.</param>
/// <param name="To">The currency it is worth.</param>
/// <param name="Over">What is multiplied by.</param>
/// <param name="Under">What is divided by.</param>
/// <param name="Path">How it was come by.</param>
/// <param name="Via">The currency in the middle, where there is one.</param>
/// <param name="Source">Who said so; both, where two did.</param>
/// <param name="ValidFrom">From when it counts: the older of two.</param>
public sealed record UsedRate(Currency From, Currency To, decimal Over, decimal Under, RatePath Path, Currency? Via, string Source, DateTimeOffset ValidFrom)
{
    /// <summary>The rate as a number, to twelve decimals, as it is shown and kept.</summary>
    public decimal Rate => decimal.Round(Over / Under, 12, MidpointRounding.ToEven);

    /// <summary>The same the other way round.</summary>
    public UsedRate Inverse() => this with
    {
        From = To, To = From, Over = Under, Under = Over,
        Path = Path switch { RatePath.Direct => RatePath.Inverse, RatePath.Inverse => RatePath.Direct, _ => Path },
    };

    /// <summary>An amount in the other currency, rounded to its minor unit.</summary>
    /// <exception cref="Refusal"><c>money.currency_mismatch</c>, <c>ledger.converted_too_large</c></exception>
    public Money Convert(Money amount, MidpointRounding rounding)
    {
        if (amount.Currency != From) throw MoneyRefusals.CurrencyMismatch(From, amount.Currency);
        try
        {
            return Money.Round(amount.Amount * Over / Under, To, rounding);
        }
        catch (OverflowException)
        {
            throw ExchangeRefusals.ConvertedTooLarge();
        }
    }
}

/// <summary>Finds the rate of a moment among what sources said.</summary>
public static class RateTable
{
    /// <summary>A rate older than this is not used: nobody is charged by last month's price of a currency.</summary>
    public static readonly TimeSpan OldestUsable = TimeSpan.FromDays(7);

    /// <summary>
    /// The rate at a moment: said directly, else the other way round, else over the common currency whose older saying is the
    /// newest. Of several sayings the newest not after the moment counts, of those the one written down last.
    /// </summary>
    /// <exception cref="Refusal"><c>ledger.rate_missing</c>, <c>ledger.rate_too_old</c></exception>
    public static UsedRate At(IEnumerable<ExchangeRate> said, Currency from, Currency to, DateTimeOffset at, TimeSpan? oldest = null)
    {
        var found = Found(said, from, to, at);
        return Usable(found, at, oldest)
            ?? throw (found.MaxBy(rate => rate.ValidFrom) is { } old ? ExchangeRefusals.RateTooOld(from, to, old.ValidFrom) : ExchangeRefusals.RateMissing(from, to));
    }

    /// <summary>The same; null where it would be refused.</summary>
    public static UsedRate? Try(IEnumerable<ExchangeRate> said, Currency from, Currency to, DateTimeOffset at, TimeSpan? oldest = null) =>
        Usable(Found(said, from, to, at), at, oldest);

    private static UsedRate? Usable(List<UsedRate> found, DateTimeOffset at, TimeSpan? oldest) =>
        found.FirstOrDefault(rate => rate.ValidFrom >= at - (oldest ?? OldestUsable));

    private static List<UsedRate> Found(IEnumerable<ExchangeRate> said, Currency from, Currency to, DateTimeOffset at)
    {
        if (from == to) return [new UsedRate(from, to, 1, 1, RatePath.Same, null, "", at)];
        var newest = said.Where(r => r.ValidFrom <= at).GroupBy(r => (r.Base, r.Quote))
            .ToDictionary(pair => pair.Key, pair => pair.OrderBy(r => r.ValidFrom).ThenBy(r => r.RecordedAt).ThenBy(r => r.Id).Last());
        return [.. Legs(newest, from, to), .. Over(newest, from, to)];
    }

    private static IEnumerable<UsedRate> Legs(Dictionary<(Currency, Currency), ExchangeRate> newest, Currency from, Currency to)
    {
        if (newest.TryGetValue((from, to), out var direct)) yield return Direct(direct);
        if (newest.TryGetValue((to, from), out var other)) yield return Direct(other).Inverse();
    }

    private static IEnumerable<UsedRate> Over(Dictionary<(Currency Base, Currency Quote), ExchangeRate> newest, Currency from, Currency to)
    {
        var common = newest.Keys.SelectMany(pair => new[] { pair.Base, pair.Quote }).Distinct().Where(c => c != from && c != to);
        return common
            .Select(via => (Via: via, First: Newer(Legs(newest, from, via)), Second: Newer(Legs(newest, via, to))))
            .Where(way => way.First is not null && way.Second is not null)
            .Select(way => new UsedRate(
                from, to, way.First!.Over * way.Second!.Over, way.First.Under * way.Second.Under, RatePath.Triangulated, way.Via,
                way.First.Source == way.Second.Source ? way.First.Source : $"{way.First.Source}, {way.Second.Source}",
                way.First.ValidFrom < way.Second.ValidFrom ? way.First.ValidFrom : way.Second.ValidFrom))
            .OrderByDescending(rate => rate.ValidFrom).ThenBy(rate => rate.Via!.Value.Code, StringComparer.Ordinal);
    }

    private static UsedRate? Newer(IEnumerable<UsedRate> legs) => legs.MaxBy(leg => leg.ValidFrom);

    private static UsedRate Direct(ExchangeRate said) =>
        new(said.Base, said.Quote, said.Rate, 1, RatePath.Direct, null, said.Source, said.ValidFrom);
}
