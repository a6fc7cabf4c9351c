using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Identity;
using Paylatch.Domain.Identity.Events;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Identity;

/// <summary>Gives one of the staff a new password, for instance when it was forgotten; their sessions end.</summary>
[Allow(Permission.ManageTenant)]
public sealed class SetPassword(IAccounts accounts, ISecrets secrets, IEventLog log, TenantInfo tenant)
{
    /// <summary>Whose, and which; without one, one is made and shown once.</summary>
    public sealed record Command(UserId User, string? Password = null);

    /// <summary>The account's name and, when it was made here, the password.</summary>
    /// <exception cref="Refusal"><c>identity.account_not_found</c>, <c>identity.password_*</c></exception>
    public async Task<NewStaff> Handle(Command command, CancellationToken ct)
    {
        var account = await accounts.Find(command.User, ct);
        if (account is null || account.Role is not (Role.Agent or Role.MerchantAdmin)) throw AccountRefusals.NotFound();
        var made = command.Password is null ? secrets.Password() : null;
        var password = made ?? PasswordRules.Check(command.Password, account.Role, account.Name, account.UserName, tenant.Slug);
        await accounts.SetPassword(account.Id, password, ct);
        log.Append(new PasswordSet(account.Id));
        return new NewStaff(account.Id, account.UserName, made);
    }
}
