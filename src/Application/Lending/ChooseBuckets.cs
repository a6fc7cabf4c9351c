using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Lending;

/// <summary>Chooses the classes by days past due. Allowances follow with the next close of a day, or when a loan is touched.</summary>
[Allow(Permission.ManageTenant)]
public sealed class ChooseBuckets(ILoanClassesDb classes, TenantInfo tenant)
{
    /// <summary>The classes, least late first.</summary>
    public sealed record Command(IReadOnlyList<LoanBucket> Buckets);

    /// <summary>The classes as they are now.</summary>
    /// <exception cref="Refusal">
    /// <c>lending.buckets_count</c>, <c>lending.bucket_gap</c>, <c>lending.bucket_overlap</c>, <c>lending.bucket_ends_before_start</c>,
    /// <c>lending.bucket_last_open</c>, <c>lending.bucket_stage</c>, <c>lending.bucket_rate</c>
    /// </exception>
    public async Task<LoanBuckets> Handle(Command command, CancellationToken ct)
    {
        var buckets = new LoanBuckets(command.Buckets);
        var chosen = await classes.Buckets.SingleOrDefaultAsync(ct);
        if (chosen is null) classes.Buckets.Add(chosen = ChosenBuckets.Of(tenant.Id));
        chosen.Choose(buckets);
        return chosen.Buckets;
    }
}
