using System.Globalization;
using Paylatch.Domain.Shared;
using Paylatch.Domain.Tenancy.Events;

namespace Paylatch.Domain.Tenancy;

/// <summary>How far a tenant is.</summary>
public enum TenantState
{
    /// <summary>Registered; its schema and first admin are being made. Nobody reaches it yet.</summary>
    Provisioning,

    /// <summary>In use.</summary>
    Active,

    /// <summary>Stopped by the platform.</summary>
    Suspended,
}

/// <summary>A merchant or lender as the platform's directory knows it. Its own data lives in its own schema.</summary>
public sealed class Tenant : Entity
{
    private Tenant()
    {
    }

    /// <summary>The tenant's id.</summary>
    public TenantId Id { get; private set; }

    /// <summary>Its subdomain; never changes.</summary>
    public string Slug { get; private set; } = "";

    /// <summary>Its name as customers see it.</summary>
    public string Name { get; private set; } = "";

    /// <summary>Its PostgreSQL schema, made from the slug.</summary>
    public string SchemaName { get; private set; } = "";

    /// <summary>The code of the region whose server holds it; never changes.</summary>
    public string Region { get; private set; } = "";

    /// <summary>The currency it sells in; never changes.</summary>
    public Currency Currency { get; private set; }

    /// <summary>Its default culture, such as <c>sw-KE</c>.</summary>
    public string Culture { get; private set; } = "";

    /// <summary>Its IANA time zone.</summary>
    public string TimeZone { get; private set; } = "";

    /// <summary>True when it has a clock of its own that can be moved; decided at birth.</summary>
    public bool Sandbox { get; private set; }

    /// <summary>Its accent colour, <c>#rrggbb</c>.</summary>
    public string Accent { get; private set; } = "";

    /// <summary>The address of its logo on its own host, or null.</summary>
    public string? LogoUrl { get; private set; }

    /// <summary>Counts changes of the branding, so that a late copy never overwrites a newer one.</summary>
    public int BrandingVersion { get; private set; }

    /// <summary>How far it is.</summary>
    public TenantState State { get; private set; }

    /// <summary>The name of the person who gets the first admin's account.</summary>
    public string FirstAdminName { get; private set; } = "";

    /// <summary>The e-mail address with which the first admin signs in.</summary>
    public string FirstAdminEmail { get; private set; } = "";

    /// <summary>When it was registered.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>Registers a tenant; it is not usable before <see cref="Activate"/>.</summary>
    /// <exception cref="Refusal"><c>tenancy.*</c>, <c>money.currency_unknown</c></exception>
    public static Tenant Register(TenantId id, TenantPlan plan, DateTimeOffset at)
    {
        var slug = Tenancy.Slug.Of(plan.Slug);
        var tenant = new Tenant
        {
            Id = id,
            Slug = slug.Value,
            Name = NameOf(plan.Name, "name"),
            SchemaName = slug.Schema,
            Region = plan.Region,
            Currency = Currency.Of(plan.Currency),
            Culture = CultureOf(plan.Culture),
            TimeZone = ZoneOf(plan.TimeZone),
            Sandbox = plan.Sandbox,
            Accent = Tenancy.Accent.Of(plan.Accent).Value,
            State = TenantState.Provisioning,
            FirstAdminName = NameOf(plan.AdminName, "adminName"),
            FirstAdminEmail = plan.AdminEmail,
            CreatedAt = at,
        };
        tenant.Raise(new TenantRegistered(id, tenant.Slug, tenant.Region, tenant.Currency, tenant.Sandbox));
        return tenant;
    }

    /// <summary>Opens it for use; once more changes nothing, so that an interrupted provisioning may repeat it.</summary>
    /// <exception cref="Refusal"><c>tenancy.suspended</c></exception>
    public void Activate()
    {
        if (State == TenantState.Active) return;
        if (State == TenantState.Suspended) throw TenancyRefusals.Suspended();
        State = TenantState.Active;
        Raise(new TenantActivated(Id, Slug));
    }

    /// <summary>Takes over the branding the tenant chose. An older version than the one held is ignored.</summary>
    public void TakeBranding(Branding branding)
    {
        if (branding.Version <= BrandingVersion) return;
        (Accent, LogoUrl, BrandingVersion) = (branding.Accent, branding.LogoUrl, branding.Version);
        Raise(new TenantBrandingPublished(Id, branding.Version));
    }

    private static string NameOf(string? name, string field)
    {
        var kept = string.Join(' ', (name ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return kept.Length is >= 2 and <= 80 && !kept.Any(char.IsControl) ? kept : throw TenancyRefusals.NameInvalid(field);
    }

    private static string CultureOf(string? culture)
    {
        try
        {
            return CultureInfo.GetCultureInfo((culture ?? "").Trim(), predefinedOnly: true) is { Name.Length: > 0 } known
                ? known.Name
                : throw TenancyRefusals.CultureUnknown(culture);
        }
        catch (CultureNotFoundException)
        {
            throw TenancyRefusals.CultureUnknown(culture);
        }
    }

    private static string ZoneOf(string? zone) =>
        TimeZoneInfo.TryFindSystemTimeZoneById((zone ?? "").Trim(), out var known) && known.HasIanaId
            ? known.Id
            : throw TenancyRefusals.TimeZoneUnknown(zone);
}

/// <summary>What is decided when a tenant is registered; checked by <see cref="Tenant.Register"/>.</summary>
/// <param name="Slug">Subdomain.</param>
/// <param name="Name">Name as customers see it.</param>
/// <param name="Region">Region code, known to be configured.</param>
/// <param name="Currency">ISO 4217 code.</param>
/// <param name="Culture">Culture name such as <c>sw-KE</c>.</param>
/// <param name="TimeZone">IANA zone such as <c>Africa/Nairobi</c>.</param>
/// <param name="Sandbox">True for a clock that can be moved.</param>
/// <param name="Accent">Accent colour, or null for the platform's own.</param>
/// <param name="AdminName">The first admin's name.</param>
/// <param name="AdminEmail">The first admin's e-mail address, known to be one.</param>
public sealed record TenantPlan(
    string? Slug, string? Name, string Region, string? Currency, string? Culture, string? TimeZone, bool Sandbox,
    string? Accent, string? AdminName, string AdminEmail);
