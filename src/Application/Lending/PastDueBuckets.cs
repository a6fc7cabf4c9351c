using Paylatch.Domain.Lending;

namespace Paylatch.Application.Lending;

/// <summary>
/// How loans are parted by days past due: each bucket begins with a day and ends before the next one, so there is neither
/// gap nor overlap.
/// </summary>
public static class PastDueBuckets
{
    /// <summary>The first day of each of the default classes of loans.</summary>
    public static IReadOnlyList<int> Default { get; } = [.. LoanBuckets.Default.All.Select(bucket => bucket.From)];

    /// <summary>From how many days past due on a loan's principal counts as at risk in PAR30: more than thirty.</summary>
    public const int RiskFrom = 31;

    /// <summary>Stands for loans that owe nothing any more.</summary>
    public const int Closed = -1;

    /// <summary>The last day of a bucket among the first days of all; null for the last bucket, which has no end.</summary>
    public static int? EndOf(int from, IEnumerable<int> all)
    {
        var next = all.Where(other => other > from).DefaultIfEmpty(0).Min();
        return next == 0 ? null : next - 1;
    }
}
