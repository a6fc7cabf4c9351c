using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Domain.Shared;
using Paylatch.Infrastructure.Persistence;

namespace Paylatch.Web.Shell;

/// <summary>
/// The door as a page sees it: the caller is filled in. In a circuit the principal carries the tenant; it was checked
/// against the host when the circuit connected, and so is the address it came from. On a static page the request says all.
/// </summary>
public sealed class Door(Operations operations, IHttpContextAccessor http, AuthenticationStateProvider authentication)
{
    /// <summary>Runs a use case as whoever looks at the page.</summary>
    public async Task<Outcome<T>> Run<TUse, T>(Func<TUse, Task<T>> use, CancellationToken ct = default)
        where TUse : notnull => await operations.Run(await Caller(), use, ct);

    /// <summary>Runs a use case on another tenant, as the platform's staff may; anybody else is refused.</summary>
    public async Task<Outcome<T>> RunOn<TUse, T>(TenantId tenant, Func<TUse, Task<T>> use, CancellationToken ct = default)
        where TUse : notnull
    {
        var caller = await Caller();
        if (caller.Tenant != Application.Shared.Caller.PlatformTenant) return IdentityRefusals.MayNot(typeof(TUse).Name, caller.Role);
        return await operations.Run(caller with { Tenant = tenant }, use, ct);
    }

    /// <summary>Who looks at the page.</summary>
    public async Task<Caller> Caller()
    {
        if (http.HttpContext is { WebSockets.IsWebSocketRequest: false } context && !context.Request.Path.StartsWithSegments("/_blazor", StringComparison.Ordinal))
            return CallerOf.Http(context);
        var user = (await authentication.GetAuthenticationStateAsync()).User;
        var tenant = Guid.TryParse(user.FindFirstValue(ClaimNames.Tenant), out var id) ? new TenantId(id) : Application.Shared.Caller.PlatformTenant;
        return CallerOf.Principal(user, tenant, Guid.CreateVersion7().ToString("N"), user.FindFirstValue(ClaimNames.Address));
    }
}
