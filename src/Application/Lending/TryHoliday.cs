using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Lending;

/// <summary>
/// What a payment holiday would do, interest running on: tried on a copy of the loan by the very rules of a restructuring,
/// never kept.
/// </summary>
[Allow(Permission.ViewPortfolio)]
public sealed class TryHoliday(IRestructuringDb db, TenantClock clock)
{
    /// <summary>What it would do.</summary>
    /// <param name="EndsNow">The last due date as it is.</param>
    /// <param name="Ends">The last due date as it would be.</param>
    /// <param name="Costs">How much more would be asked altogether; below zero for less.</param>
    /// <param name="Installment">The next installment as it would be.</param>
    public sealed record Answer(DateOnly EndsNow, DateOnly Ends, Money Costs, Money Installment);

    /// <summary>The answer.</summary>
    /// <param name="id">The loan.</param>
    /// <param name="periods">How many installments would be pushed out.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="Refusal"><c>lending.loan_not_found</c>, <c>lending.term_out_of_range</c>, <c>lending.restructure_not_possible</c></exception>
    public async Task<Answer> Handle(LoanId id, int periods, CancellationToken ct)
    {
        var plan = new RestructurePlan { Kind = RestructureKind.Holiday, Periods = periods };
        var preview = await PreviewRestructure.Of(db, id, plan, clock.Today, ct);
        return new Answer(preview.FinalBefore, preview.FinalAfter, preview.Difference, preview.Installment);
    }
}
