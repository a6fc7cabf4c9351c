using System.Reflection;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Endpoints;
using Paylatch.Application.Identity;

namespace Paylatch.Web.Shell;

/// <summary>
/// Sends people to where they belong before a page is drawn: visitors to the sign-in, customers away from staff pages and
/// the other way round. What they may do there is decided by each use case, not here.
/// </summary>
public sealed class PageGate(RequestDelegate next)
{
    /// <summary>Goes on, or redirects.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        var layout = context.GetEndpoint()?.Metadata.GetMetadata<ComponentTypeMetadata>()?.Type.GetCustomAttribute<LayoutAttribute>()?.LayoutType;
        var role = context.Features.Get<Application.Tenancy.TenantInfo>() is null ? Role.Visitor : CallerOf.Http(context).Role;
        var isStaff = role is Role.Agent or Role.MerchantAdmin or Role.RegionalAdmin or Role.SuperAdmin;
        var goesTo = (layout?.Name, role) switch
        {
            (nameof(StaffLayout) or nameof(CustomerLayout), Role.Visitor) => SignIn(context),
            (nameof(StaffLayout), _) when !isStaff => HomeOf(role),
            (nameof(CustomerLayout), _) when isStaff => HomeOf(role),
            _ => null,
        };
        if (goesTo is null || context.Request.Path.StartsWithSegments("/_gallery", StringComparison.Ordinal)) return next(context);
        context.Response.Redirect(goesTo);
        return Task.CompletedTask;
    }

    /// <summary>The first page of a role.</summary>
    public static string HomeOf(Role role) => role switch
    {
        Role.Customer => "/me",
        Role.SuperAdmin => "/tenants",
        Role.RegionalAdmin => "/region",
        Role.Agent or Role.MerchantAdmin => "/today",
        _ => "/sign-in",
    };

    /// <summary>The sign-in, from where one comes back to what this request asked for.</summary>
    public static string SignIn(HttpContext context) =>
        "/sign-in?returnUrl=" + Uri.EscapeDataString(context.Request.Path + context.Request.QueryString);
}
