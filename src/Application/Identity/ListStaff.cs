using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Identity;

/// <summary>Lists the merchant's staff by name.</summary>
[Allow(Permission.ManageTenant)]
public sealed class ListStaff(IAccounts accounts, TenantClock clock)
{
    private const int Most = 200;

    /// <summary>At most 200 people.</summary>
    public async Task<IReadOnlyList<StaffRow>> Handle(CancellationToken ct)
    {
        var now = clock.Now - clock.Moved;
        var staff = await accounts.ListStaff(Most, ct);
        return [.. staff.Select(a => new StaffRow(a.Id, a.Name, a.UserName, a.Role, a.DisabledAt is not null, a.IsLocked(now), a.CreatedAt))];
    }
}

/// <summary>One of the staff.</summary>
/// <param name="Id">The user.</param>
/// <param name="Name">Name.</param>
/// <param name="Email">What they sign in with.</param>
/// <param name="Role">What they are.</param>
/// <param name="Disabled">The account is closed.</param>
/// <param name="Locked">Sign-in rests after too many failures.</param>
/// <param name="CreatedAt">When the account was opened.</param>
public sealed record StaffRow(UserId Id, string Name, string Email, Role Role, bool Disabled, bool Locked, DateTimeOffset CreatedAt);
