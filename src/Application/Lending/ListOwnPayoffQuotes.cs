using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Lending;

/// <summary>What a customer was told about paying their own loan off, newest first.</summary>
[Allow(Permission.UseOwnAccount)]
public sealed class ListOwnPayoffQuotes(IRestructuringDb db, ILendingDb lending, TenantInfo tenant, TenantClock clock, Caller caller)
{
    /// <summary>The quotes.</summary>
    /// <param name="Quotes">Newest first.</param>
    /// <param name="Today">The tenant's today.</param>
    /// <param name="Zone">The tenant's zone.</param>
    public sealed record Shown(IReadOnlyList<PayoffQuoteRow> Quotes, DateOnly Today, TimeZoneInfo Zone);

    /// <summary>The quotes.</summary>
    /// <exception cref="Refusal"><c>lending.loan_not_found</c></exception>
    public async Task<Shown> Handle(LoanId loan, CancellationToken ct) =>
        new(await new PayoffDesk(db, lending, clock).List(loan, caller.RequireCustomer(), ct), clock.Today, tenant.TimeZone);
}
