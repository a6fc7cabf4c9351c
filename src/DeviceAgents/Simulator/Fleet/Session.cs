using System.Net;
using Paylatch.DeviceAgents.Protocol;

namespace Paylatch.DeviceAgents.Simulator;

/// <summary>A device's session with the portal: opened when needed, opened anew when the portal no longer takes it.</summary>
internal sealed class Session(SimulatedDevice device, PortalClient portal) : IDisposable
{
    private const int Attempts = 4;

    private readonly SemaphoreSlim _one = new(1, 1);
    private SessionAnswer? _open;

    /// <summary>
    /// Sends a request under the session's token. What the portal complains of and the device can mend (session over,
    /// clock off, counter behind) is mended and tried again; the request is built anew each time.
    /// </summary>
    public async Task<T> Ask<T>(Func<string, CancellationToken, Task<T>> request, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            SessionAnswer? session = null;
            try
            {
                session = await Open(ct);
                return await request(session.Token, ct);
            }
            catch (PortalRefusal no) when (attempt < Attempts && Mended(no, session))
            {
                // Once more, with what was mended.
            }
        }
    }

    public void Dispose() => _one.Dispose();

    private async Task<SessionAnswer> Open(CancellationToken ct)
    {
        await _one.WaitAsync(ct);
        try
        {
            if (_open is { } open && open.ExpiresAt > device.World.Now + TimeSpan.FromSeconds(20)) return open;
            var assertion = device.Use(agent => agent.OpenSession());
            var answer = await portal.Session(device.World.Portal, assertion, ct);
            device.World.IsAtLeast(answer.ServerTime);
            return _open = answer;
        }
        finally
        {
            _one.Release();
        }
    }

    private bool Mended(PortalRefusal no, SessionAnswer? session)
    {
        switch (no.Problem)
        {
            case { Code: AgentProblemCodes.ClockSkew, ServerTime: { } time }:
                device.Do(agent => agent.CorrectClock(time));
                return true;
            case { Code: AgentProblemCodes.Replayed }:
                device.Do(agent => agent.LeapCounters());
                return true;
            default:
                if (no.Status != HttpStatusCode.Unauthorized || session is null) return false;
                // Only the session that was refused is given up: the other loop may have opened a new one already.
                Interlocked.CompareExchange(ref _open, null, session);
                return true;
        }
    }
}
