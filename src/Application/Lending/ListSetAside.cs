using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Lending;

/// <summary>The loans that are set aside and are to be tried again by now.</summary>
[Allow(Permission.System)]
public sealed class ListSetAside(IDayCloseDb db, TenantClock clock)
{
    /// <summary>How many are tried in one run at the most.</summary>
    public const int Most = 200;

    /// <summary>Those that wait longest first.</summary>
    public async Task<IReadOnlyList<LoanId>> Handle(CancellationToken ct) =>
        await db.Failures.Where(f => f.ResolvedAt == null && f.NextAt <= clock.Now).OrderBy(f => f.NextAt).Take(Most).Select(f => f.LoanId).ToListAsync(ct);
}
