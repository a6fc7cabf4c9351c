using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Ledger;
using Paylatch.Domain.Ledger.Events;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Ledger;

/// <summary>
/// Writes rates down, all or none, however they came: typed, from a file, from a program. The same rate again does nothing
/// again; another rate of the same source for the same moment is refused, because nothing written is changed.
/// </summary>
[Allow(Permission.RecordRates)]
public sealed class RecordRates(IExchangeDb db, TenantClock clock, Caller caller, IEventLog log)
{
    /// <summary>The most at once.</summary>
    public const int Most = 2_000;

    /// <summary>A rate as it came.</summary>
    /// <param name="Base">The currency one unit of which is meant.</param>
    /// <param name="Quote">The currency it is worth.</param>
    /// <param name="Rate">Digits with a point.</param>
    /// <param name="Source">Who said so.</param>
    /// <param name="ValidFrom">From when it counts; now when left out.</param>
    public sealed record Said(string? Base, string? Quote, string? Rate, string? Source, DateTimeOffset? ValidFrom);

    /// <summary>What was written.</summary>
    /// <param name="Added">How many were new.</param>
    /// <param name="Known">How many were there already.</param>
    public sealed record Recorded(int Added, int Known);

    /// <summary>Writes them down.</summary>
    /// <exception cref="Refusal">
    /// <c>ledger.rates_count</c>, <c>money.currency_unknown</c>, <c>ledger.rate_same_currency</c>, <c>ledger.rate_invalid</c>,
    /// <c>ledger.rate_source_invalid</c>, <c>ledger.rate_moment_invalid</c>, <c>ledger.rate_differs</c>
    /// </exception>
    public async Task<Recorded> Handle(IReadOnlyList<Said> said, CancellationToken ct)
    {
        if (said.Count is 0 or > Most) throw ExchangeRefusals.RatesCount(Most);
        var now = clock.Now;
        var rates = said.Select(s => ExchangeRate.Of(
            clock.NewId(), Currency.Of(s.Base), Currency.Of(s.Quote), ExchangeRate.Parse(s.Rate), s.Source, Whole(s.ValidFrom ?? now), now, caller.ActorId)).ToList();
        await db.HoldRates(ct);
        var (first, last) = (rates.Min(r => r.ValidFrom), rates.Max(r => r.ValidFrom));
        var known = (await db.Rates.AsNoTracking().Where(r => r.ValidFrom >= first && r.ValidFrom <= last).ToListAsync(ct)).ToDictionary(KeyOf);
        var added = 0;
        foreach (var rate in rates)
        {
            if (known.TryGetValue(KeyOf(rate), out var same))
            {
                if (same.Rate != rate.Rate) throw ExchangeRefusals.RateDiffers(rate.Base, rate.Quote);
                continue;
            }

            known[KeyOf(rate)] = rate;
            db.Rates.Add(rate);
            added++;
        }

        if (added > 0) log.Append(new RatesRecorded(added, string.Join(", ", rates.Select(r => r.Source).Distinct().Take(5))));
        return new Recorded(added, rates.Count - added);
    }

    private static (Currency, Currency, string, DateTimeOffset) KeyOf(ExchangeRate rate) => (rate.Base, rate.Quote, rate.Source, rate.ValidFrom);

    // The database keeps microseconds; a moment with more would not be found again.
    private static DateTimeOffset Whole(DateTimeOffset at) => new(at.UtcTicks - (at.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);
}
