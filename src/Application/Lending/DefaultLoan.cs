using Paylatch.Application.Identity;
using Paylatch.Application.Ledger;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Lending;

/// <summary>Says that a loan will not be paid in full, before its days say so.</summary>
[Allow(Permission.ClassifyLoans)]
public sealed class DefaultLoan(ILendingDb db, ILoanClassesDb classes, ILedgerDb ledger, TenantClock clock)
{
    /// <summary>Which loan and why.</summary>
    /// <param name="Loan">The loan.</param>
    /// <param name="Reason">Why, 3 to 500 characters; it is kept.</param>
    public sealed record Command(LoanId Loan, string? Reason);

    /// <summary>Does it, and brings the allowance to what its class then calls for.</summary>
    /// <exception cref="Refusal">
    /// <c>lending.loan_not_found</c>, <c>lending.reason_needed</c>, <c>lending.paid_off_already</c>,
    /// <c>lending.charged_off_already</c>, <c>lending.defaulted_already</c>
    /// </exception>
    public async Task<Nothing> Handle(Command c, CancellationToken ct)
    {
        var loan = await db.LockLoan(c.Loan, ct) ?? throw LendingRefusals.LoanNotFound();
        loan.Default(c.Reason, clock.Today);
        await classes.ProvideAndPost(loan, ledger, clock, ct);
        return default;
    }
}
