using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Ledger;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Ledger;

/// <summary>Opens an account of the tenant's own beside the chart.</summary>
[Allow(Permission.KeepBooks)]
public sealed class OpenAccount(ILedgerDb db, TenantInfo tenant, TenantClock clock)
{
    /// <summary>The account.</summary>
    /// <param name="Code">Its code: four to eight digits.</param>
    /// <param name="Name">Its name.</param>
    /// <param name="Kind">What it shows.</param>
    /// <param name="Currency">Its currency; null for the tenant's.</param>
    /// <param name="Guard">What its balance may not pass.</param>
    public sealed record Command(string? Code, string? Name, AccountKind Kind, string? Currency = null, AccountGuard Guard = AccountGuard.None);

    /// <summary>Opens it.</summary>
    /// <exception cref="Refusal"><c>ledger.account_code_invalid</c>, <c>ledger.account_name_invalid</c>, <c>money.currency_unknown</c>, <c>ledger.account_exists</c></exception>
    public async Task<AccountId> Handle(Command c, CancellationToken ct)
    {
        var currency = c.Currency is { Length: > 0 } code ? Currency.Of(code) : tenant.Currency;
        // The chart's own codes are taken from the beginning.
        await db.OpenBooks(currency, clock, ct);
        var account = Domain.Ledger.Account.OpenOwn(new AccountId(clock.NewId()), c.Code, c.Name, c.Kind, currency, c.Guard);
        if (await db.Accounts.AnyAsync(a => a.Code == account.Code && a.Currency == currency, ct)) throw LedgerRefusals.AccountExists(account.Code);
        db.Accounts.Add(account);
        return account.Id;
    }
}
