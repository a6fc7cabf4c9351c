namespace Paylatch.Domain.Lending;

/// <summary>
/// What is left of a loan when it is restructured, in minor units: the rows that are laid anew and what they owe. Interest is
/// what was earned and is not asked elsewhere; below zero where more was paid than earned, which new interest is lessened by.
/// </summary>
internal sealed record RestLeft
{
    /// <summary>The day of restructuring.</summary>
    public required DateOnly On { get; init; }

    /// <summary>The rows that are laid anew, first to last.</summary>
    public required IReadOnlyList<Installment> Rows { get; init; }

    /// <summary>How many rows stay before them.</summary>
    public required int Before { get; init; }

    /// <summary>How many of them were to come and not paid.</summary>
    public required int Count { get; init; }

    /// <summary>The first day on which one of those was due, or where all are paid the running period ends; null when none runs.</summary>
    public required DateOnly? NextDue { get; init; }

    /// <summary>Where the running period begins.</summary>
    public required DateOnly Start { get; init; }

    /// <summary>How many of its days have had their interest.</summary>
    public required int Passed { get; init; }

    /// <summary>Interest earned in the rows so far.</summary>
    public required long Frozen { get; init; }

    /// <summary>Interest earned and not asked in a row that stays, less what is settled in these.</summary>
    public required long Interest { get; init; }

    /// <summary>Fees that are owed on top of those every installment asks.</summary>
    public required long Fee { get; init; }

    /// <summary>Fees settled on rows that were not due and not paid.</summary>
    public required long FeeAhead { get; init; }

    /// <summary>Tax on what is carried over and on what is settled, less what of it is settled; may be below zero.</summary>
    public required long Tax { get; init; }

    /// <summary>Tax on interest and on fees.</summary>
    public required Func<long, long, long> TaxOn { get; init; }

    /// <summary>Principal owed.</summary>
    public required long Principal { get; init; }

    /// <summary>Penalties owed.</summary>
    public required long Penalty { get; init; }

    /// <summary>Lays what is carried over on new rows: on the first, or spread.</summary>
    /// <returns>The rows with the penalties they owe.</returns>
    public IReadOnlyList<(PlannedRow Row, long Penalty)> Over(IReadOnlyList<PlannedRow> rows, long capitalised, bool spread)
    {
        var first = rows[0];
        var days = first.Due.DayNumber - first.From.DayNumber;
        var passed = Math.Clamp(Passed, 0, Math.Max(0, days));
        var cut = days == 0 ? 0 : first.Earned * passed / days;
        var carried = Interest - capitalised;
        var interest = rows.Select(row => row.Interest).ToArray();
        var (fee, tax) = (rows.Select(row => row.Fee).ToArray(), rows.Select(row => row.Tax).ToArray());
        var penalty = new long[rows.Count];
        Lessen(interest, cut);
        var ahead = -Math.Min(0, carried);
        var unused = Lessen(interest, ahead);
        var feeUnused = Lessen(fee, FeeAhead);
        Lessen(tax, TaxOn(cut + ahead - unused, FeeAhead - feeUnused) - Math.Min(0, Tax));
        var over = spread ? rows.Count : 1;
        Add(interest, Math.Max(0, carried), over);
        Add(fee, Fee, over);
        Add(tax, Math.Max(0, Tax), over);
        Add(penalty, Penalty, over);
        return [.. rows.Select((row, i) => (row with
        {
            From = i == 0 ? row.From.AddDays(passed) : row.From,
            Interest = interest[i],
            Fee = fee[i],
            Tax = tax[i],
            // What was paid ahead beyond all interest to come counts as earned at last.
            Earned = row.Earned - (i == 0 ? cut : 0) + (i == rows.Count - 1 ? unused : 0),
        }, penalty[i]))];
    }

    private static long Lessen(long[] of, long by)
    {
        for (var i = 0; i < of.Length && by > 0; i++)
        {
            var less = Math.Min(of[i], by);
            (of[i], by) = (of[i] - less, by - less);
        }

        return by;
    }

    private static void Add(long[] to, long amount, int over)
    {
        for (var i = 0; i < over; i++) to[i] += amount / over + (i < amount % over ? 1 : 0);
    }
}
