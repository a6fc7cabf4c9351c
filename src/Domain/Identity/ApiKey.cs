using System.Security.Cryptography;
using System.Text;
using Paylatch.Domain.Identity.Events;
using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Identity;

/// <summary>
/// A key by which a tenant's own programs call the API: <c>plk_&lt;slug&gt;_&lt;32 base62 characters&gt;</c>. Only its
/// SHA-256 is stored, which is enough since the secret part has 190 bits of chance.
/// </summary>
public sealed class ApiKey : Entity
{
    private const int SecretLength = 32;

    private ApiKey()
    {
    }

    /// <summary>The key's id.</summary>
    public Guid Id { get; private set; }

    /// <summary>What the tenant calls it.</summary>
    public string Name { get; private set; } = "";

    /// <summary>SHA-256 of the whole key.</summary>
    public byte[] Hash { get; private set; } = [];

    /// <summary>The key's beginning and end, by which people tell keys apart.</summary>
    public string Hint { get; private set; } = "";

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>When it was revoked; null while it works.</summary>
    public DateTimeOffset? RevokedAt { get; private set; }

    /// <summary>Makes a key from a random secret; the text is shown once and never again.</summary>
    /// <exception cref="Refusal"><c>identity.key_name_invalid</c></exception>
    public static (ApiKey Key, string Text) Create(Guid id, string? name, string slug, string secret, DateTimeOffset at)
    {
        var kept = (name ?? "").Trim();
        if (kept.Length is < 2 or > 60 || kept.Any(char.IsControl)) throw AccountRefusals.KeyNameInvalid();
        if (secret.Length != SecretLength) throw new ArgumentException("An API key's secret has 32 characters.", nameof(secret));
        var text = $"plk_{slug}_{secret}";
        var key = new ApiKey { Id = id, Name = kept, Hash = HashOf(text), Hint = $"plk_{slug}_…{secret[^4..]}", CreatedAt = at };
        key.Raise(new ApiKeyCreated(id, kept));
        return (key, text);
    }

    /// <summary>SHA-256 of a key's text; null when it cannot be a key of that tenant.</summary>
    public static byte[]? HashFor(string? text, string slug)
    {
        var begin = $"plk_{slug}_";
        return text is not null && text.Length == begin.Length + SecretLength && text.StartsWith(begin, StringComparison.Ordinal)
            ? HashOf(text)
            : null;
    }

    /// <summary>Ends the key; once more changes nothing.</summary>
    public void Revoke(DateTimeOffset at)
    {
        if (RevokedAt is not null) return;
        RevokedAt = at;
        Raise(new ApiKeyRevoked(Id, Name));
    }

    private static byte[] HashOf(string text) => SHA256.HashData(Encoding.ASCII.GetBytes(text));
}
