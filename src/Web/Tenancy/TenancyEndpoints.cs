using Microsoft.AspNetCore.Antiforgery;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Shared;
using Paylatch.Infrastructure.Persistence;
using Paylatch.Web.Shell;

namespace Paylatch.Web.Tenancy;

/// <summary>The merchant's logo, and what the sandbox's clock bar posts to.</summary>
public static class TenancyEndpoints
{
    /// <summary>Maps them.</summary>
    public static IEndpointRouteBuilder MapTenancy(this IEndpointRouteBuilder app)
    {
        app.MapGet("/branding/logo/{name}", Logo).ExcludeFromDescription();
        // The token is checked below, so that a stale one leads back to the page instead of a bare error.
        app.MapPost(SandboxBar.Action, Move).DisableAntiforgery().ExcludeFromDescription();
        return app;
    }

    private static async Task<IResult> Logo(HttpContext http, Operations operations, string name, CancellationToken ct)
    {
        if (http.Tenant().IsPlatform) return Results.NotFound();
        var read = await operations.Run(CallerOf.Http(http), (ReadLogo u) => u.Handle("/branding/logo/" + name, ct), ct);
        if (!read.Done) return Problems.Of(read.Refusal!, http);
        if (read.Value is not { } logo) return Results.NotFound();
        // The address is made from the picture's content, so it may be kept for ever.
        http.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers.ContentSecurityPolicy = "default-src 'none'";
        return Results.Bytes(logo.Bytes, logo.MediaType);
    }

    private static async Task<IResult> Move(HttpContext http, Operations operations, IAntiforgery antiforgery, CancellationToken ct)
    {
        if (!http.Request.HasFormContentType || !await antiforgery.IsRequestValidAsync(http)) return Results.LocalRedirect("/clock?error=identity.form_expired");
        var form = await http.Request.ReadFormAsync(ct);
        var command = form["step"].ToString() switch
        {
            "day" => new MoveClock.Command(ClockStep.Day),
            "week" => new MoveClock.Command(ClockStep.Week),
            "due" => new MoveClock.Command(ClockStep.NextDue),
            _ => new MoveClock.Command(ClockStep.Date, DateOnly.TryParseExact(form["to"], "yyyy-MM-dd", out var to) ? to : null),
        };
        var moved = await operations.Run(CallerOf.Http(http), (MoveClock u) => u.Handle(command, ct), ct);
        return Results.LocalRedirect(moved.Done
            ? Preferences.Local(form["back"])
            : "/clock?error=" + Uri.EscapeDataString(moved.Refusal!.Code));
    }
}
