using Microsoft.EntityFrameworkCore;
using Paylatch.Domain.Ledger;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Ledger;

/// <summary>What currencies are worth, and what is held of them.</summary>
public interface IExchangeDb
{
    /// <summary>Rates; added to, never changed.</summary>
    DbSet<ExchangeRate> Rates { get; }

    /// <summary>Steps of positions; added to, never changed.</summary>
    DbSet<CurrencyMove> Moves { get; }

    /// <summary>The newest saying not after a moment of every pair that one of two currencies is in.</summary>
    Task<IReadOnlyList<ExchangeRate>> Newest(Currency from, Currency to, DateTimeOffset at, CancellationToken ct);

    /// <summary>Lets one transaction of this tenant at a time move positions, until it ends. Take it after the loan's lock.</summary>
    Task HoldPositions(CancellationToken ct);

    /// <summary>Lets one transaction of this tenant at a time write rates down.</summary>
    Task HoldRates(CancellationToken ct);
}

/// <summary>What use cases ask of rates and positions alike.</summary>
internal static class Exchange
{
    /// <summary>The rate at a moment.</summary>
    /// <exception cref="Refusal"><c>ledger.rate_missing</c>, <c>ledger.rate_too_old</c></exception>
    public static async Task<UsedRate> RateAt(this IExchangeDb db, Currency from, Currency to, DateTimeOffset at, CancellationToken ct) =>
        RateTable.At(from == to ? [] : await db.Newest(from, to, at, ct), from, to, at);

    /// <summary>An amount in another currency at the rate of a moment, rounded half to even; never nothing.</summary>
    /// <exception cref="Refusal">
    /// <c>ledger.rate_missing</c>, <c>ledger.rate_too_old</c>, <c>ledger.converted_too_large</c>, <c>ledger.converted_to_nothing</c>
    /// </exception>
    public static async Task<(Money Amount, UsedRate Rate)> Convert(this IExchangeDb db, Money amount, Currency to, DateTimeOffset at, CancellationToken ct)
    {
        var rate = await db.RateAt(amount.Currency, to, at, ct);
        var converted = rate.Convert(amount, MidpointRounding.ToEven);
        return converted.Minor > 0 ? (converted, rate) : throw ExchangeRefusals.ConvertedToNothing();
    }

    /// <summary>What is held of every foreign currency by the end of a day, with the last revaluation that stands.</summary>
    public static async Task<IReadOnlyList<PositionStand>> Positions(this IExchangeDb db, DateOnly through, CancellationToken ct)
    {
        var sums = await db.Moves.AsNoTracking().Where(m => m.Day <= through).GroupBy(m => new { m.Currency, m.OwnCurrency })
            .Select(g => new
            {
                g.Key.Currency, g.Key.OwnCurrency, Held = g.Sum(m => m.HeldMinor), Cost = g.Sum(m => m.CostMinor),
                Realised = g.Sum(m => m.Kind == CurrencyMoveKind.Sold || m.Kind == CurrencyMoveKind.Reversed ? m.GainMinor : 0),
            })
            .ToListAsync(ct);
        var numbers = db.Moves.Where(m => m.Kind == CurrencyMoveKind.Revalued).GroupBy(m => m.Currency).Select(g => g.Max(m => m.Number));
        var revalued = (await db.Moves.AsNoTracking().Where(m => numbers.Contains(m.Number)).ToListAsync(ct)).ToDictionary(m => m.Currency);
        return
        [
            .. sums.Select(s => new PositionStand(
                    new CurrencyPosition(new Money(s.Held, s.Currency), new Money(s.Cost, s.OwnCurrency)), new Money(s.Realised, s.OwnCurrency),
                    revalued.GetValueOrDefault(s.Currency)))
                .OrderBy(s => s.Position.Held.Currency.Code, StringComparer.Ordinal),
        ];
    }
}

/// <summary>A position as it stands.</summary>
/// <param name="Position">What is held and what it cost.</param>
/// <param name="Realised">What was gained for good by selling or giving back; negative for a loss.</param>
/// <param name="Revalued">The last revaluation; null when there was none.</param>
public sealed record PositionStand(CurrencyPosition Position, Money Realised, CurrencyMove? Revalued);
