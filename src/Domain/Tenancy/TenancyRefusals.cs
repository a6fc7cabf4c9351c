using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Tenancy;

/// <summary>Every "no" of tenancy.</summary>
public static class TenancyRefusals
{
    /// <summary>Not a subdomain.</summary>
    public static Refusal SlugInvalid() =>
        new("tenancy.slug_invalid", "A subdomain has 3 to 32 lower-case letters, digits and single hyphens, begins with a letter and does not end with a hyphen.", field: "slug");

    /// <summary>The platform needs this word itself.</summary>
    public static Refusal SlugReserved(string slug) =>
        new("tenancy.slug_reserved", $"'{slug}' is reserved. Choose another subdomain.", field: "slug");

    /// <summary>Another tenant has it.</summary>
    public static Refusal SlugTaken(string slug) =>
        new("tenancy.slug_taken", $"'{slug}' is taken. Choose another subdomain.", RefusalKind.Conflict, "slug");

    /// <summary>The name is missing or too long.</summary>
    public static Refusal NameInvalid() =>
        new("tenancy.name_invalid", "Give the name customers see, 2 to 80 characters.", field: "name");

    /// <summary>No such region.</summary>
    public static Refusal RegionUnknown(string? region) =>
        new("tenancy.region_unknown", $"There is no region '{region}'.", field: "region");

    /// <summary>No such culture.</summary>
    public static Refusal CultureUnknown(string? culture) =>
        new("tenancy.culture_unknown", $"'{culture}' is not a language and country such as en-KE or sw-KE.", field: "culture");

    /// <summary>No such time zone.</summary>
    public static Refusal TimeZoneUnknown(string? zone) =>
        new("tenancy.time_zone_unknown", $"'{zone}' is not a time zone such as Africa/Nairobi.", field: "timeZone");

    /// <summary>Not a colour.</summary>
    public static Refusal AccentInvalid() =>
        new("tenancy.accent_invalid", "Give the colour as # and six hexadecimal digits, such as #0f766e.", field: "accent");

    /// <summary>Not an address we show pictures from.</summary>
    public static Refusal LogoInvalid() =>
        new("tenancy.logo_invalid", "The logo's address begins with https:// or is a path on this site beginning with /.", field: "logoUrl");

    /// <summary>No such tenant.</summary>
    public static Refusal NotFound() => new("tenancy.not_found", "There is no such tenant.", RefusalKind.NotFound);

    /// <summary>The tenant's state does not allow it.</summary>
    public static Refusal StepNotAllowed(TenantState from, TenantState to) =>
        new("tenancy.step_not_allowed", $"A tenant that is {from} cannot become {to}.", RefusalKind.Conflict);

    /// <summary>Suspending needs a reason.</summary>
    public static Refusal ReasonInvalid() =>
        new("tenancy.reason_invalid", "Say why, in 3 to 500 characters; it is kept in the log.", field: "reason");

    /// <summary>Only sandboxes have a clock that moves.</summary>
    public static Refusal NotSandbox() =>
        new("tenancy.not_sandbox", "Only a sandbox has a clock that can be moved.", RefusalKind.Conflict);

    /// <summary>The clock goes forward only, and not too far.</summary>
    public static Refusal ClockStepInvalid(int days) =>
        new("tenancy.clock_step_invalid", $"The clock moves forward only, by at most {days} days at a time.", field: "by");

    /// <summary>The clock has gone as far as it may.</summary>
    public static Refusal ClockTooFar(int years) =>
        new("tenancy.clock_too_far", $"The clock is already close to {years} years ahead; it moves no further.", RefusalKind.Conflict);
}
