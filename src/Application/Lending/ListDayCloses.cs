using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;

namespace Paylatch.Application.Lending;

/// <summary>How the close of a day went, or how far it has come.</summary>
/// <param name="Day">The day.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="FinishedAt">When it ended; null while it runs.</param>
/// <param name="Loans">Loans looked at.</param>
/// <param name="Reminded">Customers to be reminded.</param>
/// <param name="Overdue">Loans that became overdue.</param>
/// <param name="GraceEnded">Loans whose grace ended.</param>
public sealed record DayCloseRow(
    DateOnly Day, DateTimeOffset StartedAt, DateTimeOffset? FinishedAt, int Loans, int Reminded, int Overdue, int GraceEnded);

/// <summary>The last closes of days, newest first.</summary>
[Allow(Permission.ViewPortfolio)]
public sealed class ListDayCloses(IDayCloseDb db)
{
    /// <summary>At most <paramref name="limit"/> of them, 60 at the most.</summary>
    public async Task<IReadOnlyList<DayCloseRow>> Handle(int limit, CancellationToken ct) =>
        await db.DayCloses.OrderByDescending(c => c.Day).Take(Math.Clamp(limit, 1, 60))
            .Select(c => new DayCloseRow(c.Day, c.StartedAt, c.FinishedAt, c.Loans, c.Reminded, c.Overdue, c.GraceEnded)).ToListAsync(ct);
}
