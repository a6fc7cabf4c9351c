using Paylatch.Application.Identity;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Lending;

/// <summary>What lending's pages show of other capabilities: facts to read, never to change.</summary>
public interface ILoanFactsDb
{
    /// <summary>Devices with their latest status.</summary>
    IQueryable<DeviceFacts> Devices { get; }

    /// <summary>Payments received.</summary>
    IQueryable<PaymentFacts> Payments { get; }

    /// <summary>What of them went to which installment.</summary>
    IQueryable<AllocationFacts> Allocations { get; }

    /// <summary>The log.</summary>
    IQueryable<LoggedEvent> Events { get; }

    /// <summary>What waits for somebody: stuck orders, unmatched money, consequences given up.</summary>
    Task<WaitingWork> Waiting(DateTimeOffset ordersBefore, CancellationToken ct);
}

/// <summary>A device as lending's pages show it. States and kinds are words as stored.</summary>
public sealed class DeviceFacts
{
    /// <summary>The device.</summary>
    public DeviceId Id { get; init; }

    /// <summary><c>phone</c>, <c>laptop</c>, <c>tv</c>, <c>fridge</c> or <c>solar_kit</c>.</summary>
    public string Kind { get; init; } = "";

    /// <summary>The model.</summary>
    public string Model { get; init; } = "";

    /// <summary>The IMEI, if it has one.</summary>
    public string? Imei { get; init; }

    /// <summary>The serial number, if it has one.</summary>
    public string? Serial { get; init; }

    /// <summary>The loan it secures.</summary>
    public LoanId? LoanId { get; init; }

    /// <summary><c>awaiting_enrolment</c>, <c>active</c>, <c>locked</c> or <c>released</c>.</summary>
    public string State { get; init; } = "";

    /// <summary><c>ordered</c>, <c>armed</c>, <c>believed</c> or <c>confirmed</c>.</summary>
    public string Phase { get; init; } = "";

    /// <summary>Why it is so.</summary>
    public string? StateReason { get; init; }

    /// <summary>Since when it is so.</summary>
    public DateTimeOffset StateSince { get; init; }

    /// <summary>When its agent enrolled.</summary>
    public DateTimeOffset? EnrolledAt { get; init; }

    /// <summary>Until when its lease is paid.</summary>
    public DateTimeOffset? PaidUntil { get; init; }

    /// <summary>When it was last heard of.</summary>
    public DateTimeOffset? LastSeenAt { get; init; }

    /// <summary>Percent.</summary>
    public short? Battery { get; init; }

    /// <summary>True when rooted or tampered with.</summary>
    public bool Tampered { get; init; }
}

/// <summary>A payment as lending's pages show it.</summary>
public sealed class PaymentFacts
{
    /// <summary>The payment.</summary>
    public PaymentId Id { get; init; }

    /// <summary>The loan.</summary>
    public LoanId LoanId { get; init; }

    /// <summary><c>cash</c>, <c>card</c> or <c>deposit</c>.</summary>
    public string Method { get; init; } = "";

    /// <summary>All of it.</summary>
    public long AmountMinor { get; init; }

    /// <summary>Its receipt.</summary>
    public string ReceiptNumber { get; init; } = "";

    /// <summary>When it came.</summary>
    public DateTimeOffset ReceivedAt { get; init; }
}

/// <summary>The part of a payment that went to an installment.</summary>
public sealed class AllocationFacts
{
    /// <summary>The payment.</summary>
    public PaymentId PaymentId { get; init; }

    /// <summary>The installment.</summary>
    public int InstallmentNumber { get; init; }

    /// <summary>To principal.</summary>
    public long PrincipalMinor { get; init; }

    /// <summary>To interest.</summary>
    public long InterestMinor { get; init; }
}

/// <summary>A line of the log.</summary>
public sealed class LoggedEvent
{
    /// <summary>Its place in the log.</summary>
    public long Position { get; init; }

    /// <summary>What happened: the event's class name.</summary>
    public string Type { get; init; } = "";

    /// <summary>When, in the tenant's time.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>Who, as what.</summary>
    public Role ActorRole { get; init; }

    /// <summary>Who.</summary>
    public string ActorId { get; init; } = "";

    /// <summary>The actor's name; null for the platform itself and for devices.</summary>
    public string? ActorName { get; init; }

    /// <summary>By which use case.</summary>
    public string UseCase { get; init; } = "";

    /// <summary>The loan it is about.</summary>
    public LoanId? LoanId { get; init; }

    /// <summary>The device it is about.</summary>
    public DeviceId? DeviceId { get; init; }

    /// <summary>Why.</summary>
    public string? Reason { get; init; }

    /// <summary>True for an attempt that was refused.</summary>
    public bool Refused { get; init; }

    /// <summary>The event as JSON.</summary>
    public string Data { get; init; } = "{}";
}

/// <summary>What waits for somebody.</summary>
/// <param name="StuckOrders">Orders a device has not carried out for long.</param>
/// <param name="UnmatchedCount">Payments nobody could be named for.</param>
/// <param name="UnmatchedMinor">How much that is, in the tenant's currency.</param>
/// <param name="DeadDeliveries">Consequences that were given up.</param>
/// <param name="GivenUpMessages">Messages that could not be sent.</param>
/// <param name="BookDifferences">Places where the books differed from what they are about when they were last compared.</param>
public sealed record WaitingWork(int StuckOrders, int UnmatchedCount, long UnmatchedMinor, int DeadDeliveries, int GivenUpMessages, int BookDifferences)
{
    /// <summary>How long an order may wait before it is called stuck.</summary>
    public static readonly TimeSpan StuckAfter = TimeSpan.FromMinutes(15);
}
