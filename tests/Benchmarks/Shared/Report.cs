using System.Globalization;

namespace Paylatch.Benchmarks;

/// <summary>What was measured, said as it comes and once more as a table for docs/benchmarks.md.</summary>
internal sealed class Report
{
    private readonly List<string> _rows = [];

    /// <summary>Rates of interleaved runs; the ratio is the median of the runs' own ratios.</summary>
    /// <param name="name">What was measured.</param>
    /// <param name="aim">What the ratio shall reach; null when there is no aim.</param>
    /// <param name="ours">Ours, run by run.</param>
    /// <param name="theirs">What it is held against, in the same runs.</param>
    public void Rates(string name, Aim? aim, IReadOnlyList<Run> ours, IReadOnlyList<Run> theirs) =>
        Row(name, aim, [.. ours.Select(r => r.PerSecond)], [.. theirs.Select(r => r.PerSecond)], "/s", $"{Cost(ours)} : {Cost(theirs)}");

    /// <summary>The same, as the time one takes.</summary>
    public void Times(string name, Aim? aim, IReadOnlyList<Run> ours, IReadOnlyList<Run> theirs) =>
        Row(name, aim, [.. ours.Select(r => 1e6 / r.PerSecond)], [.. theirs.Select(r => 1e6 / r.PerSecond)], "µs", $"{Cost(ours)} : {Cost(theirs)}");

    /// <summary>Times measured one by one.</summary>
    public void Times(string name, IReadOnlyList<double> ours, IReadOnlyList<double> theirs) => Row(name, null, ours, theirs, "ms", "");

    /// <summary>Rates of what runs in one process without a database: nothing to account for beside the time.</summary>
    public void Rates(string name, Aim? aim, IReadOnlyList<double> ours, IReadOnlyList<double> theirs) => Row(name, aim, ours, theirs, "/s", "");

    /// <summary>A figure without a counterpart.</summary>
    public void Figure(string name, Aim? aim, double value, string unit, IReadOnlyList<double> runs)
    {
        Say($"{name}: {Number(value)} {unit} ({aim?.Verdict(value) ?? "no aim"}); runs {string.Join(' ', runs.Select(Number))}");
        _rows.Add($"| {name} | **{Number(value)} {unit}** | {aim?.Text ?? ""} | {aim?.Word(value) ?? ""} | | | {string.Join(" ", runs.Select(Number))} | |");
    }

    public static void Say(string text) => Console.WriteLine("   " + text);

    public void PrintTable()
    {
        Console.WriteLine("\n| What | Ratio or figure | Aim | | Ours | Held against | Runs | CPU of one, µs: portal + PostgreSQL + driver |\n|---|---|---|---|---|---|---|---|");
        foreach (var row in _rows) Console.WriteLine(row);
    }

    private void Row(string name, Aim? aim, IReadOnlyList<double> ours, IReadOnlyList<double> theirs, string unit, string cost)
    {
        var runs = ours.Zip(theirs, (a, b) => a / b).ToList();
        var ratio = Sample.Median(runs);
        var (a, b) = (Sample.Median(ours), Sample.Median(theirs));
        Say($"{name}: {Number(ratio)} ({aim?.Verdict(ratio) ?? "no aim"}); {Number(a)} against {Number(b)} {unit}; runs {string.Join(' ', runs.Select(Number))}; CPU {cost}");
        _rows.Add($"| {name} | **{Number(ratio)}** | {aim?.Text ?? ""} | {aim?.Word(ratio) ?? ""} | {Number(a)} {unit} | {Number(b)} {unit} | {string.Join(" ", runs.Select(Number))} | {cost} |");
    }

    private static string Cost(IReadOnlyList<Run> runs) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Sample.Median(runs.Select(r => r.Each.Portal)) * 1e6:0} + {Sample.Median(runs.Select(r => r.Each.Postgres)) * 1e6:0} + {Sample.Median(runs.Select(r => r.Each.Driver)) * 1e6:0}");

    private static string Number(double value) => value switch
    {
        >= 1_000 => value.ToString("#,##0", CultureInfo.InvariantCulture),
        >= 100 => value.ToString("0", CultureInfo.InvariantCulture),
        >= 10 => value.ToString("0.0", CultureInfo.InvariantCulture),
        _ => value.ToString("0.00", CultureInfo.InvariantCulture),
    };
}

/// <summary>What a figure shall reach.</summary>
internal sealed record Aim(double Bound, bool AtLeast)
{
    public static Aim Least(double bound) => new(bound, true);

    public static Aim Below(double bound) => new(bound, false);

    public string Text => (AtLeast ? "≥ " : "< ") + Bound.ToString(CultureInfo.InvariantCulture);

    public string Word(double value) => (AtLeast ? value >= Bound : value < Bound) ? "met" : "missed";

    public string Verdict(double value) => $"aim {Text}, {Word(value)}";
}

/// <summary>Medians and percentiles.</summary>
internal static class Sample
{
    public static double Median(IEnumerable<double> values) => Percentile(values, 0.5);

    /// <summary>The value a part of all are not above (nearest rank); the median of an even number is the lower one.</summary>
    public static double Percentile(IEnumerable<double> values, double part)
    {
        var sorted = values.Order().ToList();
        if (sorted.Count == 0) throw new InvalidOperationException("Nothing was measured.");
        return sorted[Math.Clamp((int)Math.Ceiling(part * sorted.Count) - 1, 0, sorted.Count - 1)];
    }
}
