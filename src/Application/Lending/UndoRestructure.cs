using Paylatch.Application.Identity;
using Paylatch.Application.Ledger;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Lending;

/// <summary>
/// Takes the latest restructuring of a loan back: it stands as if it had never been, with all that was paid since. A top-up
/// is paid back by it.
/// </summary>
[Allow(Permission.Restructure)]
public sealed class UndoRestructure(ILendingDb db, ILedgerDb ledger, TenantClock clock)
{
    /// <summary>Which.</summary>
    /// <param name="Loan">The loan.</param>
    /// <param name="Reason">Why, 3 to 500 characters.</param>
    public sealed record Command(LoanId Loan, string? Reason);

    /// <summary>Takes it back.</summary>
    /// <exception cref="Refusal">
    /// <c>lending.loan_not_found</c>, <c>lending.restructure_reason_invalid</c>, <c>lending.restructure_none</c>, <c>lending.credit_spent</c>
    /// </exception>
    public async Task<Nothing> Handle(Command c, CancellationToken ct)
    {
        var reason = RestructureLoan.ReasonOf(c.Reason);
        var loan = await db.LockLoanWithHistory(c.Loan, ct) ?? throw LendingRefusals.LoanNotFound();
        var plan = loan.UndoRestructure(reason, clock.Today);
        await ledger.Post(loan, clock, ct, RestructureLoan.AccountOf(plan));
        return default;
    }
}
