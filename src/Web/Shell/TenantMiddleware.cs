using Paylatch.Application.Tenancy;
using Paylatch.Domain.Shared;
using Paylatch.Infrastructure.Tenancy;

namespace Paylatch.Web.Shell;

/// <summary>
/// Finds the tenant of a request by its subdomain: <c>duka.localhost</c> is the tenant <c>duka</c>, the bare root host
/// is the platform. An unknown subdomain is answered with 404 before anything else looks at the request.
/// </summary>
public sealed class TenantMiddleware(RequestDelegate next, IConfiguration configuration)
{
    private readonly string[] _roots = configuration.GetSection("Web:RootHosts").Get<string[]>() ?? ["localhost"];

    /// <summary>Sets the tenant and goes on, or answers 404.</summary>
    public async Task InvokeAsync(HttpContext context, TenantDirectory tenants)
    {
        // The error page needs no tenant, and perhaps finding it was the trouble.
        if (context.InTrouble())
        {
            if (context.Features.Get<TenantInfo>() is null) context.Features.Set(FrameModel.Plain);
            await next(context);
            return;
        }

        var slug = SlugOf(context.Request.Host.Host);
        var tenant = slug switch
        {
            "" => tenants.Platform,
            null => null,
            _ => await tenants.Find(slug, context.RequestAborted),
        };
        if (tenant is not null)
        {
            context.Features.Set(tenant);
            context.Items[typeof(TenantInfo)] = tenant;
        }
        else if (!IsAsset(context.Request.Path))
        {
            if (!await SayUnknown(context)) return;
        }

        await next(context);
    }

    /// <summary>A friendly page for people, a problem for programs. True when a page is to be drawn.</summary>
    private static async Task<bool> SayUnknown(HttpContext context)
    {
        context.Features.Set(FrameModel.Plain);
        if (context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal))
        {
            // Set as the answer starts: a page that finds it set before draws nothing.
            context.Response.OnStarting(() => Task.FromResult(context.Response.StatusCode = StatusCodes.Status404NotFound));
            context.Request.Method = HttpMethods.Get;
            context.Request.Path = "/unknown-address";
            return true;
        }

        var no = new Refusal("tenancy.unknown_subdomain", "There is no merchant at this address. Check the spelling.", RefusalKind.NotFound);
        await Problems.Of(no, context).ExecuteAsync(context);
        return false;
    }

    /// <summary>Empty for the root host, null for a host that is not ours or has more than one label in front.</summary>
    private string? SlugOf(string host)
    {
        if (System.Net.IPAddress.TryParse(host, out _)) return "";
        foreach (var root in _roots)
        {
            if (host.Equals(root, StringComparison.OrdinalIgnoreCase)) return "";
            if (!host.EndsWith("." + root, StringComparison.OrdinalIgnoreCase)) continue;
            var label = host[..^(root.Length + 1)].ToLowerInvariant();
            return label.Contains('.', StringComparison.Ordinal) ? null : label;
        }

        return null;
    }

    // The 404 page wears the same clothes as the others.
    private static bool IsAsset(PathString path) =>
        path.StartsWithSegments("/fonts", StringComparison.Ordinal) || path.Value?.EndsWith(".css", StringComparison.Ordinal) == true;
}

/// <summary>The request's tenant.</summary>
public static class TenantOfRequest
{
    /// <summary>The tenant found by <see cref="TenantMiddleware"/>.</summary>
    /// <exception cref="InvalidOperationException">Asked before the middleware ran: a bug in the pipeline's order.</exception>
    public static TenantInfo Tenant(this HttpContext context) =>
        // SignalR's long polling goes on with a copy of the request that keeps its items and drops features it does not know.
        context.Features.Get<TenantInfo>() ?? context.Items[typeof(TenantInfo)] as TenantInfo ?? throw new InvalidOperationException("No tenant on this request.");
}
