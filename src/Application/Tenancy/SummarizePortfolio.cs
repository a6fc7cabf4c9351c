using Paylatch.Application.Identity;
using Paylatch.Application.Shared;

namespace Paylatch.Application.Tenancy;

/// <summary>Sums up one merchant for the region's panel: no customer, no single loan. Run on the merchant's tenant.</summary>
[Allow(Permission.ViewRegion)]
public sealed class SummarizePortfolio(IPortfolioSumsDb db, TenantClock clock)
{
    /// <summary>The sums as of the tenant's today.</summary>
    public Task<PortfolioSummary> Handle(CancellationToken ct) => db.Summarize(clock.Today, ct);
}

/// <summary>A merchant in sums, in minor units of its own currency.</summary>
/// <param name="LoansActive">Loans being paid.</param>
/// <param name="LoansInArrears">Of these, with an installment past due.</param>
/// <param name="ArrearsMinor">What is past due and unpaid.</param>
/// <param name="OutstandingMinor">All that is still to be paid on active loans.</param>
/// <param name="DevicesActive">Devices in use.</param>
/// <param name="DevicesLocked">Devices locked, or ordered to lock.</param>
/// <param name="DevicesReleased">Devices paid off.</param>
/// <param name="DevicesAwaiting">Devices not enrolled yet.</param>
public sealed record PortfolioSummary(
    int LoansActive, int LoansInArrears, long ArrearsMinor, long OutstandingMinor, int DevicesActive, int DevicesLocked,
    int DevicesReleased, int DevicesAwaiting);
