using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Ledger;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Ledger;

/// <summary>Closes an empty account of the tenant's own: nothing can be written on it from then on.</summary>
[Allow(Permission.KeepBooks)]
public sealed class CloseAccount(ILedgerDb db, TenantClock clock)
{
    /// <summary>Closes it.</summary>
    /// <exception cref="Refusal">
    /// <c>ledger.account_not_found</c>, <c>ledger.account_needed</c>, <c>ledger.account_closed</c>, <c>ledger.account_not_empty</c>
    /// </exception>
    public async Task<Nothing> Handle(AccountId id, CancellationToken ct)
    {
        var account = await db.Accounts.SingleOrDefaultAsync(a => a.Id == id, ct) ?? throw LedgerRefusals.AccountNotFound("");
        account.Close(clock.Now);
        await db.Save(ct);
        return default;
    }
}
