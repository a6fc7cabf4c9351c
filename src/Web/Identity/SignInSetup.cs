using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.Extensions.Options;
using Paylatch.Infrastructure.Identity;

namespace Paylatch.Web.Identity;

/// <summary>Registers how a request shows who it comes from: a cookie for people, an API key for programs.</summary>
public static class SignInSetup
{
    /// <summary>The scheme that looks at the request and picks one of the two.</summary>
    public const string Any = "paylatch";

    /// <summary>People.</summary>
    public const string Cookie = "paylatch.cookie";

    /// <summary>Programs.</summary>
    public const string ApiKey = "paylatch.key";

    /// <summary>Adds both, with cookies that every node can read and that outlive a restart.</summary>
    public static IServiceCollection AddSignIn(this IServiceCollection services)
    {
        services.AddDataProtection().SetApplicationName("paylatch");
        services.AddSingleton<SealedKeyRepository>();
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(s => new ConfigureOptions<KeyManagementOptions>(options =>
        {
            options.XmlRepository = s.GetRequiredService<SealedKeyRepository>();
            // The repository seals the whole of each key under the master key.
            options.XmlEncryptor = new NullXmlEncryptor();
        }));
        services.AddAuthentication(Any)
            .AddPolicyScheme(Any, null, options => options.ForwardDefaultSelector = context => ApiKeyHandler.IsMeant(context.Request) ? ApiKey : Cookie)
            .AddScheme<AuthenticationSchemeOptions, ApiKeyHandler>(ApiKey, null)
            .AddCookie(Cookie, Configure);
        services.AddScoped<CookieChecks>();
        services.AddScoped<IClaimsTransformation, CallersAddress>();
        services.AddCascadingAuthenticationState();
        return services.AddScoped<AuthenticationStateProvider, CircuitSession>();
    }

    private static void Configure(CookieAuthenticationOptions options)
    {
        // No domain: the browser sends it to the very host that set it, so not from one tenant to another.
        options.Cookie.Name = "paylatch";
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.Cookie.IsEssential = true;
        options.SlidingExpiration = true;
        options.EventsType = typeof(CookieChecks);
    }
}
