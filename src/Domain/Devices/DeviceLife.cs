using System.Collections.Frozen;

namespace Paylatch.Domain.Devices;

/// <summary>What kind of thing a device is.</summary>
public enum DeviceKind
{
    /// <summary>A phone; has an IMEI.</summary>
    Phone,

    /// <summary>A laptop.</summary>
    Laptop,

    /// <summary>A television.</summary>
    Tv,

    /// <summary>A fridge.</summary>
    Fridge,

    /// <summary>A solar home system.</summary>
    SolarKit,
}

/// <summary>What a device is meant to be; <see cref="DevicePhase"/> says how far that is known to be so.</summary>
public enum DeviceState
{
    /// <summary>Sold, agent not yet enrolled.</summary>
    AwaitingEnrolment,

    /// <summary>Free to use, still security for a loan.</summary>
    Active,

    /// <summary>Locked by an order or by its lease.</summary>
    Locked,

    /// <summary>Free for good; final.</summary>
    Released,
}

/// <summary>How far a device's state is known to be so, never one for another.</summary>
public enum DevicePhase
{
    /// <summary>We want it; the order waits for the device (or failed and must be given again).</summary>
    Ordered,

    /// <summary>The device has fetched the order.</summary>
    Armed,

    /// <summary>The device said it did it, or its lease has run out while we hear nothing.</summary>
    Believed,

    /// <summary>A later authenticated heartbeat shows it.</summary>
    Confirmed,
}

/// <summary>What an agent says the device is.</summary>
public enum ReportedState
{
    /// <summary>Free to use.</summary>
    Active,

    /// <summary>Locked.</summary>
    Locked,

    /// <summary>Free for good.</summary>
    Released,
}

/// <summary>What can happen to a device's state.</summary>
public enum DeviceStep
{
    /// <summary>The agent enrolled with a code.</summary>
    Enrol,

    /// <summary>The loan ended before any agent enrolled.</summary>
    FreeUnenrolled,

    /// <summary>A lock was ordered.</summary>
    OrderLock,

    /// <summary>An unlock was ordered.</summary>
    OrderUnlock,

    /// <summary>A release was ordered.</summary>
    OrderRelease,

    /// <summary>The agent fetched the live order.</summary>
    Fetch,

    /// <summary>The agent reported the order done.</summary>
    Done,

    /// <summary>The agent refused the order and is not locked.</summary>
    RefusedWhileFree,

    /// <summary>The agent refused the order and is locked.</summary>
    RefusedWhileLocked,

    /// <summary>A heartbeat shows the state we want.</summary>
    Confirm,

    /// <summary>A heartbeat shows that the lease locked it.</summary>
    LeaseLocked,

    /// <summary>The lease has run out and nothing is heard.</summary>
    LeaseRanOut,

    /// <summary>A heartbeat shows that a new lease freed it.</summary>
    LeaseFreed,

    /// <summary>A heartbeat shows what neither order nor lease explains.</summary>
    Diverge,

    /// <summary>It came back from its customer, to be sold again.</summary>
    Restock,
}

/// <summary>One legal transition.</summary>
/// <param name="From">The state before.</param>
/// <param name="Step">What happens.</param>
/// <param name="To">The state after.</param>
/// <param name="Phase">The phase after.</param>
public sealed record DeviceTransition(DeviceState From, DeviceStep Step, DeviceState To, DevicePhase Phase);

/// <summary>
/// The published state machine of a device: what is not in <see cref="Transitions"/> cannot happen. The verbs of
/// <see cref="Device"/> look every step up here. Released leads nowhere but to itself.
/// </summary>
public static class DeviceLife
{
    /// <summary>Every legal transition.</summary>
    public static IReadOnlyList<DeviceTransition> Transitions { get; } =
    [
        new(DeviceState.AwaitingEnrolment, DeviceStep.Enrol, DeviceState.Active, DevicePhase.Believed),
        new(DeviceState.AwaitingEnrolment, DeviceStep.FreeUnenrolled, DeviceState.Released, DevicePhase.Confirmed),
        new(DeviceState.AwaitingEnrolment, DeviceStep.Restock, DeviceState.AwaitingEnrolment, DevicePhase.Confirmed),

        new(DeviceState.Active, DeviceStep.OrderLock, DeviceState.Locked, DevicePhase.Ordered),
        new(DeviceState.Active, DeviceStep.OrderUnlock, DeviceState.Active, DevicePhase.Ordered),
        new(DeviceState.Active, DeviceStep.OrderRelease, DeviceState.Released, DevicePhase.Ordered),
        new(DeviceState.Active, DeviceStep.Fetch, DeviceState.Active, DevicePhase.Armed),
        new(DeviceState.Active, DeviceStep.Done, DeviceState.Active, DevicePhase.Believed),
        new(DeviceState.Active, DeviceStep.RefusedWhileFree, DeviceState.Active, DevicePhase.Believed),
        new(DeviceState.Active, DeviceStep.RefusedWhileLocked, DeviceState.Locked, DevicePhase.Believed),
        new(DeviceState.Active, DeviceStep.Confirm, DeviceState.Active, DevicePhase.Confirmed),
        new(DeviceState.Active, DeviceStep.LeaseLocked, DeviceState.Locked, DevicePhase.Confirmed),
        new(DeviceState.Active, DeviceStep.LeaseRanOut, DeviceState.Locked, DevicePhase.Believed),
        new(DeviceState.Active, DeviceStep.Diverge, DeviceState.Active, DevicePhase.Believed),
        new(DeviceState.Active, DeviceStep.Restock, DeviceState.AwaitingEnrolment, DevicePhase.Confirmed),

        new(DeviceState.Locked, DeviceStep.OrderLock, DeviceState.Locked, DevicePhase.Ordered),
        new(DeviceState.Locked, DeviceStep.OrderUnlock, DeviceState.Active, DevicePhase.Ordered),
        new(DeviceState.Locked, DeviceStep.OrderRelease, DeviceState.Released, DevicePhase.Ordered),
        new(DeviceState.Locked, DeviceStep.Fetch, DeviceState.Locked, DevicePhase.Armed),
        new(DeviceState.Locked, DeviceStep.Done, DeviceState.Locked, DevicePhase.Believed),
        new(DeviceState.Locked, DeviceStep.RefusedWhileFree, DeviceState.Active, DevicePhase.Believed),
        new(DeviceState.Locked, DeviceStep.RefusedWhileLocked, DeviceState.Locked, DevicePhase.Believed),
        new(DeviceState.Locked, DeviceStep.Confirm, DeviceState.Locked, DevicePhase.Confirmed),
        new(DeviceState.Locked, DeviceStep.LeaseFreed, DeviceState.Active, DevicePhase.Confirmed),
        new(DeviceState.Locked, DeviceStep.Diverge, DeviceState.Active, DevicePhase.Believed),
        new(DeviceState.Locked, DeviceStep.Restock, DeviceState.AwaitingEnrolment, DevicePhase.Confirmed),

        new(DeviceState.Released, DeviceStep.OrderRelease, DeviceState.Released, DevicePhase.Ordered),
        new(DeviceState.Released, DeviceStep.Fetch, DeviceState.Released, DevicePhase.Armed),
        new(DeviceState.Released, DeviceStep.Done, DeviceState.Released, DevicePhase.Believed),
        new(DeviceState.Released, DeviceStep.RefusedWhileFree, DeviceState.Released, DevicePhase.Ordered),
        new(DeviceState.Released, DeviceStep.RefusedWhileLocked, DeviceState.Released, DevicePhase.Ordered),
        new(DeviceState.Released, DeviceStep.Confirm, DeviceState.Released, DevicePhase.Confirmed),
        new(DeviceState.Released, DeviceStep.Diverge, DeviceState.Released, DevicePhase.Believed),
    ];

    private static readonly FrozenDictionary<(DeviceState, DeviceStep), DeviceTransition> Table =
        Transitions.ToFrozenDictionary(t => (t.From, t.Step));

    /// <summary>The transition of a step, or null when it cannot happen in this state.</summary>
    public static DeviceTransition? Find(DeviceState from, DeviceStep step) => Table.GetValueOrDefault((from, step));

    /// <summary>The transition of a step.</summary>
    /// <exception cref="Shared.Refusal"><c>devices.not_enrolled</c>, <c>devices.already_enrolled</c>, <c>devices.released</c> or <c>devices.step_not_allowed</c></exception>
    public static DeviceTransition Next(DeviceState from, DeviceStep step) =>
        Find(from, step) ?? throw (from, step) switch
        {
            (not DeviceState.AwaitingEnrolment, DeviceStep.Enrol or DeviceStep.FreeUnenrolled) => DevicesRefusals.AlreadyEnrolled(),
            (DeviceState.AwaitingEnrolment, _) => DevicesRefusals.NotEnrolled(),
            (DeviceState.Released, _) => DevicesRefusals.Released(),
            _ => DevicesRefusals.StepNotAllowed(from, step),
        };
}
