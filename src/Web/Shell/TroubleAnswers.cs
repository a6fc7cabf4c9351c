using Microsoft.AspNetCore.Diagnostics;

namespace Paylatch.Web.Shell;

/// <summary>
/// What is answered when something escaped, or when an answer would carry nothing but a status: the error page for
/// people, a problem with its code for programs.
/// </summary>
internal static class TroubleAnswers
{
    private const string Page = "/error";

    /// <summary>Goes around everything else.</summary>
    public static void UseTroubleAnswers(this IApplicationBuilder app)
    {
        app.UseWhen(context => context.IsPerson(), people => people
            .UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandlingPath = Page, CreateScopeForErrors = true, StatusCodeSelector = Problems.StatusOf })
            .UseStatusCodePagesWithReExecute(Page, createScopeForStatusCodePages: true)
            .Use(OnceMore));
        app.UseWhen(context => !context.IsPerson(), programs => programs
            .UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandler = Problems.Unexpected })
            .UseStatusCodePages(bare => Problems.Bare(bare.HttpContext)));
    }

    /// <summary>True while the error page is drawn in place of what was asked.</summary>
    public static bool InTrouble(this HttpContext context) =>
        context.Features.Get<IExceptionHandlerFeature>() is not null || context.Features.Get<IStatusCodeReExecuteFeature>() is not null;

    /// <summary>True for a browser that asks for a page; the interfaces for programs answer programs, whoever asks.</summary>
    public static bool IsPerson(this HttpContext context) =>
        context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase)
        && !context.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal)
        && !context.Request.Path.StartsWithSegments("/agent", StringComparison.Ordinal)
        && !context.Request.Path.StartsWithSegments("/webhooks", StringComparison.Ordinal);

    // The page is read, also where a form was posted.
    private static Task OnceMore(HttpContext context, RequestDelegate next)
    {
        if (context.InTrouble()) context.Request.Method = HttpMethods.Get;
        return next(context);
    }
}
