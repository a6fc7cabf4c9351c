using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Lending;

/// <summary>Tells a customer what paying their own loan off on a day takes; anyone else's loan does not exist here.</summary>
[Allow(Permission.UseOwnAccount)]
public sealed class QuoteOwnPayoff(IRestructuringDb db, ILendingDb lending, TenantClock clock, Caller caller)
{
    /// <summary>The quote, until the end of its day.</summary>
    /// <exception cref="Refusal"><c>lending.loan_not_found</c>, <c>lending.payoff_day</c>, <c>lending.payoff_nothing_owed</c></exception>
    public Task<PayoffQuoteRow> Handle(LoanId loan, DateOnly? on, CancellationToken ct) =>
        new PayoffDesk(db, lending, clock).Make(loan, on, null, caller.RequireCustomer(), caller.ActorId, ct);
}
