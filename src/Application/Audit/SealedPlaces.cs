using Paylatch.Domain.Audit;

namespace Paylatch.Application.Audit;

/// <summary>
/// Remembers, while a log is verified, which places the seals took: one bit for each position, and for each seal how far
/// it reached, which is enough to tell a new row from one that was slipped in.
/// </summary>
internal sealed class SealedPlaces
{
    private const int BlockBits = 1 << 16;

    private readonly Dictionary<long, ulong[]> _blocks = [];
    private readonly List<(Place After, Place Before)> _gaps = [];

    // For each seal: transactions from NextXid on had not begun, and no position beyond MaxPosition was sealed by then.
    private readonly List<(ulong NextXid, long MaxPosition)> _horizons = [];
    private Place _end;

    /// <summary>Takes in a seal.</summary>
    public void Add(Seal seal)
    {
        foreach (var position in seal.Positions)
        {
            var block = Block(position);
            block[(position & (BlockBits - 1)) >> 6] |= 1UL << (int)(position & 63);
        }

        var highest = Math.Max(seal.Positions.Max(), _horizons.Count > 0 ? _horizons[^1].MaxPosition : 0);
        _horizons.Add((seal.NextXid, highest));
        var end = new Place(seal.UpToXid, seal.Positions[^1]);
        if (end > _end) _end = end;
    }

    /// <summary>Notes that seals are missing before this one, so that their rows are not taken for slipped-in ones.</summary>
    public void NoteGap(Seal? before, Seal next) =>
        _gaps.Add((before is { Positions.Count: > 0 } ? new Place(before.UpToXid, before.Positions[^1]) : default, new Place(next.UpToXid, long.MaxValue)));

    /// <summary>True when a seal holds the position.</summary>
    public bool Holds(long position) =>
        _blocks.TryGetValue(position >> 16, out var block) && (block[(position & (BlockBits - 1)) >> 6] & (1UL << (int)(position & 63))) != 0;

    /// <summary>True when the place belongs to a seal that is missing.</summary>
    public bool IsInGap(Place place) => _gaps.Exists(gap => place > gap.After && place < gap.Before);

    /// <summary>True when everything up to and beyond this place is sealed.</summary>
    public bool IsPast(Place place) => place <= _end;

    /// <summary>
    /// True when the row's transaction began after a seal that already holds a later position: positions are given out
    /// in rising order, so the row cannot have got its position honestly.
    /// </summary>
    public bool CameTooLate(Place place)
    {
        var (low, high) = (0, _horizons.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_horizons[middle].NextXid <= place.Xid) low = middle + 1;
            else high = middle;
        }

        return low > 0 && _horizons[low - 1].MaxPosition >= place.Position;
    }

    private ulong[] Block(long position)
    {
        if (!_blocks.TryGetValue(position >> 16, out var block)) _blocks[position >> 16] = block = new ulong[BlockBits / 64];
        return block;
    }
}
