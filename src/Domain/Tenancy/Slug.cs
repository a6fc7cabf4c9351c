using System.Collections.Frozen;
using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Tenancy;

/// <summary>
/// A tenant's subdomain: 3 to 32 lower-case letters, digits and single hyphens, beginning with a letter, ending with a
/// letter or digit, and no word the platform needs itself.
/// </summary>
public readonly record struct Slug
{
    /// <summary>Words no tenant may have.</summary>
    public static readonly FrozenSet<string> Reserved = FrozenSet.ToFrozenSet(
        [
            "www", "api", "admin", "app", "platform", "static", "mail", "agent", "assets", "auth", "billing", "blog", "cdn",
            "dev", "docs", "email", "ftp", "health", "help", "hooks", "hubs", "imap", "internal", "localhost", "login",
            "metrics", "ns1", "ns2", "paylatch", "pop", "portal", "public", "root", "sandbox", "secure", "security",
            "signin", "sign-in", "sign-out", "smtp", "staging", "status", "support", "system", "tenant", "test",
            "webhook", "webhooks", "webmail",
        ],
        StringComparer.Ordinal);

    private Slug(string value) => Value = value;

    /// <summary>The subdomain.</summary>
    public string Value { get; }

    /// <summary>The name of the tenant's PostgreSQL schema. Hyphens become underscores, which no slug has.</summary>
    public string SchemaName => "tenant_" + Value.Replace('-', '_');

    /// <summary>Reads a slug; upper case is refused rather than changed, since people will type what they gave.</summary>
    /// <exception cref="Refusal"><c>tenancy.slug_invalid</c>, <c>tenancy.slug_reserved</c></exception>
    public static Slug Parse(string? text)
    {
        var slug = (text ?? "").Trim();
        if (slug.Length is < 3 or > 32
            || !slug.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')
            || !char.IsAsciiLetterLower(slug[0]) || slug[^1] == '-' || slug.Contains("--", StringComparison.Ordinal))
            throw TenancyRefusals.SlugInvalid();
        return Reserved.Contains(slug) ? throw TenancyRefusals.SlugReserved(slug) : new Slug(slug);
    }

    /// <inheritdoc/>
    public override string ToString() => Value;
}
