using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Domain.Payments;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Payments;

/// <summary>
/// Notes that a wish to pay came to nothing: the provider did not take it, or its page can no longer be paid. Should money
/// come for it all the same, it still counts.
/// </summary>
[Allow(Permission.System)]
public sealed class FailIntent(IPaymentsDb db)
{
    /// <summary>What went wrong.</summary>
    /// <param name="Intent">The wish.</param>
    /// <param name="Failure">The code.</param>
    public sealed record Command(PaymentIntentId Intent, string Failure);

    /// <summary>Notes it.</summary>
    /// <exception cref="Refusal"><c>payments.intent_not_found</c></exception>
    public async Task<Nothing> Handle(Command c, CancellationToken ct)
    {
        var intent = await db.LockIntent(c.Intent, ct) ?? throw PaymentsRefusals.IntentNotFound();
        intent.Fail(c.Failure);
        await db.StopAsking(c.Intent, ct);
        return default;
    }
}
