using Paylatch.Application.Identity;
using Paylatch.Application.Ledger;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Lending;

/// <summary>Approves a restructuring as the second person, which does it.</summary>
[Allow(Permission.ApproveRestructure)]
public sealed class ApproveRestructure(ILendingDb db, IRestructuringDb restructuring, ILedgerDb ledger, TenantClock clock, Caller caller)
{
    /// <summary>Approves and does it.</summary>
    /// <exception cref="Refusal">
    /// <c>lending.restructure_request_not_found</c>, <c>lending.restructure_request_closed</c>, <c>lending.restructure_same_person</c>,
    /// <c>lending.restructure_loan_changed</c>, <c>lending.restructure_not_possible</c>
    /// </exception>
    public async Task<Nothing> Handle(RestructureRequestId id, CancellationToken ct)
    {
        var request = await restructuring.LockRequest(id, ct) ?? throw LendingRefusals.RestructureRequestNotFound();
        var loan = await db.LockLoanWithHistory(request.LoanId, ct) ?? throw LendingRefusals.LoanNotFound();
        loan.CatchUp(clock.Today);
        request.Approve(caller.ActorId, loan.Version, clock.Now);
        loan.Restructure(request.Plan, request.Reason, clock.Today);
        await ledger.Post(loan, clock, ct, RestructureLoan.AccountOf(request.Plan));
        return default;
    }
}
