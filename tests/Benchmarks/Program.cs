using Paylatch.Benchmarks;

if (args.Contains("--help") || args.Contains("-h"))
{
    Console.WriteLine(BenchOptions.Help);
    return 0;
}

try
{
    var options = BenchOptions.Parse(args);
    using var stop = new CancellationTokenSource();
    Console.CancelKeyPress += (_, pressed) =>
    {
        pressed.Cancel = true;
        stop.Cancel();
    };
    var report = new Report();
    await using var stage = await Stage.Set(options, stop.Token);
    foreach (var (name, run) in Benchmark.All.Where(b => options.Wants(b.Name)))
    {
        Console.WriteLine($"\n== {name}");
        var watch = System.Diagnostics.Stopwatch.StartNew();
        await run(stage, report, stop.Token);
        Console.WriteLine($"   ({watch.Elapsed.TotalSeconds:0} s)");
    }

    report.PrintTable();
    return 0;
}
catch (Exception trouble) when (trouble is ArgumentException or InvalidOperationException or FileNotFoundException)
{
    Console.Error.WriteLine(trouble.Message);
    return 1;
}
