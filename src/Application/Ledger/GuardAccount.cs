using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Ledger;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Ledger;

/// <summary>Gives an account another guard. The database refuses one that its balance has passed already.</summary>
[Allow(Permission.KeepBooks)]
public sealed class GuardAccount(ILedgerDb db)
{
    /// <summary>Gives it.</summary>
    /// <exception cref="Refusal">
    /// <c>ledger.account_not_found</c>, <c>ledger.account_needed</c>, <c>ledger.account_closed</c>, <c>ledger.guard_passed</c>
    /// </exception>
    public async Task<Nothing> Handle(AccountId id, AccountGuard guard, CancellationToken ct)
    {
        var account = await db.Accounts.SingleOrDefaultAsync(a => a.Id == id, ct) ?? throw LedgerRefusals.AccountNotFound("");
        account.GuardBy(guard);
        await db.Save(ct);
        return default;
    }
}
