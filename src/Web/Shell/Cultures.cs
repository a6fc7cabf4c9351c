using System.Globalization;
using Microsoft.AspNetCore.Localization;
using Paylatch.Application.Tenancy;

namespace Paylatch.Web.Shell;

/// <summary>The languages the portal speaks, and which one a request gets: the person's choice, else the tenant's, else the browser's.</summary>
public static class Cultures
{
    /// <summary>The cookie that keeps a person's choice.</summary>
    public const string Cookie = "paylatch.culture";

    /// <summary>The languages, each with its own name for itself.</summary>
    public static readonly IReadOnlyList<(string Code, string Name)> All = [("en", "English"), ("sw", "Kiswahili"), ("ar", "العربية")];

    /// <summary>True for a language there are texts for.</summary>
    public static bool Known(string? code) => All.Any(language => language.Code == code);

    /// <summary>Adds localisation. The tenant's default is read from the <see cref="TenantInfo"/> request feature.</summary>
    public static IServiceCollection AddCultures(this IServiceCollection services) => services
        .AddLocalization()
        .AddSingleton<Formats>()
        .Configure<RequestLocalizationOptions>(options =>
        {
            var cultures = All.Select(language => new CultureInfo(language.Code)).ToList();
            options.SupportedCultures = cultures;
            options.SupportedUICultures = cultures;
            options.DefaultRequestCulture = new RequestCulture("en");
            options.RequestCultureProviders =
            [
                new CookieRequestCultureProvider { CookieName = Cookie },
                new CustomRequestCultureProvider(http => Task.FromResult(TenantsOwn(http))),
                new AcceptLanguageHeaderRequestCultureProvider(),
            ];
        });

    private static ProviderCultureResult? TenantsOwn(HttpContext http) =>
        http.Features.Get<TenantInfo>()?.Culture is { Length: > 0 } culture ? new ProviderCultureResult(culture) : null;
}
