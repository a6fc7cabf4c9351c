using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Domain.Payments;

namespace Paylatch.Application.Payments;

/// <summary>
/// Takes wishes to pay that the provider has told us nothing final about, to ask it. The first time a minute after they
/// were made, then after pauses that double, so that an abandoned one costs less and less until its page has run out.
/// </summary>
[Allow(Permission.System)]
public sealed class ClaimUnheardIntents(IPaymentsDb db)
{
    /// <summary>Which, and how many at the most.</summary>
    public sealed record Command(string Provider, int Limit);

    /// <summary>Takes them.</summary>
    public Task<IReadOnlyList<UnheardIntent>> Handle(Command c, CancellationToken ct) => db.ClaimUnheard(c.Provider, c.Limit, ct);
}

/// <summary>Takes one of them before its time, because its customer has come back and waits; every quarter of a minute at the most.</summary>
[Allow(Permission.System)]
public sealed class ClaimUnheardIntent(IPaymentsDb db)
{
    /// <summary>What was taken.</summary>
    /// <param name="Wish">The wish; null when it is settled or was asked for a moment ago.</param>
    public sealed record Claimed(UnheardIntent? Wish);

    /// <summary>Takes it.</summary>
    public async Task<Claimed> Handle(PaymentIntentId id, CancellationToken ct) => new(await db.ClaimUnheard(id, ct));
}
