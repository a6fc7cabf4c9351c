using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Identity;
using Paylatch.Domain.Identity.Events;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Identity;

/// <summary>Opens an account for an agent or an administrator of the merchant.</summary>
[Allow(Permission.ManageTenant)]
public sealed class CreateStaff(IAccounts accounts, ISecrets secrets, IEventLog log, TenantInfo tenant, TenantClock clock)
{
    /// <summary>Who, as what, and with which password; without one, one is made and shown once.</summary>
    public sealed record Command(string? Name, string? Email, Role Role, string? Password = null);

    /// <summary>The account and, when it was made here, its password.</summary>
    /// <exception cref="Refusal"><c>identity.*</c></exception>
    public async Task<NewStaff> Handle(Command command, CancellationToken ct)
    {
        if (command.Role is not (Role.Agent or Role.MerchantAdmin)) throw AccountRefusals.RoleNotGivable();
        var (name, email) = (UserNames.Name(command.Name), UserNames.Email(command.Email));
        var made = command.Password is null ? secrets.Password() : null;
        var password = made ?? PasswordRules.Check(command.Password, command.Role, name, email, tenant.Slug);
        var account = await accounts.Open(new NewAccount(new UserId(clock.NewId()), command.Role, name, email, password), ct);
        log.Append(new AccountOpened(account.Id, account.Role.ToString()));
        return new NewStaff(account.Id, email, made);
    }
}

/// <summary>A new account for staff.</summary>
/// <param name="Id">The user.</param>
/// <param name="Email">What they sign in with.</param>
/// <param name="Password">The password, when it was made for them: shown once, never again.</param>
public sealed record NewStaff(UserId Id, string Email, string? Password);
