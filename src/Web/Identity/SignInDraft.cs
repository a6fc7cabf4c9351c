using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace Paylatch.Web.Identity;

/// <summary>
/// What was typed at the sign-in, kept for ten minutes in a protected cookie from one step to the next, so that neither
/// addresses nor phone numbers stand in the address line and its logs.
/// </summary>
public static class SignInDraft
{
    private const string Name = "paylatch.sign-in";
    private const int MostLength = 254;
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

    /// <summary>Keeps what was typed.</summary>
    public static void Keep(HttpContext context, string? typed)
    {
        var text = typed ?? "";
        var sealed_ = Protector(context).Protect(text[..Math.Min(text.Length, MostLength)], Life);
        context.Response.Cookies.Append(Name, sealed_, new CookieOptions
        {
            Path = "/sign-in", MaxAge = Life, HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = context.Request.IsHttps, IsEssential = true,
        });
    }

    /// <summary>What was typed before; null when nothing or too long ago.</summary>
    public static string? Read(HttpContext context)
    {
        if (context.Request.Cookies[Name] is not { Length: > 0 } kept) return null;
        try
        {
            return Protector(context).Unprotect(kept);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>Forgets it.</summary>
    public static void Forget(HttpContext context) => context.Response.Cookies.Delete(Name, new CookieOptions { Path = "/sign-in" });

    private static ITimeLimitedDataProtector Protector(HttpContext context) =>
        context.RequestServices.GetRequiredService<IDataProtectionProvider>().CreateProtector("sign-in-draft").ToTimeLimitedDataProtector();
}
