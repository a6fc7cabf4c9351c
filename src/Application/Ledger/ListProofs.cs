using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Ledger;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Ledger;

/// <summary>The latest proofs of the books, newest first.</summary>
[Allow(Permission.ViewBooks)]
public sealed class ListProofs(ILedgerDb db, TenantInfo tenant, TenantClock clock)
{
    private const int Most = 30;

    /// <summary>The proofs.</summary>
    /// <param name="Proofs">Newest first.</param>
    /// <param name="Now">The tenant's present.</param>
    /// <param name="Zone">The tenant's zone.</param>
    public sealed record Page(IReadOnlyList<BookProof> Proofs, DateTimeOffset Now, TimeZoneInfo Zone);

    /// <summary>The list.</summary>
    public async Task<Page> Handle(CancellationToken ct) =>
        new(await db.Proofs.AsNoTracking().OrderByDescending(p => p.At).Take(Most).ToListAsync(ct), clock.Now, tenant.TimeZone);
}
