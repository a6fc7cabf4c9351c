using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Identity.Events;

namespace Paylatch.Application.Identity;

/// <summary>
/// Signs somebody in by e-mail address or phone number and password. A failure is an answer and no refusal, so that the
/// count and the log of it survive; it is the same answer for every cause, and takes as long.
/// </summary>
[Allow(Permission.Anyone)]
public sealed class SignInWithPassword(IAccounts accounts, IEventLog log, TenantClock clock)
{
    /// <summary>What was typed.</summary>
    public sealed record Command(string? UserName, string? Password);

    /// <summary>The account, or null when it failed for whatever cause.</summary>
    public async Task<SignInAnswer> Handle(Command command, CancellationToken ct)
    {
        var password = PasswordRules.Normalize(command.Password);
        if (password.Length > PasswordRules.Most) password = "";
        var account = await accounts.FindByName(UserNames.Typed(command.UserName), ct);
        if (account is null)
        {
            accounts.CheckNobody(password);
            return Fail(null, SignInFailure.UnknownUser);
        }

        var right = await accounts.CheckPassword(account.Id, password, ct);
        if (account.DisabledAt is not null) return Fail(account, SignInFailure.Disabled);
        if (account.IsLocked(clock.Now - clock.Moved)) return Fail(account, SignInFailure.LockedOut);
        if (!right)
        {
            if (await accounts.CountFailure(account.Id, ct) is { } until) log.Append(new AccountLockedOut(account.Id, until));
            return Fail(account, SignInFailure.WrongSecret);
        }

        await accounts.ForgetFailures(account.Id, ct);
        log.Append(new SignedIn(account.Id, account.Role.ToString(), "password"));
        return new SignInAnswer(account);
    }

    private SignInAnswer Fail(Account? account, SignInFailure cause)
    {
        log.Append(new SignInFailed(account?.Id, "password", cause));
        return SignInAnswer.No;
    }
}

/// <summary>Whether a sign-in went well. The cause of a failure is in the log and not told.</summary>
/// <param name="Account">Who signed in; null when it failed.</param>
public sealed record SignInAnswer(Account? Account)
{
    /// <summary>It failed.</summary>
    public static SignInAnswer No { get; } = new((Account?)null);
}
