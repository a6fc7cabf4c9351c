using System.Globalization;
using System.Text.Json.Serialization;
using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Lending;

/// <summary>How late loans of one class are, and what of them is expected to be lost.</summary>
/// <param name="From">The fewest days past due.</param>
/// <param name="To">The most days past due; null for no end.</param>
/// <param name="Stage">The stage of IFRS 9: 1 performing, 2 risk risen, 3 credit-impaired.</param>
/// <param name="RateBasisPoints">What is expected to be lost of the outstanding, in hundredths of a percent.</param>
public sealed record LoanBucket(int From, int? To, int Stage, int RateBasisPoints)
{
    /// <summary>Its days in digits, the same in every language: <c>0</c>, <c>1-30</c>, <c>91+</c>.</summary>
    [JsonIgnore]
    public string Label => string.Create(CultureInfo.InvariantCulture, $"{From}{(To is null ? "+" : To == From ? "" : $"-{To}")}");

    /// <summary>What is expected to be lost, in percent.</summary>
    [JsonIgnore]
    public decimal RatePercent => RateBasisPoints / 100m;

    /// <summary>True when so many days belong here.</summary>
    public bool Holds(int days) => days >= From && !(days > To);
}

/// <summary>
/// The classes of loans by days past due: every number of days from zero up belongs to exactly one of them. Ascending
/// without gap or overlap; the last has no end.
/// </summary>
public sealed record LoanBuckets
{
    /// <summary>The most classes.</summary>
    public const int Most = 12;

    /// <summary>The highest rate: all of it.</summary>
    public const int WholeBasisPoints = 10_000;

    /// <summary>Orders loans into these classes, or refuses.</summary>
    /// <exception cref="Refusal">
    /// <c>lending.buckets_count</c>, <c>lending.bucket_gap</c>, <c>lending.bucket_overlap</c>, <c>lending.bucket_ends_before_start</c>,
    /// <c>lending.bucket_last_open</c>, <c>lending.bucket_stage</c>, <c>lending.bucket_rate</c>
    /// </exception>
    public LoanBuckets(IReadOnlyList<LoanBucket> all)
    {
        ArgumentNullException.ThrowIfNull(all);
        if (all.Count is < 1 or > Most) throw LendingRefusals.BucketsCount(Most);
        for (var i = 0; i < all.Count; i++) Check(all, i);
        All = [.. all];
    }

    /// <summary>Nothing late, then up to 30, 60 and 90 days, then all that is later.</summary>
    public static LoanBuckets Default { get; } = new(
    [
        new(0, 0, 1, 100), new(1, 30, 1, 500), new(31, 60, 2, 2_000), new(61, 90, 2, 5_000), new(91, null, 3, WholeBasisPoints),
    ]);

    /// <summary>The classes, least late first.</summary>
    public IReadOnlyList<LoanBucket> All { get; }

    /// <summary>From how many days on a loan is credit-impaired; a loan in default counts as this late at least. Zero when no class is.</summary>
    [JsonIgnore]
    public int ImpairedFrom => All.FirstOrDefault(bucket => bucket.Stage == 3)?.From ?? 0;

    /// <summary>The class of so many days past due.</summary>
    public LoanBucket Of(int days) => All.Single(bucket => bucket.Holds(Math.Max(0, days)));

    /// <summary>The class a loan belongs to: by its days, and in default among the credit-impaired.</summary>
    public LoanBucket Of(int days, LoanClass @class) => Of(@class == LoanClass.Performing ? days : Math.Max(days, ImpairedFrom));

    /// <summary>What is expected to be lost of so much, half a minor unit rounded up. Whole numbers only, so that SQL reckons the same.</summary>
    public static long Expected(long outstandingMinor, int rateBasisPoints) =>
        (outstandingMinor * rateBasisPoints + WholeBasisPoints / 2) / WholeBasisPoints;

    /// <inheritdoc/>
    public bool Equals(LoanBuckets? other) => other is not null && All.SequenceEqual(other.All);

    /// <inheritdoc/>
    public override int GetHashCode() => All.Aggregate(0, HashCode.Combine);

    private static void Check(IReadOnlyList<LoanBucket> all, int i)
    {
        var (bucket, expected, last) = (all[i], i == 0 ? 0 : all[i - 1].To!.Value + 1, i == all.Count - 1);
        if (bucket.From > expected) throw LendingRefusals.BucketGap(i + 1, expected);
        if (bucket.From < expected) throw LendingRefusals.BucketOverlap(i + 1, expected);
        if (bucket.To < bucket.From) throw LendingRefusals.BucketEndsBeforeStart(i + 1);
        if (last != bucket.To is null or > 36_500) throw LendingRefusals.BucketLastOpen(i + 1);
        if (bucket.Stage is < 1 or > 3) throw LendingRefusals.BucketStage(i + 1);
        if (bucket.RateBasisPoints is < 0 or > WholeBasisPoints) throw LendingRefusals.BucketRate(i + 1);
    }
}

/// <summary>The classes a tenant has chosen; one for each tenant, none while it has the <see cref="LoanBuckets.Default"/>.</summary>
public sealed class ChosenBuckets : Entity
{
    private ChosenBuckets()
    {
    }

    /// <summary>The tenant.</summary>
    public TenantId TenantId { get; private set; }

    /// <summary>The classes.</summary>
    public LoanBuckets Buckets { get; private set; } = LoanBuckets.Default;

    /// <summary>A choice to be made.</summary>
    public static ChosenBuckets Of(TenantId tenant) => new() { TenantId = tenant };

    /// <summary>Chooses; the same again changes nothing.</summary>
    public void Choose(LoanBuckets buckets)
    {
        if (buckets == Buckets) return;
        Buckets = buckets;
        Raise(new Events.LoanBucketsChanged(buckets.All.Count));
    }
}
