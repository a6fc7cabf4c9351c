using Microsoft.AspNetCore.Localization;

namespace Paylatch.Web.Shell;

/// <summary>What a person chose for this browser: theme, language, rail. Kept in cookies, changed by plain links, so that it works with scripts off.</summary>
/// <param name="Theme"><c>light</c> or <c>dark</c>; null follows the device.</param>
/// <param name="NarrowRail">True when the rail is folded.</param>
public sealed record Preferences(string? Theme, bool NarrowRail)
{
    private const string ThemeCookie = "paylatch.theme", RailCookie = "paylatch.rail";

    /// <summary>What this request's browser has chosen.</summary>
    public static Preferences Of(HttpContext http) => new(
        http.Request.Cookies[ThemeCookie] is "light" or "dark" ? http.Request.Cookies[ThemeCookie] : null,
        http.Request.Cookies[RailCookie] == "narrow");

    /// <summary>The link that switches the language and comes back.</summary>
    public static string CultureHref(string to, string back) => $"/culture?to={to}&back={Uri.EscapeDataString(back)}";

    /// <summary>The link that switches the theme and comes back.</summary>
    public static string ThemeHref(string to, string back) => $"/theme?to={to}&back={Uri.EscapeDataString(back)}";

    /// <summary>Serves both links. Unknown values change nothing; anything but an address on this host comes back to <c>/</c>.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/culture", (HttpContext http, string? to, string? back) =>
        {
            if (Cultures.Known(to)) Set(http, Cultures.Cookie, CookieRequestCultureProvider.MakeCookieValue(new RequestCulture(to!)));
            return Results.LocalRedirect(Local(back));
        }).ExcludeFromDescription();

        routes.MapGet("/theme", (HttpContext http, string? to, string? back) =>
        {
            if (to is "light" or "dark") Set(http, ThemeCookie, to);
            if (to is "auto") http.Response.Cookies.Delete(ThemeCookie);
            return Results.LocalRedirect(Local(back));
        }).ExcludeFromDescription();
    }

    /// <summary>The address when it is a path on this host, else <c>/</c>: no link may send a person elsewhere.</summary>
    public static string Local(string? back) =>
        back is ['/'] or ['/', not ('/' or '\\'), ..] && !back.Any(char.IsControl) ? back : "/";

    private static void Set(HttpContext http, string name, string value) => http.Response.Cookies.Append(name, value, new CookieOptions
    {
        Path = "/", MaxAge = TimeSpan.FromDays(365), SameSite = SameSiteMode.Lax, IsEssential = true, Secure = http.Request.IsHttps,
    });
}
