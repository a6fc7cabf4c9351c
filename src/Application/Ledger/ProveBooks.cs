using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Ledger;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Ledger;

/// <summary>Compares the books with the loans and payments they are about, once for each of the tenant's days. A difference is an alarm.</summary>
[Allow(Permission.System)]
public sealed class ProveBooks(ILedgerDb db, IBookProofs proofs, TenantClock clock)
{
    private const string Nightly = "system";

    /// <summary>Compares them, unless today's proof is there.</summary>
    /// <returns>The proof; null when it was there.</returns>
    public async Task<BookProof?> Handle(CancellationToken ct)
    {
        var today = clock.Today;
        if (await db.Proofs.AnyAsync(p => p.Day == today && p.AskedBy == Nightly, ct)) return null;
        var found = await proofs.Compare(ct);
        var proof = BookProof.Of(clock.NewId(), clock.Now, today, Nightly, found.Checked, found.Differences, found.Rows);
        db.Proofs.Add(proof);
        return proof;
    }
}
