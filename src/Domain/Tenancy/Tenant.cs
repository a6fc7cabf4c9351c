using System.Globalization;
using Paylatch.Domain.Shared;
using Paylatch.Domain.Tenancy.Events;

namespace Paylatch.Domain.Tenancy;

/// <summary>How far a tenant has come.</summary>
public enum TenantState
{
    /// <summary>Its schema and keys are being made.</summary>
    Provisioning,

    /// <summary>In use.</summary>
    Active,

    /// <summary>Stopped by the platform's staff; nobody of it signs in.</summary>
    Suspended,
}

/// <summary>Where and how a tenant does business.</summary>
/// <param name="Region">The code of the region whose server holds it.</param>
/// <param name="Currency">The currency it sells in.</param>
/// <param name="Culture">Its default culture, such as <c>sw-KE</c>.</param>
/// <param name="TimeZone">Its IANA time zone.</param>
public sealed record TenantLocale(string Region, Currency Currency, string Culture, string TimeZone);

/// <summary>A merchant or lender with its own subdomain, schema and keys. Slug, schema, currency and region never change.</summary>
public sealed class Tenant : Entity
{
    private Tenant()
    {
    }

    /// <summary>Every legal step between states; the rest is refused.</summary>
    public static IReadOnlyList<(TenantState From, TenantState To)> Transitions { get; } =
    [
        (TenantState.Provisioning, TenantState.Active),
        (TenantState.Active, TenantState.Suspended),
        (TenantState.Suspended, TenantState.Active),
    ];

    /// <summary>Its id.</summary>
    public TenantId Id { get; private set; }

    /// <summary>Its subdomain.</summary>
    public string Slug { get; private set; } = "";

    /// <summary>Its name as customers see it.</summary>
    public string Name { get; private set; } = "";

    /// <summary>Its PostgreSQL schema.</summary>
    public string SchemaName { get; private set; } = "";

    /// <summary>The code of its region.</summary>
    public string Region { get; private set; } = "";

    /// <summary>The currency it sells in.</summary>
    public Currency Currency { get; private set; }

    /// <summary>Its default culture.</summary>
    public string Culture { get; private set; } = "";

    /// <summary>Its IANA time zone.</summary>
    public string TimeZone { get; private set; } = "";

    /// <summary>True when it has a clock of its own that can be moved.</summary>
    public bool Sandbox { get; private set; }

    /// <summary>Its accent colour, <c>#rrggbb</c>.</summary>
    public string Accent { get; private set; } = "#0f766e";

    /// <summary>Its logo's address; null for none.</summary>
    public string? LogoUrl { get; private set; }

    /// <summary>How far it has come.</summary>
    public TenantState State { get; private set; }

    /// <summary>When it was registered.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>Registers a tenant whose schema and keys are still to be made.</summary>
    /// <exception cref="Refusal">A <c>tenancy.*</c> code naming the field. Whether the region exists is for the caller to know.</exception>
    public static Tenant Register(TenantId id, Slug slug, string? name, TenantLocale locale, bool sandbox, DateTimeOffset at)
    {
        var tenant = new Tenant
        {
            Id = id,
            Slug = slug.Value,
            Name = NameOf(name),
            SchemaName = slug.SchemaName,
            Region = locale.Region,
            Currency = locale.Currency,
            Culture = CultureOf(locale.Culture),
            TimeZone = ZoneOf(locale.TimeZone),
            Sandbox = sandbox,
            State = TenantState.Provisioning,
            CreatedAt = at,
        };
        tenant.Raise(new TenantRegistered(id, slug.Value, locale.Region, locale.Currency, sandbox));
        return tenant;
    }

    /// <summary>Its schema and keys are there: it can be used. Again changes nothing.</summary>
    /// <exception cref="Refusal"><c>tenancy.step_not_allowed</c> for a suspended one; see <see cref="Resume"/>.</exception>
    public void Activate()
    {
        if (State == TenantState.Active) return;
        if (State == TenantState.Suspended) throw TenancyRefusals.StepNotAllowed(State, TenantState.Active);
        Move(TenantState.Active);
        Raise(new TenantActivated(Id));
    }

    /// <summary>Stops it.</summary>
    /// <exception cref="Refusal"><c>tenancy.step_not_allowed</c>, <c>tenancy.reason_invalid</c></exception>
    public void Suspend(string? reason)
    {
        var why = reason?.Trim() is { Length: >= 3 and <= 500 } said ? said : throw TenancyRefusals.ReasonInvalid();
        Move(TenantState.Suspended);
        Raise(new TenantSuspended(Id, why));
    }

    /// <summary>Lets it go on.</summary>
    /// <exception cref="Refusal"><c>tenancy.step_not_allowed</c> unless it is suspended.</exception>
    public void Resume()
    {
        if (State != TenantState.Suspended) throw TenancyRefusals.StepNotAllowed(State, TenantState.Active);
        Move(TenantState.Active);
        Raise(new TenantResumed(Id));
    }

    /// <summary>Changes what customers see of it.</summary>
    /// <exception cref="Refusal"><c>tenancy.name_invalid</c>, <c>tenancy.accent_invalid</c>, <c>tenancy.logo_invalid</c></exception>
    public void Rebrand(string? name, string? accent, string? logoUrl)
    {
        var named = NameOf(name);
        var colour = (accent ?? "").Trim().ToLowerInvariant();
        if (colour.Length != 7 || colour[0] != '#' || !colour.Skip(1).All(char.IsAsciiHexDigit)) throw TenancyRefusals.AccentInvalid();
        var logo = string.IsNullOrWhiteSpace(logoUrl) ? null : logoUrl.Trim();
        if (logo is not null && !LogoFits(logo)) throw TenancyRefusals.LogoInvalid();
        (Name, Accent, LogoUrl) = (named, colour, logo);
        Raise(new TenantRebranded(Id));
    }

    private void Move(TenantState to)
    {
        if (!Transitions.Contains((State, to))) throw TenancyRefusals.StepNotAllowed(State, to);
        State = to;
    }

    private static string NameOf(string? name) =>
        name?.Trim() is { Length: >= 2 and <= 80 } kept && !kept.Any(char.IsControl) ? kept : throw TenancyRefusals.NameInvalid();

    // A path on this site, never another host by //, or a full https address; nothing that could carry script.
    private static bool LogoFits(string logo) =>
        logo.Length <= 500 && !logo.Any(c => char.IsControl(c) || char.IsWhiteSpace(c) || c is '"' or '\'' or '<' or '>' or '\\')
        && ((logo[0] == '/' && !logo.StartsWith("//", StringComparison.Ordinal))
            || (Uri.TryCreate(logo, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttps));

    private static string CultureOf(string? culture)
    {
        try
        {
            return culture is { Length: > 1 } ? CultureInfo.GetCultureInfo(culture, predefinedOnly: true).Name : throw TenancyRefusals.CultureUnknown(culture);
        }
        catch (CultureNotFoundException)
        {
            throw TenancyRefusals.CultureUnknown(culture);
        }
    }

    private static string ZoneOf(string? zone) =>
        zone is not null && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found) && found.HasIanaId ? found.Id : throw TenancyRefusals.TimeZoneUnknown(zone);
}
