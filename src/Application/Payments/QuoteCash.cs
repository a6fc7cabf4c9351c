using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Identity;
using Paylatch.Application.Lending;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Payments;

/// <summary>What a loan owes, for whoever is about to take cash for it.</summary>
[Allow(Permission.RecordCash)]
public sealed class QuoteCash(ILendingDb lending, TenantClock clock)
{
    /// <summary>What is owed.</summary>
    /// <param name="Loan">The loan.</param>
    /// <param name="Number">The contract number.</param>
    /// <param name="Customer">Who owes it.</param>
    /// <param name="Choices">The amounts.</param>
    /// <param name="Today">The tenant's today.</param>
    /// <param name="Key">A key for the recording that follows.</param>
    public sealed record Quote(LoanId Loan, string Number, string Customer, PayChoices Choices, DateOnly Today, string Key);

    /// <summary>The quote.</summary>
    /// <exception cref="Refusal"><c>lending.loan_not_found</c></exception>
    public async Task<Quote> Handle(LoanId id, CancellationToken ct)
    {
        var loan = await lending.Loans.AsNoTracking().SingleOrDefaultAsync(l => l.Id == id, ct) ?? throw LendingRefusals.LoanNotFound();
        loan.CatchUp(clock.Today);
        var customer = await lending.Customers.Where(c => c.Id == loan.CustomerId).Select(c => c.Name).SingleAsync(ct);
        return new Quote(id, loan.Number, customer, PayChoices.Of(loan, clock.Today), clock.Today, clock.NewId().ToString("N"));
    }
}
