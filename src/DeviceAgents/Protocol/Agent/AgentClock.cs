namespace Paylatch.DeviceAgents.Protocol;

/// <summary>The clocks a device has. The user can set the first; nobody can set the second.</summary>
public interface IAgentClock
{
    /// <summary>The wall clock, right or wrong. Only used to date what the device says.</summary>
    DateTimeOffset Wall { get; }

    /// <summary>Time since some start, never set by the user.</summary>
    TimeSpan Elapsed { get; }

    /// <summary>Changes whenever <see cref="Elapsed"/> starts anew (a reboot).</summary>
    string Boot { get; }
}

/// <summary>
/// The time the agent trusts: the latest time the server signed, plus what elapsed since by the clock nobody can set.
/// It never goes back, so an old message, a reboot or a wall clock set back cannot lengthen a lease.
/// </summary>
/// <param name="At">The anchor: a signed time, or the trusted time when the device last booted.</param>
/// <param name="Elapsed">What the elapsed clock showed at the anchor.</param>
/// <param name="Boot">In which boot that was.</param>
public sealed record TrustedTime(DateTimeOffset At, TimeSpan Elapsed, string Boot)
{
    /// <summary>The trusted time now.</summary>
    public DateTimeOffset Now(IAgentClock clock)
    {
        ArgumentNullException.ThrowIfNull(clock);
        // After a reboot nobody can say how long the device was off: time goes on from where it was known to be.
        if (clock.Boot != Boot) return At;
        var since = clock.Elapsed - Elapsed;
        return since > TimeSpan.Zero ? At + since : At;
    }

    /// <summary>The anchor after a signed time was seen: moved ahead by a later one, left alone by an earlier one.</summary>
    public TrustedTime Seen(DateTimeOffset proven, IAgentClock clock) =>
        proven > Now(clock) ? new TrustedTime(proven, clock.Elapsed, clock.Boot) : this;

    /// <summary>The same time, anchored at this moment: what is stored, and where a new boot starts from.</summary>
    public TrustedTime Anchored(IAgentClock clock) => new(Now(clock), clock.Elapsed, clock.Boot);
}
