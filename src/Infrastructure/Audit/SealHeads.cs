using System.Collections.Concurrent;
using System.Diagnostics;
using Npgsql;
using Paylatch.Application.Audit;
using Paylatch.Domain.Shared;
using Paylatch.Infrastructure.Persistence;

namespace Paylatch.Infrastructure.Audit;

/// <summary>
/// How far each log has been sealed, kept outside that log: in this process at once, in the platform's schema at most once a
/// minute for each log. A chain shows what was changed in its middle, never that its end is gone; these show that.
/// </summary>
public sealed class SealHeads(Regions regions)
{
    private static readonly TimeSpan NoteEvery = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<TenantId, Head> _heads = new();

    /// <summary>The newest seal known of a log, made on this node or noted by any; null when there is none.</summary>
    public async Task<SealAnchor?> Newest(TenantId tenant, CancellationToken ct)
    {
        if (_heads.TryGetValue(tenant, out var known)) return known.Seal;
        if (await Last(tenant, ct) is not { } noted) return null;
        return _heads.GetOrAdd(tenant, new Head(noted, noted.Number, 0)).Seal;
    }

    /// <summary>A seal was made on this node.</summary>
    public void Made(TenantId tenant, SealAnchor seal) =>
        _heads.AddOrUpdate(tenant, _ => new Head(seal, 0, 0), (_, head) => seal.Number > head.Seal.Number ? head with { Seal = seal } : head);

    /// <summary>Notes what was sealed since: for logs noted a minute ago or longer, or for all of them.</summary>
    public async Task Note(bool all, CancellationToken ct)
    {
        var due = _heads.Where(head => head.Value.IsNews && (all || head.Value.Age > NoteEvery)).ToList();
        if (due.Count == 0) return;
        await using var command = regions.Of(regions.Home).App.CreateCommand("""
            insert into platform.seal_heads (tenant, number, hash) select * from unnest($1, $2, $3) on conflict (tenant, number) do nothing
            """);
        command.Parameters.Add(new() { Value = due.ConvertAll(head => head.Key.Value) });
        command.Parameters.Add(new() { Value = due.ConvertAll(head => head.Value.Seal.Number) });
        command.Parameters.Add(new() { Value = due.ConvertAll(head => Convert.FromHexString(head.Value.Seal.Hash)) });
        await command.ExecuteNonQueryAsync(ct);
        foreach (var (tenant, noted) in due)
            _heads.AddOrUpdate(tenant, noted, (_, head) => head with { Noted = noted.Seal.Number, At = Stopwatch.GetTimestamp() });
    }

    /// <summary>What was noted of a log after one number and up to another, in order.</summary>
    public async Task<IReadOnlyList<SealAnchor>> Noted(TenantId tenant, long after, long upTo, int limit, CancellationToken ct)
    {
        await using var command = regions.Of(regions.Home).App.CreateCommand(
            "select number, hash from platform.seal_heads where tenant = $1 and number > $2 and number <= $3 order by number limit $4");
        command.Parameters.AddRange(new NpgsqlParameter[] { new() { Value = tenant.Value }, new() { Value = after }, new() { Value = upTo }, new() { Value = limit } });
        return await Read(command, ct);
    }

    private async Task<SealAnchor?> Last(TenantId tenant, CancellationToken ct)
    {
        await using var command = regions.Of(regions.Home).App.CreateCommand(
            "select number, hash from platform.seal_heads where tenant = $1 order by number desc limit 1");
        command.Parameters.Add(new() { Value = tenant.Value });
        return (await Read(command, ct)).SingleOrDefault();
    }

    private static async Task<List<SealAnchor>> Read(NpgsqlCommand command, CancellationToken ct)
    {
        await using var reader = await command.ExecuteReaderAsync(ct);
        var noted = new List<SealAnchor>();
        while (await reader.ReadAsync(ct)) noted.Add(new(reader.GetInt64(0), Convert.ToHexStringLower(reader.GetFieldValue<byte[]>(1))));
        return noted;
    }

    private sealed record Head(SealAnchor Seal, long Noted, long At)
    {
        public bool IsNews => Seal.Number > Noted;

        public TimeSpan Age => At == 0 ? TimeSpan.MaxValue : Stopwatch.GetElapsedTime(At);
    }
}
