namespace Paylatch.DeviceAgents.Protocol;

/// <summary>What locks a device.</summary>
public enum LockCause
{
    /// <summary>Nothing: it is not locked.</summary>
    None,

    /// <summary>The merchant's order.</summary>
    Order,

    /// <summary>The lease ran out.</summary>
    Lease,
}

/// <summary>A lock order that was obeyed.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="Reason">Why, for the audit.</param>
/// <param name="Message">What the user is shown.</param>
public sealed record LockOrder(Guid OrderId, string Reason, string? Message = null);

/// <summary>
/// All a device remembers to know whether it is locked, and the rules by which verified messages change it. Pure: a
/// message gives a new memory. Nothing but signed messages and the passing of trusted time leads from one state to another.
/// </summary>
public sealed record LockMemory
{
    private static readonly long UnlockHolds = (long)ProtocolLimits.UnlockHolds.TotalSeconds;

    /// <summary>The highest command counter taken; only higher ones are obeyed.</summary>
    public long CommandCounter { get; init; }

    /// <summary>Paid off. Once true, true for ever.</summary>
    public bool Released { get; init; }

    /// <summary>The lock order in force.</summary>
    public LockOrder? Order { get; init; }

    /// <summary>The newest lease.</summary>
    public LeaseClaims? Lease { get; init; }

    /// <summary>When the last unlock order was signed, in unix seconds.</summary>
    public long? UnlockedAt { get; init; }

    /// <summary>
    /// The unix second from which the device is locked by its lease; null when there is none. An unlock order holds
    /// against leases signed before it, for <see cref="ProtocolLimits.UnlockHolds"/> at the most.
    /// </summary>
    public long? LocksAt
    {
        get
        {
            if (Released || Lease?.PaidUntil is not { } paidUntil) return null;
            return UnlockedAt is { } unlocked && Lease.Iat <= unlocked ? Math.Max(paidUntil, unlocked + UnlockHolds) : paidUntil;
        }
    }

    /// <summary>What locks the device at a time.</summary>
    public LockCause CauseAt(DateTimeOffset now)
    {
        if (Released) return LockCause.None;
        if (Order is not null) return LockCause.Order;
        return LocksAt is { } at && now.ToUnixTimeSeconds() >= at ? LockCause.Lease : LockCause.None;
    }

    /// <summary>The state's name at a time, one of <see cref="StateNames"/>.</summary>
    public string StateAt(DateTimeOffset now) =>
        Released ? StateNames.Released : CauseAt(now) == LockCause.None ? StateNames.Active : StateNames.Locked;

    /// <summary>
    /// Takes a verified lease. An older one is ignored. Of two signed in the same second the more generous one stays,
    /// so that the order of arrival does not matter and a replay changes nothing.
    /// </summary>
    public LockMemory Take(LeaseClaims lease)
    {
        ArgumentNullException.ThrowIfNull(lease);
        if (Released) return this;
        if (lease.Released) return Freed() with { Lease = lease };
        if (Lease is { } held)
        {
            if (lease.Iat < held.Iat) return this;
            if (lease.Iat == held.Iat && lease.PaidUntil <= held.PaidUntil) return this;
        }

        return this with { Lease = lease };
    }

    /// <summary>
    /// Takes a verified command whose counter is above <see cref="CommandCounter"/>; the counter is used up even when
    /// the command is refused.
    /// </summary>
    /// <returns>The new memory, and why it was refused or null.</returns>
    public (LockMemory Memory, string? Refused) Take(CommandClaims command)
    {
        ArgumentNullException.ThrowIfNull(command);
        var counted = this with { CommandCounter = command.Cnt };
        return command.Cmd switch
        {
            CommandNames.Lock when Released => (counted, ProtocolCodes.Released),
            CommandNames.Lock => (counted with { Order = new LockOrder(command.Jti, command.Reason, command.Message) }, null),
            CommandNames.Unlock => (counted with { Order = null, UnlockedAt = Later(UnlockedAt, command.Iat) }, null),
            CommandNames.Release => (counted.Freed(), null),
            CommandNames.Message => (counted, null),
            _ => (counted, ProtocolCodes.Unsupported),
        };
    }

    private LockMemory Freed() => this with { Released = true, Order = null };

    private static long Later(long? one, long other) => one is { } value && value > other ? value : other;
}
