using System.Diagnostics;

namespace Paylatch.Benchmarks;

/// <summary>Keeps a number of workers busy and counts what they do and what it costs.</summary>
internal sealed class Load(Func<Cpu> cpu)
{
    /// <summary>For a while: each worker begins the next as soon as one is done.</summary>
    public Task<Run> For(TimeSpan span, int workers, Func<int, Task> once)
    {
        var watch = Stopwatch.StartNew();
        return Measure(workers, async worker =>
        {
            var count = 0L;
            while (watch.Elapsed < span)
            {
                await once(worker);
                count++;
            }

            return count;
        });
    }

    /// <summary>A given number of operations, numbered from zero.</summary>
    public Task<Run> Of(int operations, int workers, Func<int, Task> once)
    {
        var next = -1;
        return Measure(workers, async _ =>
        {
            var count = 0L;
            for (int n; (n = Interlocked.Increment(ref next)) < operations; count++) await once(n);
            return count;
        });
    }

    /// <summary>How long one takes, in milliseconds, one after another; the median.</summary>
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

    private async Task<Run> Measure(int workers, Func<int, Task<long>> work)
    {
        var before = cpu();
        var watch = Stopwatch.StartNew();
        var counts = await Task.WhenAll(Enumerable.Range(0, workers).Select(worker => Task.Run(() => work(worker))));
        var seconds = watch.Elapsed.TotalSeconds;
        return new Run(counts.Sum() / seconds, (cpu() - before) / counts.Sum());
    }
}
