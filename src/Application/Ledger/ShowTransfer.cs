using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Ledger;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Ledger;

/// <summary>One transfer with its lines.</summary>
[Allow(Permission.ViewBooks)]
public sealed class ShowTransfer(ILedgerDb db, TenantClock clock)
{
    /// <summary>The transfer.</summary>
    /// <exception cref="Refusal"><c>ledger.transfer_not_found</c></exception>
    public async Task<JournalRow> Handle(TransferId id, CancellationToken ct) =>
        (await db.Rows(db.Transfers.Where(t => t.Id == id), clock.Now, ct)).SingleOrDefault() ?? throw LedgerRefusals.TransferNotFound();
}
