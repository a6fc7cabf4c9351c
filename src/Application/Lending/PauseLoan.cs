using Paylatch.Application.Identity;
using Paylatch.Application.Ledger;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Lending;

/// <summary>Lets being late stand still for a time, in a dispute or in hardship: the loan does not age, is not charged and does not lock.</summary>
[Allow(Permission.ClassifyLoans)]
public sealed class PauseLoan(ILendingDb db, ILoanClassesDb classes, ILedgerDb ledger, TenantClock clock)
{
    /// <summary>Which loan and why.</summary>
    /// <param name="Loan">The loan.</param>
    /// <param name="From">The last day that counts; null for today.</param>
    /// <param name="Until">The last day that does not.</param>
    /// <param name="Reason">Why, 3 to 500 characters; it is kept.</param>
    public sealed record Command(LoanId Loan, DateOnly? From, DateOnly Until, string? Reason);

    /// <summary>Does it, and brings the allowance to what its class then calls for.</summary>
    /// <exception cref="Refusal">
    /// <c>lending.loan_not_found</c>, <c>lending.reason_needed</c>, <c>lending.paid_off_already</c>, <c>lending.pause_dates</c>,
    /// <c>lending.pause_overlaps</c>
    /// </exception>
    public async Task<Nothing> Handle(Command c, CancellationToken ct)
    {
        var loan = await db.LockLoanWithHistory(c.Loan, ct) ?? throw LendingRefusals.LoanNotFound();
        loan.Pause(c.From ?? clock.Today, c.Until, c.Reason, clock.Today);
        await classes.ProvideAndPost(loan, ledger, clock, ct);
        return default;
    }
}
