using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Ledger;
using Paylatch.Domain.Ledger.Events;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Ledger;

/// <summary>
/// Counts what is held of other currencies at the rate of a day's end. What it is worth more or less than it cost is posted,
/// and what the revaluation before had posted is taken back first: so the books never show the same gain twice, and nothing
/// stands any more once the money is sold and revalued.
/// </summary>
[Allow(Permission.KeepBooks)]
public sealed class RevaluePositions(IExchangeDb db, ILedgerDb ledger, TenantInfo tenant, TenantClock clock, Caller caller, IEventLog log)
{
    /// <summary>What was counted.</summary>
    /// <param name="Day">The day.</param>
    /// <param name="Difference">What all of it is worth more than it cost; negative for less.</param>
    /// <param name="Currencies">How many currencies.</param>
    public sealed record Revalued(DateOnly Day, Money Difference, int Currencies);

    /// <summary>Counts it.</summary>
    /// <exception cref="Refusal"><c>ledger.revaluation_day_invalid</c>, <c>ledger.rate_missing</c>, <c>ledger.rate_too_old</c></exception>
    public async Task<Revalued> Handle(DateOnly day, CancellationToken ct)
    {
        await db.HoldPositions(ct);
        var last = await db.Moves.Where(m => m.Kind == CurrencyMoveKind.Revalued).MaxAsync(m => (DateOnly?)m.Day, ct);
        if (day > clock.Today || day < last || day.Year < 2000) throw ExchangeRefusals.RevaluationDayInvalid(last);
        var end = day == clock.Today ? clock.Now : clock.StartOf(day.AddDays(1)).AddTicks(-TimeSpan.TicksPerMillisecond);
        var own = await ledger.OpenBooks(tenant.Currency, clock, ct);
        var total = Money.Zero(tenant.Currency);
        var counted = new List<string>();
        foreach (var stand in await db.Positions(day, ct))
        {
            if (stand.Position.Held.IsZero && stand.Revalued is not { GainMinor: not 0 }) continue;
            counted.Add(stand.Position.Held.Currency.Code);
            total += await Count(stand, day, end, own, ct);
        }

        if (counted.Count > 0) log.Append(new PositionsRevalued(day, total, string.Join(", ", counted)));
        return new Revalued(day, total, counted.Count);
    }

    private async Task<Money> Count(PositionStand stand, DateOnly day, DateTimeOffset end, Books own, CancellationToken ct)
    {
        if (stand.Revalued?.TransferId is { } before)
        {
            var posted = await ledger.Transfers.AsNoTracking().Include(t => t.Entries).SingleAsync(t => t.Id == before, ct);
            ledger.Transfers.Add(posted.Opposite(Posting(day)));
        }

        var held = stand.Position.Held;
        // What is gone needs no rate: only what stood for it is taken back.
        var rate = held.IsZero
            ? new UsedRate(held.Currency, tenant.Currency, 0, 1, RatePath.Same, null, "", end)
            : await db.RateAt(held.Currency, tenant.Currency, end, ct);
        var difference = held.IsZero ? Money.Zero(tenant.Currency) : stand.Position.UnrealisedAt(rate);
        var posting = Posting(day);
        if (!difference.IsZero) ledger.Transfers.Add(ExchangePostings.Revalued(own, posting, difference));
        db.Moves.Add(CurrencyMove.Of(
            clock.NewId(), CurrencyMoveKind.Revalued, Money.Zero(held.Currency), Money.Zero(tenant.Currency), difference, rate,
            new(day, clock.Now, caller.ActorId, Transfer: difference.IsZero ? null : posting.Id)));
        return difference;
    }

    private Posting Posting(DateOnly day) => new(new TransferId(clock.NewId()), clock.Now, day, By: caller.ActorId);
}
