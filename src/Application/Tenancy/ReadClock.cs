using Paylatch.Application.Identity;
using Paylatch.Application.Shared;

namespace Paylatch.Application.Tenancy;

/// <summary>Reads the tenant's date, for the bar above a sandbox's pages.</summary>
[Allow(Permission.ViewPortfolio)]
public sealed class ReadClock(IPortfolioSumsDb portfolio, TenantInfo tenant, TenantClock clock)
{
    /// <summary>The date, and the next on which something is due.</summary>
    public async Task<ClockReading> Handle(CancellationToken ct) => new(
        clock.Today, clock.Now, clock.Moved, tenant.Sandbox, tenant.Sandbox ? await portfolio.NextDueAfter(clock.Today, ct) : null);
}

/// <summary>A tenant's time.</summary>
/// <param name="Today">The date in the tenant's zone.</param>
/// <param name="Now">The instant.</param>
/// <param name="Moved">How far the clock is ahead of the world's.</param>
/// <param name="Sandbox">True when it can be moved.</param>
/// <param name="NextDue">The next date after today on which an unpaid installment is due; null when none is, or not a sandbox.</param>
public sealed record ClockReading(DateOnly Today, DateTimeOffset Now, TimeSpan Moved, bool Sandbox, DateOnly? NextDue);
