using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Identity;
using Paylatch.Application.Lending;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Payments;

/// <summary>A loan's credit and what it could pay for, for whoever is about to give it back or use it.</summary>
[Allow(Permission.SpendCredit)]
public sealed class QuoteCredit(ILendingDb lending, TenantClock clock)
{
    private const int MostLoans = 20;

    /// <summary>Another loan of the same customer that still owes.</summary>
    /// <param name="Loan">The loan.</param>
    /// <param name="Number">The contract number.</param>
    /// <param name="Balance">What it owes.</param>
    public sealed record Other(LoanId Loan, string Number, Money Balance);

    /// <summary>The credit.</summary>
    /// <param name="Loan">The loan.</param>
    /// <param name="Number">The contract number.</param>
    /// <param name="Customer">Whose it is.</param>
    /// <param name="Credit">How much.</param>
    /// <param name="Others">What it could pay for.</param>
    /// <param name="Key">A key for what follows.</param>
    public sealed record Quote(LoanId Loan, string Number, string Customer, Money Credit, IReadOnlyList<Other> Others, string Key);

    /// <summary>The quote.</summary>
    /// <exception cref="Refusal"><c>lending.loan_not_found</c></exception>
    public async Task<Quote> Handle(LoanId id, CancellationToken ct)
    {
        var loan = await lending.Loans.AsNoTracking().SingleOrDefaultAsync(l => l.Id == id, ct) ?? throw LendingRefusals.LoanNotFound();
        var customer = await lending.Customers.Where(c => c.Id == loan.CustomerId).Select(c => c.Name).SingleAsync(ct);
        var others = await lending.Loans.AsNoTracking()
            .Where(l => l.CustomerId == loan.CustomerId && l.Id != id && l.State == LoanState.Active && l.Currency == loan.Currency)
            .OrderBy(l => l.NextDueOn).Take(MostLoans).ToListAsync(ct);
        others.ForEach(l => l.CatchUp(clock.Today));
        return new Quote(
            id, loan.Number, customer, loan.Credit, others.ConvertAll(l => new Other(l.Id, l.Number, l.Balance)), clock.NewId().ToString("N"));
    }
}
