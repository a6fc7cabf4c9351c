using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Shared;
using Paylatch.Infrastructure.Persistence;
using Paylatch.Web.Shell;

namespace Paylatch.Web.Identity;

/// <summary>
/// Looks at each cookie: one of another tenant is nobody here, and every five minutes the database is asked whether the
/// session still stands, so that a closed account or a new password ends it.
/// </summary>
public sealed class CookieChecks(Operations operations, TimeProvider time) : CookieAuthenticationEvents
{
    internal const string CheckedAt = "checked";
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(5);

    /// <inheritdoc/>
    public override async Task ValidatePrincipal(CookieValidatePrincipalContext context)
    {
        var tenant = context.HttpContext.Features.Get<TenantInfo>();
        if (tenant is null || context.Principal is not { } principal || !IsOf(principal, tenant.Id))
        {
            context.RejectPrincipal();
            return;
        }

        if (time.GetUtcNow() - LastChecked(context.Properties) < Every) return;
        var session = await Ask(principal, tenant.Id, context.HttpContext.RequestAborted);
        if (session.Refusal is { Kind: RefusalKind.Unavailable }) return;
        if (session.Done && session.Value.Account is { } account)
        {
            context.ReplacePrincipal(SignInCookie.PrincipalOf(account, tenant.Id));
            context.Properties.SetString(CheckedAt, time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
            context.ShouldRenew = true;
            return;
        }

        context.RejectPrincipal();
        await context.HttpContext.SignOutAsync(SignInSetup.Cookie);
    }

    /// <inheritdoc/>
    public override Task RedirectToLogin(RedirectContext<CookieAuthenticationOptions> context) => Answer(context, StatusCodes.Status401Unauthorized);

    /// <inheritdoc/>
    public override Task RedirectToAccessDenied(RedirectContext<CookieAuthenticationOptions> context) => Answer(context, StatusCodes.Status403Forbidden);

    internal static bool IsOf(ClaimsPrincipal principal, TenantId tenant) => principal.FindFirstValue(ClaimNames.Tenant) == tenant.ToString();

    internal static CheckSession.Query? QueryOf(ClaimsPrincipal principal) =>
        Guid.TryParse(principal.FindFirstValue(ClaimNames.Subject), out var user)
            ? new CheckSession.Query(new UserId(user), principal.FindFirstValue(ClaimNames.Stamp))
            : null;

    private async Task<Outcome<SignInAnswer>> Ask(ClaimsPrincipal principal, TenantId tenant, CancellationToken ct) =>
        QueryOf(principal) is { } query
            ? await operations.Run(Caller.Visitor(tenant), (CheckSession u) => u.Handle(query, ct), ct)
            : SignInAnswer.No;

    private static DateTimeOffset LastChecked(AuthenticationProperties properties) =>
        long.TryParse(properties.GetString(CheckedAt), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : DateTimeOffset.MinValue;

    // Pages send people to the sign-in by themselves; programs want the status.
    private static Task Answer(RedirectContext<CookieAuthenticationOptions> context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }
}
