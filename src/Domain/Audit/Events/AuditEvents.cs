using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Audit.Events;

/// <summary>A part of the log left the platform.</summary>
/// <param name="Format"><c>csv</c> or <c>pdf</c>.</param>
/// <param name="From">The first day, in the tenant's time zone.</param>
/// <param name="To">The last day.</param>
/// <param name="Rows">How many rows.</param>
public sealed record LogExported(string Format, DateOnly From, DateOnly To, long Rows) : DomainEvent;

/// <summary>Somebody of the platform's staff read in a merchant's log.</summary>
public sealed record LogReadByPlatform : DomainEvent;
