using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Identity;
using Paylatch.Domain.Identity.Events;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Identity;

/// <summary>Signs a customer in by the code sent to their phone. A failure is an answer, as with a password.</summary>
[Allow(Permission.Anyone)]
public sealed class SignInWithCode(
    IAccounts accounts, IIdentityDb db, ISecrets secrets, IEventLog log, TenantInfo tenant, TenantClock clock)
{
    /// <summary>What was typed.</summary>
    public sealed record Command(string? Phone, string? Code);

    /// <summary>The account, or null when it failed for whatever cause.</summary>
    /// <exception cref="Refusal"><c>identity.phone_invalid</c></exception>
    public async Task<SignInAnswer> Handle(Command command, CancellationToken ct)
    {
        var phone = UserNames.Phone(command.Phone);
        if (tenant.IsPlatform) return Fail(null, SignInFailure.UnknownUser);
        var code = string.Concat((command.Code ?? "").Where(char.IsDigit).Take(SignInCode.Digits + 1).Select(c => (int)char.GetNumericValue(c)));
        var now = clock.Now - clock.Moved;
        var open = await db.LockCode(secrets.Hash(phone, "sign-in-phone"), now, ct);
        var wasOpen = open.IsOpen(now);
        var right = open.Try(secrets.Hash($"{phone}:{code}", "sign-in-code"), now);

        var account = await accounts.FindCustomerByPhone(phone, ct);
        if (account is null) return Fail(null, SignInFailure.UnknownUser);
        if (account.DisabledAt is not null) return Fail(account, SignInFailure.Disabled);
        if (!right) return Fail(account, wasOpen ? SignInFailure.WrongSecret : SignInFailure.CodeExpired);
        await accounts.ForgetFailures(account.Id, ct);
        log.Append(new SignedIn(account.Id, account.Role.ToString(), "code"));
        return new SignInAnswer(account);
    }

    private SignInAnswer Fail(Account? account, SignInFailure cause)
    {
        log.Append(new SignInFailed(account?.Id, "code", cause));
        return SignInAnswer.No;
    }
}
