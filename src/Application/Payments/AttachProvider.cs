using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Domain.Payments;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Payments;

/// <summary>Notes under which reference the provider has taken a wish to pay; its message may have come first.</summary>
[Allow(Permission.System)]
public sealed class AttachProvider(IPaymentsDb db)
{
    /// <summary>The provider's answer.</summary>
    /// <param name="Intent">The wish.</param>
    /// <param name="ProviderRef">The provider's reference of its page.</param>
    public sealed record Command(PaymentIntentId Intent, string ProviderRef);

    /// <summary>Notes it.</summary>
    /// <exception cref="Refusal"><c>payments.intent_not_found</c>, <c>payments.intent_step_not_allowed</c></exception>
    public async Task<Nothing> Handle(Command c, CancellationToken ct)
    {
        var intent = await db.LockIntent(c.Intent, ct) ?? throw PaymentsRefusals.IntentNotFound();
        intent.Wait(c.ProviderRef);
        return default;
    }
}
