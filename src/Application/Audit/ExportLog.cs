using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Audit.Events;

namespace Paylatch.Application.Audit;

/// <summary>A part of an export.</summary>
/// <param name="Lines">Oldest first.</param>
/// <param name="Next">What to ask for the next part; null on the last one.</param>
public sealed record ExportPart(IReadOnlyList<LogLine> Lines, long? Next);

/// <summary>
/// Hands out a period of the log, a part at a time, so that no transaction is open while a slow receiver reads.
/// That it was exported is itself in the log.
/// </summary>
[Allow(Permission.ReadAudit)]
public sealed class ExportLog(IAuditLog log, TenantClock clock, IEventLog events)
{
    /// <summary>The most rows of one export.</summary>
    public const int MostRows = 200_000;

    private const int PartSize = 2_000;

    /// <summary>What to export.</summary>
    /// <param name="Period">Which days.</param>
    /// <param name="After">The <see cref="ExportPart.Next"/> of the part before; null to begin.</param>
    public sealed record Command(LogPeriod Period, long? After = null);

    /// <summary>One part.</summary>
    /// <exception cref="Domain.Shared.Refusal"><c>audit.period_invalid</c>, <c>audit.export_too_long</c>, and see <see cref="LogQuery.Parse"/>.</exception>
    public async Task<ExportPart> Handle(Command command, CancellationToken ct)
    {
        var filter = command.Period.ToFilter(clock);
        if (command.After is null)
        {
            var count = await log.Count(filter, MostRows + 1, ct);
            if (count > MostRows) throw AuditRefusals.ExportTooLong(MostRows, "Choose a shorter period.");
            events.Append(new LogExported("csv", command.Period.From, command.Period.To, count));
        }

        var lines = await log.Lines(filter, new LogSlice(PartSize, After: command.After ?? 0), ct);
        return new ExportPart(lines, lines.Count == PartSize ? lines[^1].Place.Position : null);
    }
}
