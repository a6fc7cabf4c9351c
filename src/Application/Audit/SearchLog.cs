using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;

namespace Paylatch.Application.Audit;

/// <summary>A page of the log.</summary>
/// <param name="Query">The search line as it was understood.</param>
/// <param name="Lines">Newest first.</param>
/// <param name="Next">Where the next page begins; null on the last one.</param>
/// <param name="Count">How many match, counted up to <see cref="SearchLog.MostCounted"/>; on the first page only.</param>
/// <param name="Now">The tenant's present moment.</param>
/// <param name="Zone">The tenant's time zone.</param>
public sealed record LogPage(LogQuery Query, IReadOnlyList<LogLine> Lines, long? Next, int? Count, DateTimeOffset Now, TimeZoneInfo Zone);

/// <summary>Searches the tenant's log, or the platform's own. A look of the platform's staff into a merchant's is noted in it.</summary>
[Allow(Permission.ReadAudit)]
public sealed class SearchLog(IAuditLog log, TenantInfo tenant, TenantClock clock, Caller caller, IEventLog events)
{
    /// <summary>Counting stops here.</summary>
    public const int MostCounted = 10_000;

    private const int LargestPage = 200;

    /// <summary>What to look for.</summary>
    /// <param name="Line">A search line, see <see cref="LogQuery"/>.</param>
    /// <param name="Before">The <see cref="LogPage.Next"/> of the page before.</param>
    /// <param name="Limit">How many lines, 1 to 200.</param>
    public sealed record Command(string? Line, long? Before = null, int Limit = 50);

    /// <summary>One page.</summary>
    /// <exception cref="Domain.Shared.Refusal">See <see cref="LogQuery.Parse"/>.</exception>
    public async Task<LogPage> Handle(Command command, CancellationToken ct)
    {
        var query = LogQuery.Parse(command.Line, clock);
        var limit = Math.Clamp(command.Limit, 1, LargestPage);
        var lines = await log.Lines(query.Filter, new LogSlice(limit + 1, command.Before), ct);
        int? count = command.Before is null ? await log.Count(query.Filter, MostCounted, ct) : null;
        var more = lines.Count > limit;
        events.NoteLook(caller, tenant);
        return new LogPage(
            query, more ? [.. lines.Take(limit)] : lines, more ? lines[limit - 1].Place.Position : null, count, clock.Now, tenant.TimeZone);
    }
}
