using System.Collections.Concurrent;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Shared;
using Paylatch.Infrastructure.Persistence;

namespace Paylatch.Infrastructure.Tenancy;

/// <summary>A merchant of the region with its sums.</summary>
/// <param name="Merchant">The merchant.</param>
/// <param name="Sums">Its sums; null when they could not be read just now.</param>
public sealed record MerchantSums(RegionMerchant Merchant, PortfolioSummary? Sums);

/// <summary>
/// What a regional admin sees: one small question to each merchant's tenant, a few at a time, each through the door. The
/// door lets a regional admin reach the own region only. A merchant whose server is away is shown without sums.
/// </summary>
public sealed class RegionPanel(Operations operations)
{
    private const int AtOnce = 6;

    /// <summary>Asks all merchants of the caller's region; for a super-admin, of a region or of all.</summary>
    public async Task<Outcome<IReadOnlyList<MerchantSums>>> Read(Caller caller, string? region, CancellationToken ct)
    {
        var listed = await operations.Run(caller, (ListRegionMerchants u) => u.Handle(new(region), ct), ct);
        if (!listed.Done) return listed.Refusal!;
        var sums = new ConcurrentDictionary<TenantId, PortfolioSummary>();
        await Parallel.ForEachAsync(
            listed.Value,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct },
            async (merchant, stop) =>
            {
                var asked = await operations.Run(caller with { Tenant = merchant.Id }, (SummarizePortfolio u) => u.Handle(stop), stop);
                if (asked.Done) sums[merchant.Id] = asked.Value;
            });
        return listed.Value.Select(m => new MerchantSums(m, sums.GetValueOrDefault(m.Id))).ToList();
    }
}
