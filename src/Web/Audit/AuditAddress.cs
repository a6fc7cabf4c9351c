using System.Globalization;
using Microsoft.AspNetCore.Http.Extensions;

namespace Paylatch.Web.Audit;

/// <summary>What the audit page keeps in its address, so that it can be sent on and survives a reload.</summary>
/// <param name="Query">The search line.</param>
/// <param name="Before">Where the page of the list begins.</param>
/// <param name="Event">The event whose story is open.</param>
/// <param name="Tenant">The subdomain of the merchant whose log the platform looks at; null for the host's own log.</param>
public sealed record AuditAddress(string? Query, long? Before = null, string? Event = null, string? Tenant = null)
{
    /// <summary>The page's path.</summary>
    public const string Path = "/audit";

    /// <inheritdoc/>
    public override string ToString()
    {
        var query = new QueryBuilder();
        if (!string.IsNullOrEmpty(Tenant)) query.Add("tenant", Tenant);
        if (!string.IsNullOrWhiteSpace(Query)) query.Add("q", Query);
        if (Before is { } before) query.Add("before", before.ToString(CultureInfo.InvariantCulture));
        if (Event is not null) query.Add("event", Event);
        return Path + query;
    }
}
