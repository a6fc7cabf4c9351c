using System.Diagnostics;

namespace Paylatch.Testing;

/// <summary>Waits for something to become true, instead of sleeping.</summary>
public static class Eventually
{
    /// <summary>Asks again and again until the answer is true.</summary>
    /// <exception cref="TimeoutException">It did not become true in time; the message says what was waited for.</exception>
    public static async Task True(Func<Task<bool>> condition, string what, TimeSpan? within = null)
    {
        var watch = Stopwatch.StartNew();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(25));
        while (watch.Elapsed < (within ?? TimeSpan.FromSeconds(20)))
        {
            if (await condition()) return;
            await timer.WaitForNextTickAsync();
        }

        throw new TimeoutException($"Waited {watch.Elapsed.TotalSeconds:0.0} s in vain for: {what}");
    }
}
