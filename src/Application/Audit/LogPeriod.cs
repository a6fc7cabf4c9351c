using Paylatch.Application.Tenancy;

namespace Paylatch.Application.Audit;

/// <summary>A period of whole days in the tenant's time zone, narrowed by a search line.</summary>
/// <param name="From">The first day.</param>
/// <param name="To">The last day.</param>
/// <param name="Line">A search line, or nothing.</param>
public sealed record LogPeriod(DateOnly From, DateOnly To, string? Line = null)
{
    /// <summary>What it asks for. Days in the search line narrow the period further.</summary>
    /// <exception cref="Domain.Shared.Refusal"><c>audit.period_invalid</c>, and see <see cref="LogQuery.Parse"/>.</exception>
    internal LogFilter ToFilter(TenantClock clock)
    {
        if (From > To || From.Year < 2000 || To.Year > 2200) throw AuditRefusals.PeriodInvalid();
        var filter = LogQuery.Parse(Line, clock).Filter;
        var (since, until) = (clock.StartOf(From), clock.StartOf(To.AddDays(1)));
        return filter with
        {
            Since = filter.Since > since ? filter.Since : since,
            Until = filter.Until < until ? filter.Until : until,
        };
    }
}
