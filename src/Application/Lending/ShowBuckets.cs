using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Domain.Lending;

namespace Paylatch.Application.Lending;

/// <summary>Shows the classes by days past due.</summary>
[Allow(Permission.ViewPortfolio)]
public sealed class ShowBuckets(ILoanClassesDb classes)
{
    /// <summary>The classes as they are chosen now.</summary>
    public Task<LoanBuckets> Handle(CancellationToken ct) => classes.BucketsNow(ct);
}
