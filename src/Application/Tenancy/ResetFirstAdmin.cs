using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Domain.Identity;
using Paylatch.Domain.Identity.Events;
using Paylatch.Domain.Shared;
using Paylatch.Domain.Tenancy.Events;

namespace Paylatch.Application.Tenancy;

/// <summary>
/// Gives a tenant's first administrator a new password, made here: for when the one shown at registration was lost.
/// Runs on the tenant as the super-admin who asked, so that the merchant's own log names them.
/// </summary>
[Allow(Permission.ManagePlatform)]
public sealed class ResetFirstAdmin(IAccounts accounts, ISecrets secrets, IEventLog log, TenantInfo tenant)
{
    /// <summary>The first admin's e-mail address.</summary>
    public sealed record Command(string AdminEmail);

    /// <summary>The account and its password, to be shown once.</summary>
    /// <param name="Admin">The account.</param>
    /// <param name="Password">Its new password.</param>
    public sealed record Done(UserId Admin, string Password)
    {
        /// <inheritdoc/>
        public override string ToString() => $"Done {{ Admin = {Admin}, password hidden }}";
    }

    /// <summary>Makes the password.</summary>
    /// <exception cref="Refusal"><c>identity.account_not_found</c></exception>
    public async Task<Done> Handle(Command command, CancellationToken ct)
    {
        var account = await accounts.FindByName(command.AdminEmail, ct);
        if (account is not { DisabledAt: null }) throw AccountRefusals.NotFound();
        var password = secrets.Password();
        await accounts.SetPassword(account.Id, password, ct);
        log.Append(new PasswordSet(account.Id));
        log.Append(new FirstAdminReset(tenant.Id, tenant.Slug, account.Id));
        return new Done(account.Id, password);
    }
}
