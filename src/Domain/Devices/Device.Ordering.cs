using Paylatch.Domain.Devices.Events;
using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Devices;

/// <summary>The order that answers a wish.</summary>
/// <param name="Order">The order.</param>
/// <param name="IsNew">False when it was there already and nothing is to be added.</param>
public sealed record Placed(Order Order, bool IsNew);

/// <content>What staff, rules and reactions order.</content>
public sealed partial class Device
{
    /// <summary>
    /// Orders a lock. A live lock answers the same wish again; a live unlock or release goes first and the lock is
    /// refused; a device that only its lease has locked can still be locked by order.
    /// </summary>
    /// <param name="id">The id of the order, should one be needed.</param>
    /// <param name="latest">The device's latest order other than messages.</param>
    /// <param name="reason">Why; kept with the order.</param>
    /// <param name="message">What the device shows the customer.</param>
    /// <param name="at">Now.</param>
    /// <exception cref="Refusal"><c>devices.unlock_under_way</c>, <c>devices.already_locked</c>, <c>devices.not_enrolled</c>, <c>devices.released</c>, <c>devices.reason_invalid</c>, <c>devices.message_invalid</c></exception>
    public Placed OrderLock(OrderId id, Order? latest, string reason, string? message, DateTimeOffset at)
    {
        Mine(latest);
        if (latest is { IsLive: true })
            return latest.Kind == OrderKind.Lock ? new Placed(latest, IsNew: false) : throw DevicesRefusals.UnlockUnderWay();
        var next = DeviceLife.Next(State, DeviceStep.OrderLock);
        if (State == DeviceState.Locked && HoldsLock(latest)) throw DevicesRefusals.AlreadyLocked();
        return Place(next, id, OrderKind.Lock, latest, reason, message, at);
    }

    /// <summary>
    /// Orders an unlock; it takes the place of a live lock. A live unlock answers the same wish again, and so does a live
    /// release, which frees the device anyway. An active device may be told again: that is how an unlock wins over a lock
    /// that is ordered at the same moment, whichever comes first.
    /// </summary>
    /// <param name="id">The id of the order, should one be needed.</param>
    /// <param name="latest">The device's latest order other than messages.</param>
    /// <param name="reason">Why; kept with the order.</param>
    /// <param name="message">What the device shows the customer.</param>
    /// <param name="at">Now.</param>
    /// <exception cref="Refusal"><c>devices.not_enrolled</c>, <c>devices.released</c>, <c>devices.reason_invalid</c>, <c>devices.message_invalid</c></exception>
    public Placed OrderUnlock(OrderId id, Order? latest, string reason, string? message, DateTimeOffset at)
    {
        Mine(latest);
        if (latest is { IsLive: true, Kind: OrderKind.Unlock or OrderKind.Release }) return new Placed(latest, IsNew: false);
        return Place(DeviceLife.Next(State, DeviceStep.OrderUnlock), id, OrderKind.Unlock, latest, reason, message, at);
    }

    /// <summary>
    /// Orders the release for good; it takes the place of a live lock or unlock. A release that is live or obeyed answers
    /// the same wish again; one that failed can be given again. Without an agent there is nothing to order: the device
    /// is free at once and the answer is null.
    /// </summary>
    /// <param name="id">The id of the order, should one be needed.</param>
    /// <param name="latest">The device's latest order other than messages.</param>
    /// <param name="reason">Why; kept with the order.</param>
    /// <param name="message">What the device shows the customer.</param>
    /// <param name="at">Now.</param>
    /// <exception cref="Refusal"><c>devices.reason_invalid</c>, <c>devices.message_invalid</c></exception>
    public Placed? OrderRelease(OrderId id, Order? latest, string reason, string? message, DateTimeOffset at)
    {
        Mine(latest);
        if (latest is { Kind: OrderKind.Release, State: not (OrderState.Failed or OrderState.Superseded) })
            return new Placed(latest, IsNew: false);
        if (EnrolledAt is not null)
            return Place(DeviceLife.Next(State, DeviceStep.OrderRelease), id, OrderKind.Release, latest, reason, message, at);

        if (State == DeviceState.Released) return null;
        var why = ReasonOf(reason);
        Move(DeviceLife.Next(State, DeviceStep.FreeUnenrolled), at, why);
        Raise(new DeviceFreedUnenrolled(Id, LoanId, why));
        return null;
    }

    /// <summary>Orders a message to be shown; it leaves state, phase and live orders alone.</summary>
    /// <exception cref="Refusal"><c>devices.not_enrolled</c>, <c>devices.released</c>, <c>devices.reason_invalid</c>, <c>devices.message_invalid</c></exception>
    public Order OrderMessage(OrderId id, string reason, string message, DateTimeOffset at)
    {
        if (State == DeviceState.Released) throw DevicesRefusals.Released();
        if (EnrolledAt is null) throw DevicesRefusals.NotEnrolled();
        if (string.IsNullOrWhiteSpace(message)) throw DevicesRefusals.MessageInvalid();
        var order = NewOrder(id, OrderKind.Message, reason, message, at);
        Version++;
        Raise(new MessageOrdered(Id, LoanId, id, order.Counter, order.Reason));
        return order;
    }

    private Placed Place(
        DeviceTransition next, OrderId id, OrderKind kind, Order? latest, string reason, string? message, DateTimeOffset at)
    {
        var order = NewOrder(id, kind, reason, message, at);
        if (latest is { IsLive: true })
        {
            latest.Supersede();
            Raise(new OrderSuperseded(Id, LoanId, latest.Id, latest.Kind, id));
        }
        Move(next, at, order.Reason);
        Raise(kind switch
        {
            OrderKind.Lock => new LockOrdered(Id, LoanId, id, order.Counter, order.Reason),
            OrderKind.Unlock => new UnlockOrdered(Id, LoanId, id, order.Counter, order.Reason),
            _ => new ReleaseOrdered(Id, LoanId, id, order.Counter, order.Reason),
        });
        return new Placed(order, IsNew: true);
    }

    private Order NewOrder(OrderId id, OrderKind kind, string reason, string? message, DateTimeOffset at)
    {
        var why = ReasonOf(reason);
        var text = string.IsNullOrWhiteSpace(message) ? null : message.Trim();
        if (text is { Length: > 280 }) throw DevicesRefusals.MessageInvalid();
        return new Order(id, Id, kind, ++LastCounter, why, text, at);
    }

    private static string ReasonOf(string? reason) =>
        reason?.Trim() is { Length: >= 3 and <= 500 } why ? why : throw DevicesRefusals.ReasonInvalid();

    private static bool HoldsLock(Order? latest) =>
        latest is { Kind: OrderKind.Lock, State: OrderState.Done or OrderState.Confirmed };
}
