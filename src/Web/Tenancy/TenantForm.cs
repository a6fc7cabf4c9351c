using System.Globalization;
using System.Text;
using Paylatch.Application.Tenancy;

namespace Paylatch.Web.Tenancy;

/// <summary>What is typed when a tenant is made.</summary>
public sealed class TenantForm
{
    /// <summary>Name.</summary>
    public string? Name { get; set; }

    /// <summary>Subdomain.</summary>
    public string? Slug { get; set; }

    /// <summary>Region code.</summary>
    public string? Region { get; set; }

    /// <summary>Currency code.</summary>
    public string? Currency { get; set; } = "KES";

    /// <summary>Culture name.</summary>
    public string? Culture { get; set; } = "en-KE";

    /// <summary>IANA zone.</summary>
    public string? TimeZone { get; set; } = "Africa/Nairobi";

    /// <summary>Accent colour.</summary>
    public string? Accent { get; set; } = "#0f766e";

    /// <summary>A clock that can be moved.</summary>
    public bool Sandbox { get; set; }

    /// <summary>The first admin's name.</summary>
    public string? AdminName { get; set; }

    /// <summary>The first admin's e-mail address.</summary>
    public string? AdminEmail { get; set; }

    /// <summary>The command.</summary>
    public RegisterTenant.Command ToCommand() =>
        new(Slug, Name, Region, Currency?.Trim(), Culture, TimeZone, Sandbox, Accent, AdminName, AdminEmail);

    /// <summary>A subdomain from a name: "Café Duka 2" gives <c>cafe-duka-2</c>.</summary>
    public static string SlugFrom(string? name)
    {
        var slug = new StringBuilder();
        foreach (var c in (name ?? "").Normalize(NormalizationForm.FormD).ToLowerInvariant())
        {
            if (CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark) continue;
            if (char.IsAsciiLetterLower(c) || (char.IsAsciiDigit(c) && slug.Length > 0)) slug.Append(c);
            else if (slug.Length > 0 && slug[^1] != '-') slug.Append('-');
            if (slug.Length == 32) break;
        }

        return slug.ToString().TrimEnd('-');
    }
}
