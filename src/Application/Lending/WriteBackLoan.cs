using Paylatch.Application.Identity;
using Paylatch.Application.Ledger;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Lending;

/// <summary>Takes a loan given up back into the books.</summary>
[Allow(Permission.ClassifyLoans)]
public sealed class WriteBackLoan(ILendingDb db, ILoanClassesDb classes, ILedgerDb ledger, TenantClock clock)
{
    /// <summary>Which loan and why.</summary>
    /// <param name="Loan">The loan.</param>
    /// <param name="Reason">Why, 3 to 500 characters; it is kept.</param>
    public sealed record Command(LoanId Loan, string? Reason);

    /// <summary>Does it, and brings the allowance to what its class then calls for.</summary>
    /// <exception cref="Refusal">
    /// <c>lending.loan_not_found</c>, <c>lending.reason_needed</c>, <c>lending.paid_off_already</c>,
    /// <c>lending.not_charged_off</c>
    /// </exception>
    public async Task<Nothing> Handle(Command c, CancellationToken ct)
    {
        var loan = await db.LockLoan(c.Loan, ct) ?? throw LendingRefusals.LoanNotFound();
        loan.WriteBack(c.Reason, clock.Today);
        await classes.ProvideAndPost(loan, ledger, clock, ct);
        return default;
    }
}
