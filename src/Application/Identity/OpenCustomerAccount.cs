using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Identity.Events;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Identity;

/// <summary>
/// Opens the account of a customer the merchant knows, by phone number. Customers need none beforehand, since the first
/// code opens it; this one also sets a password. Idempotent.
/// </summary>
[Allow(Permission.System)]
public sealed class OpenCustomerAccount(IAccounts accounts, IEventLog log, TenantInfo tenant)
{
    /// <summary>The customer's phone number, and a password if there shall be one.</summary>
    public sealed record Command(string Phone, string? Password);

    /// <summary>The account; null when no customer has the number.</summary>
    /// <exception cref="Refusal"><c>identity.phone_invalid</c>, <c>identity.password_*</c></exception>
    public async Task<Account?> Handle(Command command, CancellationToken ct)
    {
        var account = await accounts.FindCustomerByPhone(UserNames.Phone(command.Phone), ct);
        if (account is null || command.Password is null) return account;
        await accounts.SetPassword(account.Id, PasswordRules.Check(command.Password, account.Role, account.Name, tenant.Slug), ct);
        log.Append(new PasswordSet(account.Id));
        return account;
    }
}
