using Paylatch.Domain.Shared;
using Paylatch.Domain.Tenancy.Events;

namespace Paylatch.Domain.Tenancy;

/// <summary>How a tenant looks: accent and logo, kept in its own schema and copied to the platform's directory.</summary>
public sealed class Branding : Entity
{
    private Branding()
    {
    }

    /// <summary>The tenant; one row each.</summary>
    public TenantId TenantId { get; private set; }

    /// <summary>The accent colour.</summary>
    public string Accent { get; private set; } = "";

    /// <summary>The picture, or null.</summary>
    public byte[]? Logo { get; private set; }

    /// <summary>The picture's media type, or null.</summary>
    public string? LogoType { get; private set; }

    /// <summary>The address of the picture on the tenant's host, which changes with the picture; or null.</summary>
    public string? LogoUrl { get; private set; }

    /// <summary>Counts the changes.</summary>
    public int Version { get; private set; }

    /// <summary>The branding a tenant starts with.</summary>
    public static Branding Start(TenantId id, string accent) => new() { TenantId = id, Accent = accent };

    /// <summary>Changes the colour and, when one is given, the picture.</summary>
    /// <param name="accent">The new accent.</param>
    /// <param name="logo">A new picture, or null to keep the present one.</param>
    /// <param name="removeLogo">True to go without a picture.</param>
    public void Change(Accent accent, LogoPicture? logo, bool removeLogo)
    {
        Accent = accent.Value;
        if (removeLogo) (Logo, LogoType, LogoUrl) = (null, null, null);
        if (logo is not null) (Logo, LogoType, LogoUrl) = (logo.Bytes.ToArray(), logo.MediaType, logo.Path);
        Version++;
        Raise(new BrandingChanged(Accent, Version));
    }
}
