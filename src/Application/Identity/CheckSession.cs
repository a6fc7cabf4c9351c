using Paylatch.Application.Shared;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Identity;

/// <summary>Says whether a session begun earlier still stands: the account is open and nothing ended its sessions.</summary>
[Allow(Permission.Anyone)]
public sealed class CheckSession(IAccounts accounts)
{
    /// <summary>The session's user and the stamp it was begun with.</summary>
    public sealed record Query(UserId User, string? Stamp);

    /// <summary>The account as it is now, or null when the session has ended.</summary>
    public async Task<SignInAnswer> Handle(Query query, CancellationToken ct)
    {
        var account = await accounts.Find(query.User, ct);
        return account is { DisabledAt: null } && account.Stamp == query.Stamp ? new SignInAnswer(account) : SignInAnswer.No;
    }
}
