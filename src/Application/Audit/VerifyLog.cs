using System.Globalization;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Domain.Audit;

namespace Paylatch.Application.Audit;

/// <summary>What can be wrong with a log.</summary>
public enum FindingKind
{
    /// <summary>A sealed row is not what was sealed.</summary>
    RowChanged,

    /// <summary>A sealed row is gone.</summary>
    RowRemoved,

    /// <summary>A row stands where everything was sealed before it came.</summary>
    RowInserted,

    /// <summary>A seal's hash does not follow from what it holds.</summary>
    SealChanged,

    /// <summary>A seal does not stand on the one before.</summary>
    ChainBroken,

    /// <summary>A number in the chain is missing.</summary>
    SealMissing,

    /// <summary>A seal is not signed by a key of this log.</summary>
    SignatureWrong,

    /// <summary>A seal that was noted down outside is not in the log as it was noted.</summary>
    AnchorMissing,
}

/// <summary>One thing wrong.</summary>
/// <param name="Kind">What.</param>
/// <param name="Seal">The seal's number, when it is about one.</param>
/// <param name="Position">The row's position, when it is about one.</param>
public sealed record Finding(FindingKind Kind, long? Seal, long? Position);

/// <summary>What a check of the whole log found.</summary>
/// <param name="Rows">How many sealed rows were recomputed.</param>
/// <param name="Seals">How many seals were recomputed.</param>
/// <param name="NotSealedYet">Rows newer than the last seal.</param>
/// <param name="Head">The last seal as <c>number:hash</c>: what to note down outside; empty when there is none.</param>
/// <param name="Findings">The first of what is wrong, at most <see cref="VerifyLog.MostFindings"/>.</param>
/// <param name="FindingCount">How much is wrong in all.</param>
public sealed record LogVerdict(long Rows, long Seals, long NotSealedYet, string Head, IReadOnlyList<Finding> Findings, long FindingCount)
{
    /// <summary>True when nothing is wrong.</summary>
    public bool Sound => FindingCount == 0;
}

/// <summary>
/// Recomputes the whole log from its rows and names every row that was changed, removed or slipped in behind the
/// application's back, and every seal that is broken.
/// </summary>
[Allow(Permission.ReadAudit)]
public sealed class VerifyLog(ISealedLog log)
{
    /// <summary>The most findings listed one by one.</summary>
    public const int MostFindings = 200;

    private const int SealsAtOnce = 100;

    private readonly List<Finding> _findings = [];
    private readonly SealedPlaces _sealed = new();
    private readonly HashSet<long> _missing = [];
    private long _findingCount;
    private long _rows;
    private long _notedUpTo;

    /// <summary>What to check against.</summary>
    /// <param name="Anchor">A seal noted down outside the database, <c>number:hash</c>: shows when the end of the log was cut off.</param>
    public sealed record Command(string? Anchor = null);

    /// <summary>Checks everything. Takes about a second for 50,000 rows.</summary>
    /// <exception cref="Domain.Shared.Refusal"><c>audit.anchor_invalid</c></exception>
    public async Task<LogVerdict> Handle(Command command, CancellationToken ct)
    {
        // Asked for first: what is sealed while this runs may become known before it is read here.
        var known = await log.NewestKnown(ct);
        List<SealAnchor> anchors = command.Anchor is null ? [] : [SealAnchor.Parse(command.Anchor)];
        if (known is not null) anchors.Add(known);
        StoredSeal? last = null;
        long seals = 0;
        while (await log.SealsAfter(last?.Seal.Number ?? 0, SealsAtOnce, ct) is { Count: > 0 } some)
        {
            foreach (var seal in some)
            {
                await CheckSeal(seal, last, ct);
                anchors.RemoveAll(anchor => anchor.IsMetBy(seal));
                last = seal;
            }

            await CheckNoted(some, some[^1].Seal.Number, ct);
            await CheckRows(some, ct);
            seals += some.Count;
        }

        if (known is not null) await CheckNoted([], known.Number, ct);
        foreach (var anchor in anchors) FoundMissing(anchor);
        var fresh = await CheckUnsealed(ct);
        return new LogVerdict(_rows, seals, fresh, last is null ? "" : SealAnchor.Of(last).ToString(), _findings, _findingCount);
    }

    private async Task CheckSeal(StoredSeal stored, StoredSeal? before, CancellationToken ct)
    {
        var (seal, number) = (stored.Seal, stored.Seal.Number);
        var expected = (before?.Seal.Number ?? 0) + 1;
        if (number != expected)
        {
            for (var missing = expected; missing < number; missing++) Found(FindingKind.SealMissing, missing, null);
            _sealed.NoteGap(before?.Seal, seal);
        }
        else if (!seal.PreviousHash.Span.SequenceEqual((before?.Hash ?? Seal.Nothing).Span))
        {
            Found(FindingKind.ChainBroken, number, null);
        }

        if (!seal.IsWhole || !seal.Hash().AsSpan().SequenceEqual(stored.Hash.Span)) Found(FindingKind.SealChanged, number, null);
        else if (!await log.IsSigned(stored, ct)) Found(FindingKind.SignatureWrong, number, null);
    }

    // The chain shows what was changed in it, but not that its end is gone; what the sealer noted elsewhere does.
    private async Task CheckNoted(IReadOnlyList<StoredSeal> seals, long upTo, CancellationToken ct)
    {
        var hashes = seals.ToDictionary(s => s.Seal.Number, s => SealAnchor.Of(s).Hash);
        while (await log.Noted(_notedUpTo, upTo, SealsAtOnce, ct) is { Count: > 0 } noted)
        {
            foreach (var head in noted)
            {
                if (hashes.GetValueOrDefault(head.Number) != head.Hash) FoundMissing(head);
                _notedUpTo = head.Number;
            }
        }
    }

    private async Task CheckRows(IReadOnlyList<StoredSeal> seals, CancellationToken ct)
    {
        var whole = seals.Where(s => s.Seal.IsWhole).ToList();
        var rows = new Dictionary<long, HashedRow>();
        await foreach (var row in log.Rows([.. whole.SelectMany(s => s.Seal.Positions)], ct)) rows[row.Position] = row;
        foreach (var seal in whole.Select(s => s.Seal))
        {
            for (var i = 0; i < seal.Positions.Count; i++)
            {
                CheckRow(seal, i, rows.GetValueOrDefault(seal.Positions[i]));
            }

            _sealed.Add(seal);
            _rows += seal.Positions.Count;
        }
    }

    private void CheckRow(Seal seal, int index, HashedRow? row)
    {
        var position = seal.Positions[index];
        if (row is null) Found(FindingKind.RowRemoved, seal.Number, position);
        else if (!seal.RowHash(index).SequenceEqual(row.Hash.Span)) Found(FindingKind.RowChanged, seal.Number, position);
        else if (_sealed.CameTooLate(new Place(row.Xid, position))) Found(FindingKind.RowInserted, seal.Number, position);
    }

    private async Task<long> CheckUnsealed(CancellationToken ct)
    {
        long fresh = 0;
        await foreach (var place in log.Places(ct))
        {
            if (_sealed.Holds(place.Position) || _sealed.IsInGap(place)) continue;
            if (_sealed.IsPast(place) || _sealed.CameTooLate(place)) Found(FindingKind.RowInserted, null, place.Position);
            else fresh++;
        }

        return fresh;
    }

    private void FoundMissing(SealAnchor noted)
    {
        if (_missing.Add(noted.Number)) Found(FindingKind.AnchorMissing, noted.Number, null);
    }

    private void Found(FindingKind kind, long? seal, long? position)
    {
        _findingCount++;
        if (_findings.Count < MostFindings) _findings.Add(new(kind, seal, position));
    }
}

/// <summary>A seal as it is noted down outside its log, written <c>number:hash</c>.</summary>
/// <param name="Number">The seal's number.</param>
/// <param name="Hash">Its hash, 64 lower-case hexadecimal digits.</param>
public sealed record SealAnchor(long Number, string Hash)
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Number}:{Hash}");

    internal static SealAnchor Of(StoredSeal seal) => new(seal.Seal.Number, Convert.ToHexStringLower(seal.Hash.Span));

    internal static SealAnchor Parse(string text)
    {
        var parts = text.Trim().Split(':');
        return parts.Length == 2 && parts[1].Length == 2 * LogRow.HashSize
            && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new(number, parts[1].ToLowerInvariant())
            : throw AuditRefusals.AnchorInvalid();
    }

    internal bool IsMetBy(StoredSeal seal) => this == Of(seal);
}
