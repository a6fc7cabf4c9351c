using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Identity;
using Paylatch.Domain.Identity.Events;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Identity;

/// <summary>
/// Somebody signed in changes their own password. Their other sessions end; the new stamp keeps this one. A wrong present
/// password counts as at sign-in, and is an answer and no refusal, so that the count survives: an open session left on a
/// counter must not be a place to guess at.
/// </summary>
[Allow(Permission.Anyone)]
public sealed class ChangeOwnPassword(IAccounts accounts, IEventLog log, Caller caller, TenantInfo tenant, TenantClock clock)
{
    /// <summary>The present password and the new one.</summary>
    public sealed record Command(string? Current, string? Password);

    /// <summary>The account with its new stamp; none when the present password was wrong or the account rests.</summary>
    /// <exception cref="Refusal"><c>identity.sign_in_required</c>, <c>identity.password_*</c></exception>
    public async Task<SignInAnswer> Handle(Command command, CancellationToken ct)
    {
        var account = Guid.TryParse(caller.ActorId, out var id) ? await accounts.Find(new UserId(id), ct) : null;
        if (account is null) throw IdentityRefusals.MayNot(nameof(ChangeOwnPassword), Role.Visitor);
        var current = PasswordRules.Normalize(command.Current);
        var right = current.Length <= PasswordRules.Most && await accounts.CheckPassword(account.Id, current, ct);
        if (account.IsLocked(clock.Now - clock.Moved)) return Fail(account, SignInFailure.LockedOut);
        if (!right)
        {
            if (await accounts.CountFailure(account.Id, ct) is { } until) log.Append(new AccountLockedOut(account.Id, until));
            return Fail(account, SignInFailure.WrongSecret);
        }

        await accounts.SetPassword(account.Id, PasswordRules.Check(command.Password, account.Role, account.Name, account.UserName, tenant.Slug), ct);
        log.Append(new PasswordSet(account.Id));
        return new SignInAnswer(await accounts.Find(account.Id, ct));
    }

    private SignInAnswer Fail(Account account, SignInFailure cause)
    {
        log.Append(new SignInFailed(account.Id, "password", cause));
        return SignInAnswer.No;
    }
}
