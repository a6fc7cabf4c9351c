using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Lending;

/// <summary>What a restructuring would do, old and new side by side; nothing is stored. Applying the same gives the same.</summary>
[Allow(Permission.Restructure)]
public sealed class PreviewRestructure(IRestructuringDb restructuring, TenantInfo tenant, TenantClock clock)
{
    /// <summary>What it would do.</summary>
    /// <param name="Preview">Old and new.</param>
    /// <param name="NeedsSecond">True when a second person must approve it.</param>
    /// <param name="Limits">What one person may decide alone.</param>
    public sealed record Answer(RestructurePreview Preview, bool NeedsSecond, RestructureLimits Limits);

    /// <summary>The preview.</summary>
    /// <exception cref="Refusal"><c>lending.loan_not_found</c>, <c>lending.restructure_not_possible</c>, or a code naming the field of the plan.</exception>
    /// <param name="id">The loan.</param>
    /// <param name="plan">How.</param>
    /// <param name="topUp">How much more is lent, as written; null where the plan says it.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<Answer> Handle(LoanId id, RestructurePlan plan, string? topUp, CancellationToken ct)
    {
        var preview = await Of(restructuring, id, With(plan, topUp, tenant.Currency), clock.Today, ct);
        var limits = await restructuring.Limits(preview.Outstanding.Currency, ct);
        return new Answer(preview, limits.Beyond(preview), limits);
    }

    internal static RestructurePlan With(RestructurePlan plan, string? topUp, Currency currency) =>
        topUp is null ? plan : plan with { TopUpMinor = Money.Parse(topUp, currency, "topUp").Minor };

    internal static async Task<RestructurePreview> Of(IRestructuringDb db, LoanId id, RestructurePlan plan, DateOnly today, CancellationToken ct)
    {
        var loan = await db.ReadWithHistory(id, ct) ?? throw LendingRefusals.LoanNotFound();
        return RestructurePreview.Of(loan, plan, today);
    }
}
