using Paylatch.Domain.Shared;

namespace Paylatch.Application.Shared;

/// <summary>
/// A consequence: a use case run by the platform after a transaction with such an event has committed.
/// Delivered at least once, so <see cref="Handle"/> is safe to run twice; failures are tried again with growing
/// pauses and end in a list that staff can see and repeat.
/// </summary>
/// <typeparam name="TEvent">The event it follows.</typeparam>
public interface IReactTo<in TEvent>
    where TEvent : DomainEvent
{
    /// <summary>Does what follows from the event.</summary>
    Task<Nothing> Handle(TEvent happened, CancellationToken ct);
}

/// <summary>Appends to the tenant's log what no loaded entity says by itself; written when the door commits.</summary>
public interface IEventLog
{
    /// <summary>Says that something happened.</summary>
    void Append(DomainEvent happened);
}
