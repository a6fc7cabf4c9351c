using System.Collections.Concurrent;
using Npgsql;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Shared;
using Paylatch.Infrastructure.Persistence;

namespace Paylatch.Infrastructure.Tenancy;

/// <summary>Finds tenants by subdomain or id, from memory where it can. A changed tenant is seen within ten seconds on every node.</summary>
public sealed class TenantDirectory(Regions regions, TimeProvider time)
{
    private const string Columns = "id, slug, name, schema_name, region, currency, culture, time_zone, sandbox, accent, logo_url";
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(10);

    // A subdomain asked for too early must not stay unknown for long once its tenant is made.
    private static readonly TimeSpan FreshUnknown = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, (TenantInfo? Tenant, long At)> _bySlug = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<TenantId, (TenantInfo? Tenant, long At)> _byId = new();

    private readonly TenantInfo _platform = new(
        Caller.PlatformTenant, "", "Paylatch", "platform", regions.Home, Currency.Of("USD"), "en", TimeZoneInfo.Utc, false, "#0f766e", null);

    /// <summary>The platform itself, tenant zero.</summary>
    public TenantInfo Platform => _platform;

    /// <summary>The active tenant of a subdomain; null when there is none.</summary>
    public async Task<TenantInfo?> Find(string slug, CancellationToken ct)
    {
        if (_bySlug.TryGetValue(slug, out var known) && time.GetElapsedTime(known.At) < (known.Tenant is null ? FreshUnknown : Fresh)) return known.Tenant;
        var tenant = await ReadOne("slug = $1 and state = 'active'", slug, ct);
        // Somebody asking for endless names must not fill the memory.
        if (_bySlug.Count > 20_000) _bySlug.Clear();
        _bySlug[slug] = (tenant, time.GetTimestamp());
        return tenant;
    }

    /// <summary>The tenant of an id, in any state.</summary>
    /// <exception cref="Refusal"><c>tenancy.not_found</c></exception>
    public async Task<TenantInfo> Get(TenantId id, CancellationToken ct)
    {
        if (id == Caller.PlatformTenant) return _platform;
        if (_byId.TryGetValue(id, out var known) && time.GetElapsedTime(known.At) < Fresh && known.Tenant is not null) return known.Tenant;
        var tenant = await ReadOne("id = $1", id.Value, ct)
            ?? throw new Refusal("tenancy.not_found", "There is no such merchant.", RefusalKind.NotFound);
        _byId[id] = (tenant, time.GetTimestamp());
        return tenant;
    }

    /// <summary>Every active tenant and the platform itself.</summary>
    public async Task<IReadOnlyList<TenantInfo>> All(CancellationToken ct) =>
        [_platform, .. await Read("state = 'active'", null, ct)];

    /// <summary>Forgets what is in memory: the next question reads again.</summary>
    public void Refresh()
    {
        _bySlug.Clear();
        _byId.Clear();
    }

    private async Task<TenantInfo?> ReadOne(string where, object value, CancellationToken ct) =>
        (await Read(where, value, ct)).FirstOrDefault();

    private Task<List<TenantInfo>> Read(string where, object? value, CancellationToken ct) =>
        Resilience.Retry(
            async () =>
            {
                await using var command = regions.Of(regions.Home).App.CreateCommand($"select {Columns} from platform.tenants where {where} order by id");
                if (value is not null) command.Parameters.Add(new() { Value = value });
                await using var reader = await command.ExecuteReaderAsync(ct);
                var tenants = new List<TenantInfo>();
                while (await reader.ReadAsync(ct)) tenants.Add(One(reader));
                return tenants;
            },
            ct);

    private static TenantInfo One(NpgsqlDataReader row) => new(
        new TenantId(row.GetGuid(0)), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4),
        Currency.Of(row.GetString(5)), row.GetString(6), TimeZoneInfo.FindSystemTimeZoneById(row.GetString(7)),
        row.GetBoolean(8), row.GetString(9), row.IsDBNull(10) ? null : row.GetString(10));
}
