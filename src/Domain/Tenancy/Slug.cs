using System.Collections.Frozen;
using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Tenancy;

/// <summary>
/// A tenant's subdomain: 3 to 32 lower-case letters, digits and single hyphens, beginning with a letter and ending with
/// a letter or digit (a DNS label, RFC 1035), and none of the names the platform keeps for itself.
/// </summary>
public readonly record struct Slug
{
    /// <summary>Words no tenant may have.</summary>
    public static readonly FrozenSet<string> Reserved = FrozenSet.ToFrozenSet(
        [
            "www", "api", "app", "admin", "administrator", "platform", "paylatch", "localhost", "static", "assets", "cdn",
            "mail", "smtp", "ftp", "ns1", "ns2", "status", "docs", "help", "support", "billing", "health", "region", "agent",
            "hubs", "live", "auth", "login", "sign-in", "sso", "oauth", "webhooks", "public", "root", "system", "internal",
        ],
        StringComparer.Ordinal);

    private Slug(string value) => Value = value;

    /// <summary>The subdomain.</summary>
    public string Value { get; }

    /// <summary>The PostgreSQL schema of this subdomain. Slugs have no underscores, so no two share one.</summary>
    public string Schema => "t_" + Value.Replace('-', '_');

    /// <summary>Builds a slug; capitals and spaces around are forgiven.</summary>
    /// <exception cref="Refusal"><c>tenancy.slug_invalid</c>, <c>tenancy.slug_reserved</c></exception>
    public static Slug Of(string? text)
    {
        var slug = (text ?? "").Trim().ToLowerInvariant();
        var wellFormed = slug.Length is >= 3 and <= 32
            && char.IsAsciiLetterLower(slug[0])
            && char.IsAsciiLetterOrDigit(slug[^1])
            && slug.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')
            && !slug.Contains("--", StringComparison.Ordinal);
        if (!wellFormed) throw TenancyRefusals.SlugInvalid();
        return Reserved.Contains(slug) ? throw TenancyRefusals.SlugReserved(slug) : new Slug(slug);
    }

    /// <inheritdoc/>
    public override string ToString() => Value;
}
