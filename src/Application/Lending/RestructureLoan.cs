using Paylatch.Application.Identity;
using Paylatch.Application.Ledger;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Ledger;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Lending;

/// <summary>
/// Restructures a loan as it was previewed, or asks for a second person where one must not decide alone. A loan that has
/// changed since the preview is refused, so that pressing twice restructures once.
/// </summary>
[Allow(Permission.Restructure)]
public sealed class RestructureLoan(ILendingDb db, IRestructuringDb restructuring, ILedgerDb ledger, TenantInfo tenant, TenantClock clock, Caller caller)
{
    /// <summary>What is to be done.</summary>
    /// <param name="Loan">The loan.</param>
    /// <param name="Plan">How.</param>
    /// <param name="Reason">Why, 3 to 500 characters.</param>
    /// <param name="Version">The loan's version as the preview said it.</param>
    /// <param name="TopUp">How much more is lent, as written; null where the plan says it.</param>
    public sealed record Command(LoanId Loan, RestructurePlan Plan, string? Reason, int Version, string? TopUp = null);

    /// <summary>What was done.</summary>
    /// <param name="Request">The request that waits for a second person; null when it is done.</param>
    /// <param name="Preview">What it does.</param>
    public sealed record Done(RestructureRequestId? Request, RestructurePreview Preview);

    /// <summary>Does it, or asks.</summary>
    /// <exception cref="Refusal">
    /// <c>lending.loan_not_found</c>, <c>lending.restructure_reason_invalid</c>, <c>lending.restructure_loan_changed</c>,
    /// <c>lending.restructure_not_possible</c>, or a code naming the field of the plan.
    /// </exception>
    public async Task<Done> Handle(Command c, CancellationToken ct)
    {
        var (reason, plan) = (ReasonOf(c.Reason), PreviewRestructure.With(c.Plan, c.TopUp, tenant.Currency));
        var loan = await db.LockLoanWithHistory(c.Loan, ct) ?? throw LendingRefusals.LoanNotFound();
        var preview = await PreviewRestructure.Of(restructuring, c.Loan, plan, clock.Today, ct);
        if (preview.Version != c.Version) throw LendingRefusals.RestructureLoanChanged();
        if ((await restructuring.Limits(loan.Currency, ct)).Beyond(preview))
        {
            var request = RestructureRequest.Ask(new RestructureRequestId(clock.NewId()), loan, plan, reason, preview.Version, caller.ActorId, clock.Now);
            restructuring.RestructureRequests.Add(request);
            return new Done(request.Id, preview);
        }

        loan.Restructure(plan, reason, clock.Today);
        await ledger.Post(loan, clock, ct, AccountOf(plan));
        return new Done(null, preview);
    }

    internal static string AccountOf(RestructurePlan plan) => plan.TopUpTo == TopUpTo.Sale ? Chart.Sales : Chart.Cash;

    internal static string ReasonOf(string? reason) =>
        reason?.Trim() is { Length: >= 3 and <= 500 } said ? said : throw LendingRefusals.RestructureReasonInvalid();
}
