namespace Paylatch.DeviceAgents.Simulator;

/// <summary>
/// How long to wait after errors: a random part of a bound that doubles, so that a fleet that lost its portal does not
/// come back all at once.
/// </summary>
internal sealed class Backoff(TimeSpan longest)
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(0.5);
    private int _errors;

    /// <summary>It went well: the next error starts small again.</summary>
    public void Reset() => _errors = 0;

    /// <summary>How long to wait now.</summary>
    /// <param name="asked">What the portal asked for (Retry-After); never waited less, unless it is beyond a minute.</param>
    public TimeSpan Next(TimeSpan? asked = null)
    {
        var bound = Min(First * Math.Pow(2, Math.Min(_errors++, 16)), longest);
        var pause = bound * (0.25 + (0.75 * Random.Shared.NextDouble()));
        return asked is { } a && a > pause ? Min(a, TimeSpan.FromMinutes(1)) + (pause * 0.1) : pause;
    }

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
