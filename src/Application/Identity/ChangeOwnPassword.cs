using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Identity;
using Paylatch.Domain.Identity.Events;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Identity;

/// <summary>Somebody signed in changes their own password. Their other sessions end; the new stamp keeps this one.</summary>
[Allow(Permission.Anyone)]
public sealed class ChangeOwnPassword(IAccounts accounts, IEventLog log, Caller caller, TenantInfo tenant)
{
    /// <summary>The present password and the new one.</summary>
    public sealed record Command(string? Current, string? Password);

    /// <summary>The account with its new stamp.</summary>
    /// <exception cref="Refusal"><c>identity.sign_in_required</c>, <c>identity.password_*</c></exception>
    public async Task<Account> Handle(Command command, CancellationToken ct)
    {
        var account = Guid.TryParse(caller.ActorId, out var id) ? await accounts.Find(new UserId(id), ct) : null;
        if (account is null) throw IdentityRefusals.MayNot(nameof(ChangeOwnPassword), Role.Visitor);
        if (!await accounts.CheckPassword(account.Id, PasswordRules.Normalize(command.Current), ct)) throw AccountRefusals.PasswordWrong();
        await accounts.SetPassword(account.Id, PasswordRules.Check(command.Password, account.Role, account.Name, account.UserName, tenant.Slug), ct);
        log.Append(new PasswordSet(account.Id));
        return (await accounts.Find(account.Id, ct))!;
    }
}
