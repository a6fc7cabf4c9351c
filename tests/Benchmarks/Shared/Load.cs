using System.Diagnostics;

namespace Paylatch.Benchmarks;

/// <summary>Keeps a number of workers busy and counts what they do.</summary>
internal static class Load
{
    /// <summary>For a while: each worker begins the next as soon as one is done.</summary>
    /// <returns>How many a second.</returns>
    public static async Task<double> For(TimeSpan span, int workers, Func<int, Task> once)
    {
        var watch = Stopwatch.StartNew();
        var counts = await Task.WhenAll(Enumerable.Range(0, workers).Select(worker => Task.Run(async () =>
        {
            var count = 0L;
            while (watch.Elapsed < span)
            {
                await once(worker);
                count++;
            }

            return count;
        })));
        return counts.Sum() / watch.Elapsed.TotalSeconds;
    }

    /// <summary>A given number of operations, numbered from zero.</summary>
    /// <returns>How many a second.</returns>
    public static async Task<double> Of(int operations, int workers, Func<int, Task> once)
    {
        var next = -1;
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, workers).Select(_ => Task.Run(async () =>
        {
            for (int n; (n = Interlocked.Increment(ref next)) < operations;) await once(n);
        })));
        return operations / watch.Elapsed.TotalSeconds;
    }

    /// <summary>How long one takes, in milliseconds, one after another.</summary>
    public static async Task<double> Each(int times, Func<Task> once)
    {
        var took = new List<double>(times);
        for (var n = 0; n < times; n++)
        {
            var start = Stopwatch.GetTimestamp();
            await once();
            took.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        return Sample.Median(took);
    }
}
