using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Ledger;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Ledger;

/// <summary>Compares the books with the loans and payments they are about, because a person wants to know.</summary>
[Allow(Permission.ViewBooks)]
public sealed class ProveBooksNow(ILedgerDb db, IBookProofs proofs, TenantClock clock, Caller caller)
{
    /// <summary>Compares them.</summary>
    public async Task<BookProof> Handle(CancellationToken ct)
    {
        var found = await proofs.Compare(ct);
        var proof = BookProof.Of(clock.NewId(), clock.Now, clock.Today, caller.ActorId, found.Checked, found.Differences, found.Rows);
        db.Proofs.Add(proof);
        return proof;
    }
}
