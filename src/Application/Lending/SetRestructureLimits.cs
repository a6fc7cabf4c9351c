using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Lending;

/// <summary>Sets what one person may decide alone about a restructuring.</summary>
[Allow(Permission.ManageTenant)]
public sealed class SetRestructureLimits(IRestructuringDb restructuring, TenantInfo tenant, TenantClock clock, Caller caller)
{
    /// <summary>Sets it.</summary>
    /// <param name="outstanding">The most principal outstanding, as written.</param>
    /// <param name="moreMonths">By how many months the last due date may move out.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="Refusal"><c>money.amount_invalid</c>, <c>lending.term_not_allowed</c>, <c>lending.term_out_of_range</c></exception>
    public async Task<Nothing> Handle(string? outstanding, int moreMonths, CancellationToken ct)
    {
        var limits = new RestructureLimits(Money.Parse(outstanding, tenant.Currency, "outstanding"), moreMonths);
        var chosen = await restructuring.RestructureLimits.SingleOrDefaultAsync(ct);
        if (chosen is null) restructuring.RestructureLimits.Add(chosen = ChosenRestructureLimits.Of(tenant.Id));
        chosen.Set(limits, caller.ActorId, clock.Now);
        return default;
    }
}
