using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Ledger;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Ledger;

/// <summary>What is held of other currencies, what it cost, and what it is worth at the newest rate.</summary>
[Allow(Permission.ViewBooks)]
public sealed class ShowPositions(IExchangeDb db, TenantInfo tenant, TenantClock clock)
{
    /// <summary>A position.</summary>
    /// <param name="Held">What is held.</param>
    /// <param name="Cost">What it cost.</param>
    /// <param name="Worth">What it is worth now; null without a usable rate.</param>
    /// <param name="Rate">That rate.</param>
    /// <param name="Realised">Gained for good by selling; negative for a loss.</param>
    /// <param name="RevaluedOn">The day of the last revaluation.</param>
    /// <param name="Unrealised">What stands in the books from it.</param>
    public sealed record Row(Money Held, Money Cost, Money? Worth, UsedRate? Rate, Money Realised, DateOnly? RevaluedOn, Money Unrealised);

    /// <summary>All positions.</summary>
    /// <param name="Rows">By currency.</param>
    /// <param name="Own">The merchant's own currency.</param>
    /// <param name="Today">The tenant's day.</param>
    public sealed record Page(IReadOnlyList<Row> Rows, Currency Own, DateOnly Today);

    /// <summary>The positions.</summary>
    public async Task<Page> Handle(CancellationToken ct)
    {
        var rows = new List<Row>();
        foreach (var stand in await db.Positions(clock.Today, ct))
        {
            var (held, cost) = stand.Position;
            var rate = RateTable.Try(await db.Newest(held.Currency, cost.Currency, clock.Now, ct), held.Currency, cost.Currency, clock.Now);
            rows.Add(new Row(
                held, cost, rate?.Convert(held, MidpointRounding.ToEven), rate, stand.Realised, stand.Revalued?.Day,
                new Money(stand.Revalued?.GainMinor ?? 0, cost.Currency)));
        }

        return new Page(rows, tenant.Currency, clock.Today);
    }
}
