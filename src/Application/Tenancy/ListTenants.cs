using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Domain.Shared;
using Paylatch.Domain.Tenancy;

namespace Paylatch.Application.Tenancy;

/// <summary>Lists tenants by subdomain, page by page.</summary>
[Allow(Permission.ManagePlatform)]
public sealed class ListTenants(ITenancyDb db)
{
    private const int Most = 200;

    /// <summary>Which tenants.</summary>
    /// <param name="Search">Part of a name or subdomain.</param>
    /// <param name="State">Only in this state.</param>
    /// <param name="Region">Only in this region.</param>
    /// <param name="After">The last subdomain of the page before.</param>
    /// <param name="Limit">How many; at most 200.</param>
    public sealed record Query(string? Search = null, TenantState? State = null, string? Region = null, string? After = null, int Limit = 50);

    /// <summary>A page of tenants, and how many there are in each state under the same search.</summary>
    public async Task<TenantPage> Handle(Query query, CancellationToken ct)
    {
        var limit = Math.Clamp(query.Limit, 1, Most);
        var search = (query.Search ?? "").Trim().ToLowerInvariant();
        var found = db.Tenants.AsNoTracking();
        // These comparisons are made by the database.
#pragma warning disable CA1304, CA1309, CA1311, CA1862
        if (search != "") found = found.Where(t => t.Slug.Contains(search) || t.Name.ToLower().Contains(search));
        if (query.Region is not null) found = found.Where(t => t.Region == query.Region);
        var counts = await found.GroupBy(t => t.State).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, ct);
        if (query.State is not null) found = found.Where(t => t.State == query.State);
        if (query.After is not null) found = found.Where(t => string.Compare(t.Slug, query.After) > 0);
#pragma warning restore CA1304, CA1309, CA1311, CA1862
        var rows = await found.OrderBy(t => t.Slug).Take(limit + 1)
            .Select(t => new TenantRow(t.Id, t.Slug, t.Name, t.Region, t.Currency, t.Sandbox, t.State, t.CreatedAt))
            .ToListAsync(ct);
        var more = rows.Count > limit;
        return new TenantPage(more ? rows[..limit] : rows, more ? rows[limit - 1].Slug : null, counts);
    }
}

/// <summary>A page of tenants.</summary>
/// <param name="Rows">The tenants.</param>
/// <param name="Next">Give this as <c>After</c> for the next page; null when this is the last.</param>
/// <param name="Counts">How many in each state, whatever state was asked for.</param>
public sealed record TenantPage(IReadOnlyList<TenantRow> Rows, string? Next, IReadOnlyDictionary<TenantState, int> Counts);

/// <summary>A tenant in a list.</summary>
/// <param name="Id">The tenant.</param>
/// <param name="Slug">Subdomain.</param>
/// <param name="Name">Name.</param>
/// <param name="Region">Region code.</param>
/// <param name="Currency">Currency.</param>
/// <param name="Sandbox">Has a clock that can be moved.</param>
/// <param name="State">How far it is.</param>
/// <param name="CreatedAt">When it was registered.</param>
public sealed record TenantRow(
    TenantId Id, string Slug, string Name, string Region, Currency Currency, bool Sandbox, TenantState State, DateTimeOffset CreatedAt);
