using Paylatch.Domain.Devices.Events;

namespace Paylatch.Domain.Devices;

/// <summary>How an agent answered an order.</summary>
public enum OrderOutcome
{
    /// <summary>It did it.</summary>
    Done,

    /// <summary>It refused, with a code.</summary>
    Refused,
}

/// <content>What the device lets us know, and what its silence means.</content>
public sealed partial class Device
{
    // The code an order fails with when a heartbeat shows that it does not hold.
    private const string NotKept = "not_kept";

    // A heartbeat built before an order was obeyed may arrive after its result: agents give up a request after 15 seconds.
    private static readonly TimeSpan InFlight = TimeSpan.FromSeconds(20);

    /// <summary>The device fetched an order. Fetching an armed one again changes nothing.</summary>
    /// <exception cref="Shared.Refusal"><c>devices.order_step_not_allowed</c> when it is no longer live.</exception>
    public void OrderFetched(Order order, DateTimeOffset at)
    {
        Mine(order);
        if (order.State == OrderState.Armed) return;
        order.Arm(at);
        if (order.Kind != OrderKind.Message) Move(DeviceLife.Next(State, DeviceStep.Fetch), at, null, keepReason: true);
        Raise(new OrderArmed(Id, LoanId, order.Id, order.Kind));
    }

    /// <summary>
    /// The device answered an order. An answer to an order that is no longer live (told twice, or superseded meanwhile)
    /// changes nothing. An agent that refuses as <c>replayed</c> while it shows what was ordered has done it before and
    /// its first answer was lost: that counts as done. One refused for its time alone stays live: the next fetch signs it
    /// anew, and an unlock must not be lost to a clock.
    /// </summary>
    public void ResultReported(Order order, OrderOutcome outcome, ReportedState reported, string? code, DateTimeOffset at)
    {
        Mine(order);
        if (!order.IsLive) return;
        if (outcome == OrderOutcome.Refused && (code is "not_yet" or "expired")) return;
        if (outcome == OrderOutcome.Done || (code == "replayed" && order.Wants == reported))
        {
            order.Finish(at);
            if (order.Kind != OrderKind.Message) Move(DeviceLife.Next(State, DeviceStep.Done), at, null, keepReason: true);
            Raise(new OrderBelieved(Id, LoanId, order.Id, order.Kind));
            return;
        }
        var why = CodeOf(code);
        order.Fail(why, at);
        if (order.Kind != OrderKind.Message)
        {
            var step = reported == ReportedState.Locked ? DeviceStep.RefusedWhileLocked : DeviceStep.RefusedWhileFree;
            Move(DeviceLife.Next(State, step), at, $"The device refused the order to {order.Kind.ToString().ToLowerInvariant()}: {why}");
        }
        Raise(new OrderFailed(Id, LoanId, order.Id, order.Kind, why));
    }

    /// <summary>
    /// An authenticated heartbeat showed a state. While an order is live it tells nothing new. Otherwise it confirms what
    /// we want, shows that the lease has locked or freed the device, or shows what neither explains; each is said once.
    /// </summary>
    /// <param name="reported">What the heartbeat shows.</param>
    /// <param name="latest">The device's latest order other than messages.</param>
    /// <param name="at">
    /// When the heartbeat was received. One not later than the order's answer tells nothing, and one that contradicts the
    /// answer tells nothing as long as it may have been built before it.
    /// </param>
    /// <exception cref="Shared.Refusal"><c>devices.not_enrolled</c></exception>
    public void StateHeard(ReportedState reported, Order? latest, DateTimeOffset at)
    {
        Mine(latest);
        if (State == DeviceState.AwaitingEnrolment) throw DevicesRefusals.NotEnrolled();
        if (latest is { IsLive: true }) return;
        if (latest is { State: OrderState.Done } && at <= latest.DoneAt + (reported == latest.Wants ? TimeSpan.Zero : InFlight)) return;
        switch (State, reported)
        {
            case (DeviceState.Active, ReportedState.Active):
            case (DeviceState.Locked, ReportedState.Locked):
            case (DeviceState.Released, ReportedState.Released):
                Confirm(reported, latest, at);
                break;
            case (DeviceState.Active, ReportedState.Locked):
                LockedByLease(DeviceStep.LeaseLocked, "The paid-until time of its lease passed and it locked itself.", at);
                break;
            case (DeviceState.Locked, ReportedState.Active) when !HoldsLock(latest):
                Move(DeviceLife.Next(State, DeviceStep.LeaseFreed), at, "A new lease freed it.");
                Raise(new DeviceFreedByLease(Id, LoanId));
                break;
            default:
                Diverge(reported, latest, at);
                break;
        }
    }

    /// <summary>
    /// The paid-until time of the device's lease has passed: its agent locks itself, heard or not, so it is believed to be
    /// locked. Only an active device without a live order is concerned; for any other nothing changes.
    /// </summary>
    /// <returns>True when something changed.</returns>
    public bool LeaseRanOut(Order? latest, DateTimeOffset at)
    {
        Mine(latest);
        if (State != DeviceState.Active || latest is { IsLive: true }) return false;
        LockedByLease(DeviceStep.LeaseRanOut, "The paid-until time of its lease has passed; nothing is heard of it.", at);
        return true;
    }

    /// <summary>
    /// True when it is locked and nothing says that it should be: its lease runs on, no order is on its way, and no lock
    /// order holds. So it is after an unlock that failed, or a payment that came between its lease's end and the day close.
    /// </summary>
    /// <param name="latest">The device's latest order other than messages.</param>
    /// <param name="reported">What it last said.</param>
    /// <param name="paidUntil">Until when it is paid.</param>
    /// <param name="now">Now.</param>
    public bool IsLockedWithoutCause(Order? latest, ReportedState? reported, DateTimeOffset? paidUntil, DateTimeOffset now)
    {
        Mine(latest);
        if (State is not (DeviceState.Active or DeviceState.Locked) || paidUntil is null || paidUntil <= now) return false;
        return (State == DeviceState.Locked || reported == ReportedState.Locked) && latest is not { IsLive: true } && !HoldsLock(latest);
    }

    private void Confirm(ReportedState reported, Order? latest, DateTimeOffset at)
    {
        var proven = latest is { State: OrderState.Done } && latest.Wants == reported ? latest : null;
        proven?.Confirm();
        if (Phase == DevicePhase.Confirmed) return;
        Move(DeviceLife.Next(State, DeviceStep.Confirm), at, null, keepReason: true);
        Raise(new DeviceStateConfirmed(Id, LoanId, State, proven?.Id));
    }

    private void LockedByLease(DeviceStep step, string reason, DateTimeOffset at)
    {
        Move(DeviceLife.Next(State, step), at, reason);
        Raise(new DeviceLockedByLease(Id, LoanId, step == DeviceStep.LeaseLocked, reason));
    }

    // Said once: a locked device leaves its state, the others leave their phase or fail the order that does not hold.
    private void Diverge(ReportedState reported, Order? latest, DateTimeOffset at)
    {
        var broken = latest is { State: OrderState.Done or OrderState.Confirmed } && Meant(latest) == State ? latest : null;
        if (State != DeviceState.Locked && Phase != DevicePhase.Confirmed && broken is null) return;
        var wanted = State;
        if (broken is not null)
        {
            broken.Fail(NotKept, at);
            Raise(new OrderFailed(Id, LoanId, broken.Id, broken.Kind, NotKept));
        }
        Move(DeviceLife.Next(State, DeviceStep.Diverge), at, $"The device shows {reported.ToString().ToLowerInvariant()} on its own.");
        Raise(new DeviceStateDiverged(Id, LoanId, wanted, reported));
    }

    private static DeviceState Meant(Order order) => order.Kind switch
    {
        OrderKind.Lock => DeviceState.Locked,
        OrderKind.Unlock => DeviceState.Active,
        _ => DeviceState.Released,
    };

    // The code comes from a device: only a plain one is kept.
    private static string CodeOf(string? code) =>
        code is { Length: > 0 and <= 64 } && code.All(c => char.IsAsciiLetterLower(c) || c is '_' or '.') ? code : "refused";
}
