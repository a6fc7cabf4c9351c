using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Paylatch.Application.Identity;
using Paylatch.Domain.Shared;
using Paylatch.Web.Shell;

namespace Paylatch.Web.Identity;

/// <summary>Begins and ends the session of a person on this host.</summary>
public static class SignInCookie
{
    private static readonly TimeSpan ForStaff = TimeSpan.FromHours(8);
    private static readonly TimeSpan ForCustomers = TimeSpan.FromDays(30);

    /// <summary>Begins a session: 8 hours for staff, 30 days for customers, each from the last visit.</summary>
    public static Task Begin(HttpContext context, Account account)
    {
        var now = context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
        var properties = new AuthenticationProperties
        {
            IssuedUtc = now,
            ExpiresUtc = now + (account.Role == Role.Customer ? ForCustomers : ForStaff),
            IsPersistent = account.Role == Role.Customer,
        };
        properties.SetString(CookieChecks.CheckedAt, now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        return context.SignInAsync(SignInSetup.Cookie, PrincipalOf(account, context.Tenant().Id), properties);
    }

    /// <summary>Ends the session.</summary>
    public static Task End(HttpContext context) => context.SignOutAsync(SignInSetup.Cookie);

    /// <summary>The principal of an account at a tenant.</summary>
    public static ClaimsPrincipal PrincipalOf(Account account, TenantId tenant)
    {
        List<Claim> claims =
        [
            new(ClaimNames.Subject, account.Id.ToString()),
            new(ClaimNames.Tenant, tenant.ToString()),
            new(ClaimNames.Role, account.Role.ToString()),
            new(ClaimNames.Name, account.Name),
            new(ClaimNames.Stamp, account.Stamp),
        ];
        if (account.Customer is { } customer) claims.Add(new(ClaimNames.Customer, customer.ToString()));
        if (account.Region is { } region) claims.Add(new(ClaimNames.Region, region));
        return new ClaimsPrincipal(new ClaimsIdentity(claims, SignInSetup.Cookie, ClaimNames.Name, ClaimNames.Role));
    }
}
