using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Devices;

/// <summary>What an order asks of a device.</summary>
public enum OrderKind
{
    /// <summary>Lock.</summary>
    Lock,

    /// <summary>Unlock; supersedes a live lock.</summary>
    Unlock,

    /// <summary>Free for good; supersedes a live lock or unlock.</summary>
    Release,

    /// <summary>Show a message; changes no state and waits for nothing.</summary>
    Message,
}

/// <summary>How far an order has come.</summary>
public enum OrderState
{
    /// <summary>Waiting for the device; live.</summary>
    Ordered,

    /// <summary>Fetched by the device; live.</summary>
    Armed,

    /// <summary>The device said it did it.</summary>
    Done,

    /// <summary>A later heartbeat showed it.</summary>
    Confirmed,

    /// <summary>A stronger order took its place.</summary>
    Superseded,

    /// <summary>The device refused it, or did not keep to it.</summary>
    Failed,
}

/// <summary>
/// One order to a device. Its counter is higher than that of every earlier order to the same device, which is how the
/// agent tells a new order from a replayed one. Only its <see cref="Device"/> moves it.
/// </summary>
public sealed class Order : Entity
{
    private Order()
    {
    }

    internal Order(OrderId id, DeviceId device, OrderKind kind, long counter, string reason, string? message, DateTimeOffset at)
    {
        Id = id;
        DeviceId = device;
        Kind = kind;
        Counter = counter;
        Reason = reason;
        Message = message;
        OrderedAt = at;
    }

    /// <summary>Every legal step of an order; the rest cannot happen.</summary>
    public static IReadOnlyList<(OrderState From, OrderState To)> Transitions { get; } =
    [
        (OrderState.Ordered, OrderState.Armed),
        (OrderState.Ordered, OrderState.Done),
        (OrderState.Ordered, OrderState.Superseded),
        (OrderState.Ordered, OrderState.Failed),
        (OrderState.Armed, OrderState.Done),
        (OrderState.Armed, OrderState.Superseded),
        (OrderState.Armed, OrderState.Failed),
        (OrderState.Done, OrderState.Confirmed),
        (OrderState.Done, OrderState.Failed),
        (OrderState.Confirmed, OrderState.Failed),
    ];

    /// <summary>The order's id.</summary>
    public OrderId Id { get; private set; }

    /// <summary>The device.</summary>
    public DeviceId DeviceId { get; private set; }

    /// <summary>What it asks.</summary>
    public OrderKind Kind { get; private set; }

    /// <summary>Its place among the device's orders, strictly rising.</summary>
    public long Counter { get; private set; }

    /// <summary>How far it has come.</summary>
    public OrderState State { get; private set; }

    /// <summary>Why it was given.</summary>
    public string Reason { get; private set; } = "";

    /// <summary>What the device shows the customer.</summary>
    public string? Message { get; private set; }

    /// <summary>When it was given.</summary>
    public DateTimeOffset OrderedAt { get; private set; }

    /// <summary>When the device first fetched it.</summary>
    public DateTimeOffset? ArmedAt { get; private set; }

    /// <summary>When the device answered it.</summary>
    public DateTimeOffset? DoneAt { get; private set; }

    /// <summary>The code the device gave when it refused.</summary>
    public string? ResultCode { get; private set; }

    /// <summary>True while it is queued for the device.</summary>
    public bool IsLive => State is OrderState.Ordered or OrderState.Armed;

    /// <summary>The state the device shows when it has obeyed; null for messages.</summary>
    public ReportedState? Wants => Kind switch
    {
        OrderKind.Lock => ReportedState.Locked,
        OrderKind.Unlock => ReportedState.Active,
        OrderKind.Release => ReportedState.Released,
        _ => null,
    };

    internal void Arm(DateTimeOffset at)
    {
        Move(OrderState.Armed);
        ArmedAt = at;
    }

    internal void Finish(DateTimeOffset at)
    {
        Move(OrderState.Done);
        DoneAt = at;
    }

    internal void Confirm() => Move(OrderState.Confirmed);

    internal void Supersede() => Move(OrderState.Superseded);

    internal void Fail(string code, DateTimeOffset at)
    {
        Move(OrderState.Failed);
        ResultCode = code;
        DoneAt ??= at;
    }

    private void Move(OrderState to)
    {
        if (!Transitions.Contains((State, to))) throw DevicesRefusals.OrderStepNotAllowed(State, to);
        State = to;
    }
}
