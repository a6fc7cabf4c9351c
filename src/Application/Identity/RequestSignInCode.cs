using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Identity;
using Paylatch.Domain.Identity.Events;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Identity;

/// <summary>
/// Sends a customer a code to sign in with. A number nobody has gets the same answer and the same limits, and no message.
/// A new code ends the one before it.
/// </summary>
[Allow(Permission.Anyone)]
public sealed class RequestSignInCode(
    IAccounts accounts, IIdentityDb db, ISecrets secrets, ISignInMessages messages, IEventLog log, TenantInfo tenant,
    TenantClock clock)
{
    /// <summary>The phone number as typed.</summary>
    public sealed record Command(string? Phone);

    /// <summary>Sends the code, if the number is a customer's.</summary>
    /// <exception cref="Refusal"><c>identity.phone_invalid</c>, <c>identity.code_too_often</c></exception>
    public async Task<Nothing> Handle(Command command, CancellationToken ct)
    {
        var phone = UserNames.Phone(command.Phone);
        if (tenant.IsPlatform) return default;
        var now = clock.Now - clock.Moved;
        var code = secrets.Digits(SignInCode.Digits);
        var open = await db.LockCode(secrets.Hash(phone, "sign-in-phone"), now, ct);
        open.Renew(secrets.Hash($"{phone}:{code}", "sign-in-code"), now);

        var account = await accounts.FindCustomerByPhone(phone, ct);
        if (account is not { Customer: { } customer, DisabledAt: null }) return default;
        await messages.Queue(customer, phone, code, ct);
        log.Append(new SignInCodeRequested(customer));
        return default;
    }
}
