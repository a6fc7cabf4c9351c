using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Devices.Events;

/// <summary>What every event of a device has: the device and the loan it secures, if one.</summary>
/// <param name="Device">The device.</param>
/// <param name="Loan">The loan it secures; null when none.</param>
public abstract record DeviceEvent(DeviceId Device, LoanId? Loan) : DomainEvent
{
    /// <inheritdoc/>
    public override DeviceId? AboutDevice => Device;

    /// <inheritdoc/>
    public override LoanId? AboutLoan => Loan;
}

/// <summary>A device was entered.</summary>
/// <param name="Device">The device.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Model">Its model.</param>
public sealed record DeviceRegistered(DeviceId Device, DeviceKind Kind, string Model) : DomainEvent
{
    /// <inheritdoc/>
    public override DeviceId? AboutDevice => Device;
}

/// <summary>What was entered about a device was corrected before it was sold.</summary>
/// <param name="Device">The device.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Model">Its model.</param>
public sealed record DeviceDescribed(DeviceId Device, DeviceKind Kind, string Model) : DomainEvent
{
    /// <inheritdoc/>
    public override DeviceId? AboutDevice => Device;
}

/// <summary>The time at which a device locks itself moved with its loan.</summary>
/// <param name="Device">The device.</param>
/// <param name="Loan">The loan.</param>
/// <param name="PaidUntil">The new time; null when it is free for good.</param>
public sealed record LeaseMoved(DeviceId Device, LoanId? Loan, DateTimeOffset? PaidUntil) : DeviceEvent(Device, Loan);

/// <summary>The list of devices was exported: names and numbers left the portal.</summary>
/// <param name="State">The state filtered by; null for all.</param>
/// <param name="Searched">True when it was narrowed by a search; the words may be personal and stay out of the log.</param>
public sealed record DevicesExported(DeviceState? State, bool Searched) : DomainEvent;

/// <summary>A device became the security of a loan.</summary>
/// <param name="Device">The device.</param>
/// <param name="Loan">The loan.</param>
/// <param name="Customer">Who has the device.</param>
public sealed record DevicePledged(DeviceId Device, LoanId? Loan, CustomerId Customer) : DeviceEvent(Device, Loan)
{
    /// <inheritdoc/>
    public override CustomerId? AboutCustomer => Customer;
}

/// <summary>A one-time code to enrol with was made. The code itself is a secret and stays out of the log.</summary>
/// <param name="Device">The device.</param>
/// <param name="ExpiresAt">From when it can no longer be used.</param>
public sealed record EnrolmentCodeIssued(DeviceId Device, DateTimeOffset ExpiresAt) : DomainEvent
{
    /// <inheritdoc/>
    public override DeviceId? AboutDevice => Device;
}

/// <summary>The device's agent enrolled with its own key.</summary>
/// <param name="Device">The device.</param>
/// <param name="Loan">The loan.</param>
public sealed record DeviceEnrolled(DeviceId Device, LoanId? Loan) : DeviceEvent(Device, Loan);

/// <summary>A lock was ordered.</summary>
/// <param name="Device">The device.</param>
/// <param name="Loan">The loan.</param>
/// <param name="Order">The order.</param>
/// <param name="Counter">Its counter.</param>
/// <param name="Reason">Why.</param>
public sealed record LockOrdered(DeviceId Device, LoanId? Loan, OrderId Order, long Counter, string Reason) : DeviceEvent(Device, Loan)
{
    /// <inheritdoc/>
    public override string? Why => Reason;
}

/// <summary>An unlock was ordered.</summary>
/// <param name="Device">The device.</param>
/// <param name="Loan">The loan.</param>
/// <param name="Order">The order.</param>
/// <param name="Counter">Its counter.</param>
/// <param name="Reason">Why.</param>
public sealed record UnlockOrdered(DeviceId Device, LoanId? Loan, OrderId Order, long Counter, string Reason) : DeviceEvent(Device, Loan)
{
    /// <inheritdoc/>
    public override string? Why => Reason;
}

/// <summary>A release for good was ordered.</summary>
/// <param name="Device">The device.</param>
/// <param name="Loan">The loan.</param>
/// <param name="Order">The order.</param>
/// <param name="Counter">Its counter.</param>
/// <param name="Reason">Why.</param>
public sealed record ReleaseOrdered(DeviceId Device, LoanId? Loan, OrderId Order, long Counter, string Reason) : DeviceEvent(Device, Loan)
{
    /// <inheritdoc/>
    public override string? Why => Reason;
}

/// <summary>A message was ordered to be shown. Its text may be personal and stays out of the log.</summary>
/// <param name="Device">The device.</param>
/// <param name="Loan">The loan.</param>
/// <param name="Order">The order.</param>
/// <param name="Counter">Its counter.</param>
/// <param name="Reason">Why.</param>
public sealed record MessageOrdered(DeviceId Device, LoanId? Loan, OrderId Order, long Counter, string Reason) : DeviceEvent(Device, Loan)
{
    /// <inheritdoc/>
    public override string? Why => Reason;
}

/// <summary>A live order gave way to a stronger one.</summary>
/// <param name="Device">The device.</param>
/// <param name="Loan">The loan.</param>
/// <param name="Order">The order that gave way.</param>
/// <param name="Kind">What it asked.</param>
/// <param name="By">The order that took its place.</param>
public sealed record OrderSuperseded(DeviceId Device, LoanId? Loan, OrderId Order, OrderKind Kind, OrderId By) : DeviceEvent(Device, Loan);

/// <summary>The device fetched an order.</summary>
/// <param name="Device">The device.</param>
/// <param name="Loan">The loan.</param>
/// <param name="Order">The order.</param>
/// <param name="Kind">What it asks.</param>
public sealed record OrderArmed(DeviceId Device, LoanId? Loan, OrderId Order, OrderKind Kind) : DeviceEvent(Device, Loan);

/// <summary>The device said it did what was ordered; a heartbeat is still to show it.</summary>
/// <param name="Device">The device.</param>
/// <param name="Loan">The loan.</param>
/// <param name="Order">The order.</param>
/// <param name="Kind">What it asked.</param>
public sealed record OrderBelieved(DeviceId Device, LoanId? Loan, OrderId Order, OrderKind Kind) : DeviceEvent(Device, Loan);

/// <summary>The device refused an order (or, with code <c>not_kept</c>, a heartbeat showed that it does not hold).</summary>
/// <param name="Device">The device.</param>
/// <param name="Loan">The loan.</param>
/// <param name="Order">The order.</param>
/// <param name="Kind">What it asked.</param>
/// <param name="Code">The agent's code, such as <c>bad_signature</c>.</param>
public sealed record OrderFailed(DeviceId Device, LoanId? Loan, OrderId Order, OrderKind Kind, string Code) : DeviceEvent(Device, Loan)
{
    /// <inheritdoc/>
    public override string? Why => Code;
}

/// <summary>A heartbeat showed the state we want.</summary>
/// <param name="Device">The device.</param>
/// <param name="Loan">The loan.</param>
/// <param name="State">The state.</param>
/// <param name="Order">The order that brought it about; null when none did.</param>
public sealed record DeviceStateConfirmed(DeviceId Device, LoanId? Loan, DeviceState State, OrderId? Order) : DeviceEvent(Device, Loan);

/// <summary>The device locked itself because the paid-until time of its lease has passed.</summary>
/// <param name="Device">The device.</param>
/// <param name="Loan">The loan.</param>
/// <param name="Heard">True when a heartbeat showed it, false when it is inferred from silence.</param>
/// <param name="Reason">Why we say so.</param>
public sealed record DeviceLockedByLease(DeviceId Device, LoanId? Loan, bool Heard, string Reason) : DeviceEvent(Device, Loan)
{
    /// <inheritdoc/>
    public override string? Why => Reason;
}

/// <summary>The device freed itself because a new lease moved its paid-until time.</summary>
/// <param name="Device">The device.</param>
/// <param name="Loan">The loan.</param>
public sealed record DeviceFreedByLease(DeviceId Device, LoanId? Loan) : DeviceEvent(Device, Loan);

/// <summary>A heartbeat shows a state that neither order nor lease explains.</summary>
/// <param name="Device">The device.</param>
/// <param name="Loan">The loan.</param>
/// <param name="Wanted">What it was meant to be.</param>
/// <param name="Reported">What it shows.</param>
public sealed record DeviceStateDiverged(DeviceId Device, LoanId? Loan, DeviceState Wanted, ReportedState Reported) : DeviceEvent(Device, Loan);

/// <summary>The loan ended before any agent enrolled: there is nothing to release, the device is free.</summary>
/// <param name="Device">The device.</param>
/// <param name="Loan">The loan.</param>
/// <param name="Reason">Why.</param>
public sealed record DeviceFreedUnenrolled(DeviceId Device, LoanId? Loan, string Reason) : DeviceEvent(Device, Loan)
{
    /// <inheritdoc/>
    public override string? Why => Reason;
}

/// <summary>Another SIM than the one bound at first is in the device. The SIMs' numbers are personal and stay out of the log.</summary>
/// <param name="Device">The device.</param>
/// <param name="Loan">The loan.</param>
public sealed record SimChanged(DeviceId Device, LoanId? Loan) : DeviceEvent(Device, Loan);

/// <summary>The agent reports that it was tampered with or the device rooted.</summary>
/// <param name="Device">The device.</param>
/// <param name="Loan">The loan.</param>
/// <param name="Rooted">True when rooted.</param>
/// <param name="Tampered">True when tampered with.</param>
public sealed record TamperReported(DeviceId Device, LoanId? Loan, bool Rooted, bool Tampered) : DeviceEvent(Device, Loan);

/// <summary>The device came back from its customer and can be sold again.</summary>
/// <param name="Device">The device.</param>
/// <param name="Loan">The loan it came back from.</param>
public sealed record DeviceRestocked(DeviceId Device, LoanId? Loan) : DeviceEvent(Device, Loan);
