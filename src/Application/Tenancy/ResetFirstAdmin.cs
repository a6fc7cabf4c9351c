using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Domain.Identity;
using Paylatch.Domain.Identity.Events;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Tenancy;

/// <summary>
/// Gives a tenant's first administrator a new password, made here: for when the one shown at registration was lost.
/// Runs on the tenant after the platform has checked that a super-admin asked for it.
/// </summary>
[Allow(Permission.System)]
public sealed class ResetFirstAdmin(IAccounts accounts, ISecrets secrets, IEventLog log)
{
    /// <summary>The first admin's e-mail address.</summary>
    public sealed record Command(string AdminEmail);

    /// <summary>The password, to be shown once.</summary>
    /// <exception cref="Refusal"><c>identity.account_not_found</c></exception>
    public async Task<string> Handle(Command command, CancellationToken ct)
    {
        var account = await accounts.FindByName(command.AdminEmail, ct);
        if (account is not { DisabledAt: null }) throw AccountRefusals.NotFound();
        var password = secrets.Password();
        await accounts.SetPassword(account.Id, password, ct);
        log.Append(new PasswordSet(account.Id));
        return password;
    }
}
