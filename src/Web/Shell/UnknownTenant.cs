using System.Net;
using Paylatch.Domain.Shared;

namespace Paylatch.Web.Shell;

/// <summary>The answer to a subdomain nobody has: a friendly page for people, a problem for programs.</summary>
public static class UnknownTenant
{
    /// <summary>Answers 404.</summary>
    public static async Task Answer(HttpContext context, string? slug)
    {
        if (!context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal))
        {
            var no = new Refusal("tenancy.unknown_subdomain", "There is no merchant at this address. Check the spelling.", RefusalKind.NotFound);
            await Problems.Of(no, context).ExecuteAsync(context);
            return;
        }

        context.Response.StatusCode = StatusCodes.Status404NotFound;
        context.Response.ContentType = "text/html; charset=utf-8";
        await context.Response.WriteAsync(WebUtility.HtmlEncode(slug ?? ""));
    }
}
