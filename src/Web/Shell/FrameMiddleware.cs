using Microsoft.AspNetCore.Components.Endpoints;
using Paylatch.Application.Identity;
using Paylatch.Application.Tenancy;
using Paylatch.Infrastructure.Persistence;
using Paylatch.Web.Tenancy;

namespace Paylatch.Web.Shell;

/// <summary>Gathers what the layouts show around a page, once per page request.</summary>
public sealed class FrameMiddleware(RequestDelegate next)
{
    /// <summary>Sets the frame and goes on.</summary>
    public async Task InvokeAsync(HttpContext context, Operations operations)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<ComponentTypeMetadata>() is not null && context.Features.Get<TenantInfo>() is { } tenant)
            context.Features.Set(Frame(context, tenant) with { Sandbox = await ClockFrame.Of(context, operations) });
        await next(context);
    }

    /// <summary>The frame of a request; the plain one outside of pages.</summary>
    public static FrameModel FrameOf(HttpContext? context) => context?.Features.Get<FrameModel>() ?? FrameModel.Plain;

    private static FrameModel Frame(HttpContext context, TenantInfo tenant)
    {
        var caller = CallerOf.Http(context);
        return new FrameModel
        {
            TenantName = tenant.Name,
            LogoUrl = tenant.LogoUrl,
            AccentColour = tenant.Accent,
            UserName = context.User.FindFirst(ClaimNames.Name)?.Value,
            Role = caller.Role,
            Places = Place.For(caller.Role, tenant.IsPlatform),
            SearchAction = !tenant.IsPlatform ? "/search" : caller.Role.Has(Permission.ManagePlatform) ? "/tenants" : null,
            SearchHint = tenant.IsPlatform ? "SearchHintPlatform" : "SearchHint",
        };
    }
}
