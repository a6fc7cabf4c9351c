using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Lending;

/// <summary>What was told about paying a loan off, newest first.</summary>
[Allow(Permission.ViewPortfolio)]
public sealed class ListPayoffQuotes(IRestructuringDb db, ILendingDb lending, TenantClock clock)
{
    /// <summary>The quotes.</summary>
    /// <exception cref="Refusal"><c>lending.loan_not_found</c></exception>
    public Task<IReadOnlyList<PayoffQuoteRow>> Handle(LoanId loan, CancellationToken ct) => new PayoffDesk(db, lending, clock).List(loan, null, ct);
}
