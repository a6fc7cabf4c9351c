using System.Net;
using Paylatch.DeviceAgents.Protocol;

namespace Paylatch.DeviceAgents.Simulator;

/// <summary>Moves messages between an online device's agent and the portal: one loop beats, one waits for commands.</summary>
internal sealed class Shell : IDisposable
{
    private static readonly TimeSpan EmptyPause = TimeSpan.FromSeconds(1);

    private readonly SimulatedDevice _device;
    private readonly Surroundings _around;
    private readonly Session _session;
    private readonly CancellationTokenSource _life = new();
    private readonly SemaphoreSlim _beatNow = new(0, 1);
    private readonly SemaphoreSlim _fetchNow = new(0, 1);
    private readonly SemaphoreSlim _beating = new(1, 1);
    private Task _loops = Task.CompletedTask;

    private Shell(SimulatedDevice device, Surroundings around)
    {
        (_device, _around) = (device, around);
        _session = new Session(device, around.Portal);
    }

    public static Shell Start(SimulatedDevice device, Surroundings around, TimeSpan spread)
    {
        var shell = new Shell(device, around);
        var ct = shell._life.Token;
        shell._loops = Task.Run(() => shell.Live(spread, ct), CancellationToken.None);
        return shell;
    }

    /// <summary>Sends a heartbeat without waiting for its turn.</summary>
    public void BeatNow() => Nudge(_beatNow);

    public async Task Stop()
    {
        await _life.CancelAsync();
        await _loops;
    }

    public void Dispose()
    {
        _life.Dispose();
        _session.Dispose();
        _beatNow.Dispose();
        _fetchNow.Dispose();
        _beating.Dispose();
    }

    private async Task Live(TimeSpan spread, CancellationToken ct)
    {
        try
        {
            if (spread > TimeSpan.Zero) await Task.Delay(spread * Random.Shared.NextDouble(), ct);
            await Task.WhenAll(
                Loop(Beat, _beatNow, ct),
                Loop(Fetch, _fetchNow, ct));
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The network is gone.
        }
        catch (Exception e)
        {
            _around.Log.LogCritical(e, "Device {Device} stopped by a bug", _device.Id);
            _device.Diary.Problem("Stopped by a bug of the simulator; see its log.");
        }
    }

    /// <summary>Does a step, waits as long as the step says or the back-off after trouble, or until nudged.</summary>
    private async Task Loop(Func<CancellationToken, Task<TimeSpan>> step, SemaphoreSlim nudge, CancellationToken ct)
    {
        var backoff = new Backoff(_around.Options.LongestBackoff);
        while (!ct.IsCancellationRequested)
        {
            TimeSpan pause;
            try
            {
                pause = await step(ct);
                backoff.Reset();
            }
            catch (Exception e) when (Trouble.IsExpected(e, ct))
            {
                _device.Diary.Problem(Trouble.InWords(e));
                pause = backoff.Next((e as PortalRefusal)?.RetryAfter);
            }

            if (pause > TimeSpan.Zero) await nudge.WaitAsync(pause, ct);
        }
    }

    private async Task<TimeSpan> Beat(CancellationToken ct)
    {
        // One at a time: overtaking each other, the later counter would make the earlier one a replay.
        await _beating.WaitAsync(ct);
        try
        {
            await BeatOnce(ct);
        }
        finally
        {
            _beating.Release();
        }

        return _around.Options.Heartbeat * (0.9 + (0.2 * Random.Shared.NextDouble()));
    }

    private async Task BeatOnce(CancellationToken ct)
    {
        var answer = await _session.Ask(
            (token, c) => _around.Portal.Heartbeat(
                _device.World.Portal, token, _device.Use(agent => agent.Heartbeat(_device.Measure())), c),
            ct);
        _device.World.IsAtLeast(answer.ServerTime);
        Note(_device.Use(agent => agent.TakeLease(answer.Lease)));
        _device.Diary.Heard(_device.World.Now);
        if (answer.Pending) Nudge(_fetchNow);
    }

    private async Task<TimeSpan> Fetch(CancellationToken ct)
    {
        // What an earlier life could not report comes first.
        await Report(ct);
        var asked = TimeProvider.System.GetTimestamp();
        var answer = await _session.Ask(
            (token, c) => _around.Portal.Commands(_device.World.Portal, token, _around.Options.CommandWait, c), ct);
        if (answer.Commands.Count == 0)
            return TimeProvider.System.GetElapsedTime(asked) < EmptyPause ? EmptyPause : TimeSpan.Zero;
        var taken = false;
        foreach (var command in answer.Commands) taken |= await Obey(command, ct);
        await Report(ct);
        // The next heartbeat, whose lease brings the portal's time, nudges us while an order waits.
        if (!taken) return _around.Options.Heartbeat;
        BeatNow();
        return TimeSpan.Zero;
    }

    private async Task<bool> Obey(string command, CancellationToken ct)
    {
        var verdict = _device.Use(agent => agent.Obey(command));
        if (verdict.Refused == ProtocolCodes.NotYet)
        {
            // Perhaps our time is behind: a fresh lease brings the portal's signed time.
            await Beat(ct);
            verdict = _device.Use(agent => agent.Obey(command));
        }

        Note(verdict);
        return verdict.Taken;
    }

    private async Task Report(CancellationToken ct)
    {
        foreach (var waiting in _device.Use(agent => agent.Results()))
        {
            try
            {
                await _session.Ask(
                    async (token, c) =>
                    {
                        await _around.Portal.Result(_device.World.Portal, token, Fresh(waiting), c);
                        return waiting.OrderId;
                    },
                    ct);
            }
            catch (PortalRefusal no) when (IsForGood(no.Status))
            {
                // The portal will never take it; sending it for ever would block those behind it.
                _device.Diary.Problem(Trouble.InWords(no));
            }

            _device.Do(agent => agent.Reported(waiting.OrderId));
        }
    }

    private ResultRequest Fresh(ResultRequest waiting) =>
        _device.Use(agent => waiting with { State = agent.StateName, At = agent.SaidTime });

    private static bool IsForGood(HttpStatusCode status) =>
        (int)status is >= 400 and < 500
        && status is not (HttpStatusCode.Unauthorized or HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests);

    private void Note(Verdict verdict)
    {
        if (verdict.Refused is { } code) _device.Diary.Refused(code);
    }

    private static void Nudge(SemaphoreSlim loop)
    {
        try
        {
            loop.Release();
        }
        catch (SemaphoreFullException)
        {
            // Nudged already.
        }
        catch (ObjectDisposedException)
        {
            // Went offline in between.
        }
    }
}
