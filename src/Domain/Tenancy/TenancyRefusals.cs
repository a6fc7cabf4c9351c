using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Tenancy;

/// <summary>Every "no" about tenants themselves.</summary>
public static class TenancyRefusals
{
    /// <summary>Not a usable subdomain.</summary>
    public static Refusal SlugInvalid() => new(
        "tenancy.slug_invalid",
        "Use 3 to 32 lower-case letters, digits and single hyphens, beginning with a letter, such as duka-nairobi.",
        field: "slug");

    /// <summary>A name the platform keeps for itself.</summary>
    public static Refusal SlugReserved(string slug) =>
        new("tenancy.slug_reserved", $"'{slug}' is kept for the platform. Choose another address.", field: "slug");

    /// <summary>Somebody has it already.</summary>
    public static Refusal SlugTaken(string slug) =>
        new("tenancy.slug_taken", $"'{slug}' is taken. Choose another address.", RefusalKind.Conflict, "slug");

    /// <summary>A name is missing or too long.</summary>
    public static Refusal NameInvalid(string field) =>
        new("tenancy.name_invalid", "Give a name of 2 to 80 characters.", field: field);

    /// <summary>No such region here.</summary>
    public static Refusal RegionUnknown(string? region) =>
        new("tenancy.region_unknown", $"There is no region '{region}'. Choose one from the list.", field: "region");

    /// <summary>No such culture.</summary>
    public static Refusal CultureUnknown(string? culture) =>
        new("tenancy.culture_unknown", $"'{culture}' is not a known language and country, such as sw-KE or en-KE.", field: "culture");

    /// <summary>No such time zone.</summary>
    public static Refusal TimeZoneUnknown(string? zone) =>
        new("tenancy.time_zone_unknown", $"'{zone}' is not an IANA time zone, such as Africa/Nairobi.", field: "timeZone");

    /// <summary>Not a colour.</summary>
    public static Refusal AccentInvalid() =>
        new("tenancy.accent_invalid", "Give the colour as # and six hexadecimal digits, such as #0f766e.", field: "accent");

    /// <summary>White text could not be read on it.</summary>
    public static Refusal AccentTooLight(double contrast) => new(
        "tenancy.accent_too_light",
        FormattableString.Invariant($"White text on this colour has a contrast of {contrast:0.0}:1; it needs 4.5:1. Choose a darker one."),
        field: "accent");

    /// <summary>The picture is too large.</summary>
    public static Refusal LogoTooLarge() =>
        new("tenancy.logo_too_large", "The logo may have at most 16 KB, since customers load it on every page. Save it at 128 by 128 points, or as WebP.", field: "logo");

    /// <summary>Not a picture we take.</summary>
    public static Refusal LogoType() =>
        new("tenancy.logo_type", "The logo must be a PNG or WebP picture.", field: "logo");

    /// <summary>No such tenant.</summary>
    public static Refusal NotFound() => new("tenancy.not_found", "There is no such merchant.", RefusalKind.NotFound);

    /// <summary>The platform stopped it.</summary>
    public static Refusal Suspended() =>
        new("tenancy.suspended", "This merchant is suspended.", RefusalKind.Conflict);

    /// <summary>A real tenant's clock is the world's.</summary>
    public static Refusal NotASandbox() =>
        new("tenancy.not_a_sandbox", "Only a sandbox has a clock that can be moved.", RefusalKind.Conflict);

    /// <summary>The clock does not go back.</summary>
    public static Refusal ClockOnlyForward(DateOnly today) =>
        new("tenancy.clock_only_forward", $"The clock only goes forward. Choose a date after {today:yyyy-MM-dd}.", field: "to");

    /// <summary>Too far at once.</summary>
    public static Refusal ClockStepTooLong(int days) =>
        new("tenancy.clock_step_too_long", $"The clock moves at most {days} days at once.", field: "to");

    /// <summary>A step to a date came without one.</summary>
    public static Refusal ClockDateMissing() => new("tenancy.clock_date_missing", "Give the date to move to.", field: "to");

    /// <summary>Somebody else moved it in the meantime.</summary>
    public static Refusal ClockMovedMeanwhile() => new(
        "tenancy.clock_moved_meanwhile", "Somebody else moved the clock just now. Look at the date and try again.", RefusalKind.Conflict);

    /// <summary>No installment lies ahead.</summary>
    public static Refusal NothingDue() =>
        new("tenancy.nothing_due", "No installment is due after today.", RefusalKind.Conflict);

    /// <summary>A regional admin looked over the fence.</summary>
    public static Refusal OtherRegion() =>
        new("tenancy.other_region", "This merchant belongs to another region.", RefusalKind.Forbidden);
}
