using System.Globalization;

namespace Paylatch.Benchmarks;

/// <summary>What can be set when the benchmarks are run.</summary>
internal sealed record BenchOptions
{
    public const string Help = """
        Measures Paylatch on this machine: its own PostgreSQL (waiting for the disk), the portal in its own process, over HTTP.

          --short         smaller numbers, under three minutes
          --only A,B      some of: schedule, heartbeats, unlock, door, posting, repayment, grid, mix, close
          --rounds N      how many interleaved runs the median is taken of (5)
          --data FOLDER   where the database is put meanwhile (.test/benchmarks)

        Build first: dotnet build tests/Benchmarks -c Release
        """;

    /// <summary>True for smaller numbers.</summary>
    public bool Short { get; init; }

    /// <summary>Interleaved runs of each kind.</summary>
    public int Rounds { get; init; } = 5;

    /// <summary>Where the database is put.</summary>
    public string Data { get; init; } = Path.Combine(".test", "benchmarks");

    /// <summary>Which benchmarks; empty for all.</summary>
    public IReadOnlyList<string> Only { get; init; } = [];

    public static BenchOptions Parse(IReadOnlyList<string> args)
    {
        var options = new BenchOptions();
        for (var i = 0; i < args.Count; i++)
        {
            string Value() => ++i < args.Count ? args[i] : throw new ArgumentException($"{args[i - 1]} needs a value. See --help.");
            options = args[i] switch
            {
                "--short" => options with { Short = true },
                "--only" => options with { Only = Value().Split(',', StringSplitOptions.RemoveEmptyEntries) },
                "--rounds" => options with { Rounds = int.Parse(Value(), CultureInfo.InvariantCulture) },
                "--data" => options with { Data = Value() },
                _ => throw new ArgumentException($"'{args[i]}' is not known. See --help."),
            };
        }

        var unknown = options.Only.Except(Benchmark.All.Select(b => b.Name)).FirstOrDefault();
        if (unknown is not null) throw new ArgumentException($"There is no benchmark '{unknown}'. See --help.");
        return options.Rounds is > 0 and <= 50 ? options : throw new ArgumentException("--rounds takes 1 to 50.");
    }

    public bool Wants(string name) => Only.Count == 0 || Only.Contains(name);

    /// <summary>One number for the full run, another for the short one.</summary>
    public int Of(int full, int brief) => Short ? brief : full;
}

/// <summary>The benchmarks, in the order they disturb one another least: a hundred tenants come last.</summary>
internal static class Benchmark
{
    public static readonly IReadOnlyList<(string Name, Func<Stage, Report, CancellationToken, Task> Run)> All =
    [
        ("schedule", ScheduleSpeed.Run),
        ("heartbeats", HeartbeatRate.Run),
        ("unlock", UnlockDelay.Run),
        ("door", DoorCost.Run),
        ("posting", PostingRate.Run),
        ("repayment", RepaymentRate.Run),
        ("grid", GridQuery.Run),
        ("close", DayCloseRate.Run),
        ("mix", TenantMix.Run),
    ];
}
