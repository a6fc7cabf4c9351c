using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Identity;
using Paylatch.Domain.Identity.Events;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Identity;

/// <summary>Opens an account for a super-admin or a regional admin of the platform.</summary>
[Allow(Permission.ManagePlatform)]
public sealed class CreatePlatformStaff(
    IAccounts accounts, ISecrets secrets, ConfiguredRegions regions, IEventLog log, TenantClock clock)
{
    /// <summary>Who, as what, for which region, and with which password; without one, one is made and shown once.</summary>
    public sealed record Command(string? Name, string? Email, Role Role, string? Region = null, string? Password = null);

    /// <summary>The account and, when it was made here, its password.</summary>
    /// <exception cref="Refusal"><c>identity.*</c></exception>
    public async Task<NewStaff> Handle(Command command, CancellationToken ct)
    {
        if (command.Role is not (Role.RegionalAdmin or Role.SuperAdmin)) throw AccountRefusals.RoleNotGivable();
        var region = command.Role == Role.RegionalAdmin ? command.Region : null;
        if (command.Role == Role.RegionalAdmin && !regions.Has(region)) throw AccountRefusals.RegionNeeded();
        var (name, email) = (UserNames.Name(command.Name), UserNames.Email(command.Email));
        var made = command.Password is null ? secrets.Password() : null;
        var password = made ?? PasswordRules.Check(command.Password, command.Role, name, email);
        var opened = new NewAccount(new UserId(clock.NewId()), command.Role, name, email, password) { Region = region };
        var account = await accounts.Open(opened, ct);
        log.Append(new AccountOpened(account.Id, account.Role.ToString()));
        return new NewStaff(account.Id, email, made);
    }
}
