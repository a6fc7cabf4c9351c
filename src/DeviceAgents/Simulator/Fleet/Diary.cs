namespace Paylatch.DeviceAgents.Simulator;

/// <summary>What a device noticed lately; not kept over a restart.</summary>
internal sealed class Diary
{
    private readonly Lock _sync = new();
    private readonly SortedDictionary<string, int> _refusals = new(StringComparer.Ordinal);
    private DateTimeOffset? _lastHeartbeat;
    private string? _problem;

    /// <summary>The portal took a heartbeat.</summary>
    public void Heard(DateTimeOffset at)
    {
        lock (_sync) (_lastHeartbeat, _problem) = (at, null);
    }

    /// <summary>The portal could not be talked to.</summary>
    public void Problem(string what)
    {
        lock (_sync) _problem = what;
    }

    /// <summary>The agent refused a message.</summary>
    public void Refused(string code)
    {
        lock (_sync) _refusals[code] = _refusals.GetValueOrDefault(code) + 1;
    }

    public (DateTimeOffset? LastHeartbeat, string? Problem, IReadOnlyDictionary<string, int> Refusals) Read()
    {
        lock (_sync) return (_lastHeartbeat, _problem, new SortedDictionary<string, int>(_refusals, StringComparer.Ordinal));
    }
}
