using Paylatch.Application.Shared;
using Paylatch.Domain.Identity;
using Paylatch.Domain.Identity.Events;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Identity;

/// <summary>Closes an account of the staff; its sessions end within five minutes. Once more changes nothing.</summary>
[Allow(Permission.ManageTenant)]
public sealed class DisableStaff(IAccounts accounts, IEventLog log, Caller caller)
{
    /// <summary>Whose account.</summary>
    public sealed record Command(UserId User);

    /// <summary>Closes it.</summary>
    /// <exception cref="Refusal"><c>identity.account_not_found</c>, <c>identity.not_yourself</c>, <c>identity.last_admin</c></exception>
    public async Task<Nothing> Handle(Command command, CancellationToken ct)
    {
        if (caller.ActorId == command.User.ToString()) throw AccountRefusals.NotYourself();
        var admins = await accounts.CountOpen(Role.MerchantAdmin, ct);
        var account = await accounts.Find(command.User, ct);
        if (account is null || account.Role is not (Role.Agent or Role.MerchantAdmin)) throw AccountRefusals.NotFound();
        if (account.DisabledAt is not null) return default;
        if (account.Role == Role.MerchantAdmin && admins <= 1) throw AccountRefusals.LastAdmin();
        await accounts.Disable(account.Id, ct);
        log.Append(new AccountDisabled(account.Id));
        return default;
    }
}
