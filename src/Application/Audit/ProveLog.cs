using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Audit;
using Paylatch.Domain.Audit.Events;

namespace Paylatch.Application.Audit;

/// <summary>A row with its proof.</summary>
/// <param name="Line">The row.</param>
/// <param name="Hash">Its hash now, hexadecimal.</param>
/// <param name="Seal">The number of its seal; null when it is not sealed yet.</param>
/// <param name="Sound">False when the row is not what was sealed.</param>
public sealed record ProvenLine(LogLine Line, string Hash, long? Seal, bool Sound);

/// <summary>A seal as printed.</summary>
/// <param name="Stored">The seal.</param>
/// <param name="Sound">False when its hash or its signature is wrong.</param>
public sealed record ProvenSeal(StoredSeal Stored, bool Sound);

/// <summary>A period of the log with the chain's proof.</summary>
/// <param name="Tenant">Whose log.</param>
/// <param name="Period">Which days.</param>
/// <param name="MadeAt">When the proof was made.</param>
/// <param name="Lines">Oldest first.</param>
/// <param name="Seals">The seals that hold the lines, in order.</param>
/// <param name="Keys">The public keys that signed them, JWK by thumbprint.</param>
public sealed record LogProof(
    TenantInfo Tenant, LogPeriod Period, DateTimeOffset MadeAt, IReadOnlyList<ProvenLine> Lines,
    IReadOnlyList<ProvenSeal> Seals, IReadOnlyDictionary<string, string> Keys)
{
    /// <summary>True when every line is what was sealed and every seal is sound; lines not sealed yet do not count.</summary>
    public bool Sound => Lines.All(l => l.Sound) && Seals.All(s => s.Sound);

    /// <summary>Lines too new to be sealed.</summary>
    public int NotSealedYet => Lines.Count(l => l.Seal is null);
}

/// <summary>Gathers a period of the log with the seals, signatures and keys that prove it, to be printed.</summary>
[Allow(Permission.ReadAudit)]
public sealed class ProveLog(IAuditLog log, ISealedLog seals, TenantInfo tenant, TenantClock clock, IEventLog events)
{
    /// <summary>The most rows on paper.</summary>
    public const int MostRows = 2_000;

    private const int SealsAtOnce = 200;

    /// <summary>The period with its proof.</summary>
    /// <exception cref="Domain.Shared.Refusal"><c>audit.period_invalid</c>, <c>audit.export_too_long</c>, and see <see cref="LogQuery.Parse"/>.</exception>
    public async Task<LogProof> Handle(LogPeriod period, CancellationToken ct)
    {
        var lines = await log.Lines(period.ToFilter(clock), new LogSlice(MostRows + 1, After: 0), ct);
        if (lines.Count > MostRows) throw AuditRefusals.ExportTooLong(MostRows, "Choose a shorter period, or take it as CSV.");
        var hashes = new Dictionary<long, ReadOnlyMemory<byte>>();
        await foreach (var row in seals.Rows([.. lines.Select(l => l.Place.Position)], ct)) hashes[row.Position] = row.Hash;
        var holding = await SealsHolding([.. lines.Select(l => l.Place)], ct);
        var held = Held(holding.Select(s => s.Seal));
        var proven = lines.Select(line => Prove(line, hashes.GetValueOrDefault(line.Place.Position), held)).ToList();
        var printed = new List<ProvenSeal>();
        foreach (var seal in holding) printed.Add(new(seal, await IsSound(seal, ct)));
        var keys = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var id in holding.Select(s => s.KeyId).Distinct())
        {
            if (await seals.PublicKey(id, ct) is { } key) keys[id] = key;
        }

        events.Append(new LogExported("pdf", period.From, period.To, lines.Count));
        return new LogProof(tenant, period, clock.Now, proven, printed, keys);
    }

    private async Task<List<StoredSeal>> SealsHolding(IReadOnlyList<Place> places, CancellationToken ct)
    {
        var holding = new List<StoredSeal>();
        StoredSeal? first = null;
        // The oldest line is in the first seal wanted; a few more in case it is not what it should be.
        foreach (var place in places.Order().Take(5))
        {
            if ((first = await seals.SealOf(place, ct)) is not null) break;
        }

        if (first is null) return holding;
        var wanted = places.Select(p => p.Position).ToHashSet();
        var (number, last) = (first.Seal.Number - 1, places.Max());
        while (await seals.SealsAfter(number, SealsAtOnce, ct) is { Count: > 0 } some)
        {
            holding.AddRange(some.Where(s => s.Seal.Positions.Any(wanted.Contains)));
            number = some[^1].Seal.Number;
            if (some[^1].Seal.UpToXid > last.Xid) break;
        }

        return holding;
    }

    private static Dictionary<long, (Seal Seal, int Index)> Held(IEnumerable<Seal> holding)
    {
        var held = new Dictionary<long, (Seal, int)>();
        foreach (var seal in holding)
        {
            for (var i = 0; i < seal.Positions.Count; i++) held.TryAdd(seal.Positions[i], (seal, i));
        }

        return held;
    }

    private static ProvenLine Prove(LogLine line, ReadOnlyMemory<byte> hash, Dictionary<long, (Seal Seal, int Index)> held)
    {
        var text = Convert.ToHexStringLower(hash.Span);
        return held.TryGetValue(line.Place.Position, out var place)
            ? new(line, text, place.Seal.Number, place.Seal.IsWhole && place.Seal.RowHash(place.Index).SequenceEqual(hash.Span))
            : new(line, text, null, true);
    }

    private async Task<bool> IsSound(StoredSeal seal, CancellationToken ct) =>
        seal.Seal.IsWhole && seal.Seal.Hash().AsSpan().SequenceEqual(seal.Hash.Span) && await seals.IsSigned(seal, ct);
}
