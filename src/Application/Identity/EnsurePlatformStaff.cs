using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Identity.Events;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Identity;

/// <summary>
/// Makes sure an account of the platform's staff exists, from the configuration: the first super-admin has nobody who
/// could open their account. One that exists is left as it is. Idempotent.
/// </summary>
[Allow(Permission.System)]
public sealed class EnsurePlatformStaff(IAccounts accounts, IEventLog log, TenantClock clock)
{
    /// <summary>Who, as what, for which region, and with which password.</summary>
    public sealed record Command(string Name, string Email, Role Role, string? Region, string Password);

    /// <summary>True when the account was opened now.</summary>
    public async Task<bool> Handle(Command command, CancellationToken ct)
    {
        var email = UserNames.Email(command.Email);
        if (await accounts.FindByName(email, ct) is not null) return false;
        var password = PasswordRules.Check(command.Password, command.Role, command.Name, email);
        var opened = new NewAccount(new UserId(clock.NewId()), command.Role, UserNames.Name(command.Name), email, password) { Region = command.Region };
        var account = await accounts.Open(opened, ct);
        log.Append(new AccountOpened(account.Id, account.Role.ToString()));
        return true;
    }
}
