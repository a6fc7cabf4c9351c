using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;

namespace Paylatch.Application.Lending;

/// <summary>
/// Keeps how the portfolio stood at the end of each week and month that is over, the newest uncounted one first, so that a
/// past that was never counted is filled backwards while last week is there at once. A day is counted from what was recorded
/// by its end: a payment dated back later does not change it, as it does not change what was reported then. Days from before
/// a restructuring or a penalty that are only counted now see the rows as they are now. Loans are kept by their exact days past
/// due: the merchant chooses the classes, and a change of them regroups the past as well.
/// </summary>
[Allow(Permission.System)]
public sealed class CountPortfolioDays(IPortfolioDb db, TenantInfo tenant, TenantClock clock)
{
    /// <summary>Counts so many days at the most.</summary>
    /// <returns>How many were counted.</returns>
    public async Task<int> Handle(int limit, CancellationToken ct)
    {
        if (await db.FirstLoanOn(ct) is not { } first) return 0;
        var yesterday = clock.Today.AddDays(-1);
        var ends = tenant.Ends(PortfolioStep.Month, first, yesterday).Union(tenant.Ends(PortfolioStep.Week, first, yesterday)).ToList();
        var days = (await db.Uncounted(ends, ct)).OrderDescending().Take(limit).ToList();
        foreach (var day in days) await db.CountDay(day, ct);
        return days.Count;
    }
}
