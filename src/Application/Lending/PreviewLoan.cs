using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Lending.Schedules;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Lending;

/// <summary>Reckons the schedule of proposed terms for programs; nothing is stored. Booking the same terms gives the same rows.</summary>
[Allow(Permission.ViewPortfolio)]
public sealed class PreviewLoan(TenantInfo tenant, TenantClock clock)
{
    /// <summary>A schedule and what it costs in percent a year.</summary>
    /// <param name="Schedule">The schedule.</param>
    /// <param name="Yearly">The cost, as laws want it said.</param>
    public sealed record Answer(Schedule Schedule, YearlyCost Yearly);

    /// <summary>The schedule.</summary>
    /// <exception cref="Refusal">A code naming the field to mend.</exception>
    public Task<Answer> Handle(ProposedTerms proposed, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var schedule = Schedule.ToAgree(proposed.Agree(tenant.Currency, clock.Today));
        return Task.FromResult(new Answer(schedule, YearlyCost.Of(schedule)));
    }
}
