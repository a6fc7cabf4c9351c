using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Audit;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Audit;

/// <summary>How an event stands to the chain.</summary>
public enum ChainState
{
    /// <summary>Too new: the next seal will hold it.</summary>
    NotSealedYet,

    /// <summary>It is what was sealed, and its seal is sound.</summary>
    Sealed,

    /// <summary>It is not what was sealed, or its seal is broken.</summary>
    Broken,
}

/// <summary>The full story of an event.</summary>
/// <param name="Line">The event.</param>
/// <param name="Chain">How it stands to the chain.</param>
/// <param name="Seal">Its seal's number.</param>
/// <param name="SealHash">Its seal's hash, hexadecimal.</param>
/// <param name="KeyId">The thumbprint of the key that signed the seal.</param>
/// <param name="SealedAt">When it was sealed.</param>
/// <param name="Together">What else the same request caused, oldest first.</param>
public sealed record EventStory(
    LogLine Line, ChainState Chain, long? Seal, string? SealHash, string? KeyId, DateTimeOffset? SealedAt, IReadOnlyList<LogLine> Together);

/// <summary>Tells the full story of one event: what it says, its place in the chain, and what else the same request caused.</summary>
[Allow(Permission.ReadAudit)]
public sealed class ShowEvent(IAuditLog log, ISealedLog seals, TenantInfo tenant, Caller caller, IEventLog events)
{
    private const int MostTogether = 100;

    /// <summary>The story.</summary>
    /// <exception cref="Refusal"><c>audit.event_not_found</c></exception>
    public async Task<EventStory> Handle(EventId id, CancellationToken ct)
    {
        var line = await log.One(id, ct) ?? throw AuditRefusals.EventNotFound();
        var together = await log.Lines(new LogFilter { CorrelationId = line.CorrelationId }, new LogSlice(MostTogether, After: 0), ct);
        events.NoteLook(caller, tenant);
        var stored = await seals.SealOf(line.Place, ct);
        return new EventStory(
            line,
            stored is null ? ChainState.NotSealedYet : await IsSound(line, stored, ct) ? ChainState.Sealed : ChainState.Broken,
            stored?.Seal.Number,
            stored is null ? null : Convert.ToHexStringLower(stored.Hash.Span),
            stored?.KeyId,
            stored?.Seal.SealedAt,
            [.. together.Where(other => other.Id != line.Id)]);
    }

    private async Task<bool> IsSound(LogLine line, StoredSeal stored, CancellationToken ct)
    {
        var seal = stored.Seal;
        if (!seal.IsWhole || !seal.Hash().AsSpan().SequenceEqual(stored.Hash.Span) || !await seals.IsSigned(stored, ct)) return false;
        var index = seal.Positions.ToList().IndexOf(line.Place.Position);
        await foreach (var row in seals.Rows([line.Place.Position], ct)) return seal.RowHash(index).SequenceEqual(row.Hash.Span);
        return false;
    }
}
