using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Ledger;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Ledger;

/// <summary>The rate of one currency in another that would be used at a moment, and where it comes from.</summary>
[Allow(Permission.ViewBooks)]
public sealed class FindRate(IExchangeDb db, TenantClock clock)
{
    /// <summary>The rate.</summary>
    /// <param name="from">The currency one unit of which is meant.</param>
    /// <param name="to">The currency it is worth; both as codes.</param>
    /// <param name="at">The moment; now when left out.</param>
    /// <param name="ct">Stops it.</param>
    /// <exception cref="Refusal"><c>money.currency_unknown</c>, <c>ledger.rate_missing</c>, <c>ledger.rate_too_old</c></exception>
    public Task<UsedRate> Handle(string? from, string? to, DateTimeOffset? at, CancellationToken ct) =>
        db.RateAt(Currency.Of(from), Currency.Of(to), (at ?? clock.Now).ToUniversalTime(), ct);
}
