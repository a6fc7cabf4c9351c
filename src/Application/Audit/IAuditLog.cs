using Paylatch.Domain.Shared;

namespace Paylatch.Application.Audit;

/// <summary>One row of the log as people read it: ids with the names they have today.</summary>
public sealed record LogLine
{
    /// <summary>Where it stands.</summary>
    public required Place Place { get; init; }

    /// <summary>The event.</summary>
    public required EventId Id { get; init; }

    /// <summary>What happened, such as <c>PaymentReceived</c>; <c>AttemptRefused</c> for a refused attempt.</summary>
    public required string Type { get; init; }

    /// <summary>When, by the tenant's clock.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>When it was written, by the database's clock.</summary>
    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>The actor's role as a word, such as <c>merchant_admin</c>.</summary>
    public required string ActorRole { get; init; }

    /// <summary>The actor's id.</summary>
    public required string ActorId { get; init; }

    /// <summary>The actor's display name, when it is a user, device or key of this tenant.</summary>
    public string? ActorName { get; init; }

    /// <summary>The use case that was run.</summary>
    public required string UseCase { get; init; }

    /// <summary>Joins everything one request caused.</summary>
    public required string CorrelationId { get; init; }

    /// <summary>From which address.</summary>
    public string? Address { get; init; }

    /// <summary>The loan it is about.</summary>
    public LoanId? Loan { get; init; }

    /// <summary>The loan's contract number.</summary>
    public string? LoanNumber { get; init; }

    /// <summary>The device it is about.</summary>
    public DeviceId? Device { get; init; }

    /// <summary>The device's model and IMEI or serial number.</summary>
    public string? DeviceLabel { get; init; }

    /// <summary>The customer it is about.</summary>
    public CustomerId? Customer { get; init; }

    /// <summary>The customer's name.</summary>
    public string? CustomerName { get; init; }

    /// <summary>Why: what a person wrote or a rule gave; the refusal's code for a refused attempt.</summary>
    public string? Reason { get; init; }

    /// <summary>True for an attempt that was refused.</summary>
    public required bool Refused { get; init; }

    /// <summary>The event's own data, JSON.</summary>
    public required string Data { get; init; }
}

/// <summary>Which part of what matches.</summary>
/// <param name="Limit">At most so many.</param>
/// <param name="Before">Newest first, from before this position on; null from the newest.</param>
/// <param name="After">Oldest first, from behind this position on; null for newest first.</param>
public sealed record LogSlice(int Limit, long? Before = null, long? After = null);

/// <summary>The window on the log for reading.</summary>
public interface IAuditLog
{
    /// <summary>What matches, newest first, or oldest first after a position.</summary>
    Task<IReadOnlyList<LogLine>> Lines(LogFilter filter, LogSlice slice, CancellationToken ct);

    /// <summary>One event; null when there is none.</summary>
    Task<LogLine?> One(EventId id, CancellationToken ct);

    /// <summary>How many match, counted up to a limit.</summary>
    Task<int> Count(LogFilter filter, int most, CancellationToken ct);
}
