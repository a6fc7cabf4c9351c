using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Paylatch.Application.Shared;
using Paylatch.Domain.Shared;

namespace Paylatch.Web.Shell;

/// <summary>Turns refusals into ProblemDetails (RFC 9457) with the stable code, in this one place.</summary>
public static class Problems
{
    /// <summary>The answer of an endpoint: what <paramref name="done"/> makes of the value, or the problem.</summary>
    public static IResult ToHttp<T>(this Outcome<T> outcome, HttpContext context, Func<T, IResult> done) =>
        outcome.Refusal is { } refusal ? Of(refusal, context) : done(outcome.Value);

    /// <summary>The problem of a refusal.</summary>
    /// <param name="refusal">Why.</param>
    /// <param name="context">The request, for the correlation id.</param>
    /// <param name="more">More members, such as the server's time.</param>
    public static IResult Of(Refusal refusal, HttpContext context, IReadOnlyDictionary<string, object?>? more = null)
    {
        if (refusal.Kind is RefusalKind.TooMany or RefusalKind.Unavailable) context.Response.Headers.RetryAfter = "2";
        return Results.Problem(Details(refusal, context, more));
    }

    /// <summary>Answers whatever escaped: a bug says nothing of itself to the outside, only where to find it in the logs.</summary>
    public static async Task Unexpected(HttpContext context)
    {
        var exception = context.Features.Get<IExceptionHandlerFeature>()?.Error;
        var refusal = exception as Refusal ?? Known(exception);
        var details = Details(refusal, context, null);
        context.Response.StatusCode = details.Status!.Value;
        await context.Response.WriteAsJsonAsync(details, options: null, contentType: "application/problem+json");
    }

    private static Refusal Known(Exception? exception) => exception switch
    {
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } =>
            new Refusal("request.too_large", "The request is larger than allowed."),
        BadHttpRequestException bad => new Refusal("request.invalid", bad.Message),
        _ => new Refusal("platform.error", "Something went wrong on our side. It is in our logs under the correlation id."),
    };

    private static ProblemDetails Details(Refusal refusal, HttpContext context, IReadOnlyDictionary<string, object?>? more)
    {
        var details = new ProblemDetails
        {
            Type = $"https://paylatch.dev/problems/{refusal.Code}",
            Title = TitleOf(refusal.Kind),
            Detail = refusal.Message,
            Status = StatusOf(refusal),
            Extensions = { ["code"] = refusal.Code, ["correlationId"] = context.Correlation() },
        };
        if (refusal.Field is not null) details.Extensions["field"] = refusal.Field;
        foreach (var (name, value) in more ?? new Dictionary<string, object?>()) details.Extensions[name] = value;
        return details;
    }

    private static int StatusOf(Refusal refusal) => (refusal.Code, refusal.Kind) switch
    {
        ("platform.error", _) => StatusCodes.Status500InternalServerError,
        ("request.too_large", _) => StatusCodes.Status413PayloadTooLarge,
        ("request.invalid", _) => StatusCodes.Status400BadRequest,
        (_, RefusalKind.NotFound) => StatusCodes.Status404NotFound,
        (_, RefusalKind.Conflict) => StatusCodes.Status409Conflict,
        (_, RefusalKind.Unauthenticated) => StatusCodes.Status401Unauthorized,
        (_, RefusalKind.Forbidden) => StatusCodes.Status403Forbidden,
        (_, RefusalKind.TooMany) => StatusCodes.Status429TooManyRequests,
        (_, RefusalKind.Unavailable) => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status422UnprocessableEntity,
    };

    private static string TitleOf(RefusalKind kind) => kind switch
    {
        RefusalKind.NotFound => "Not found",
        RefusalKind.Conflict => "Not possible now",
        RefusalKind.Unauthenticated => "Not signed in",
        RefusalKind.Forbidden => "Not allowed",
        RefusalKind.TooMany => "Too many requests",
        RefusalKind.Unavailable => "Briefly unavailable",
        _ => "Not accepted",
    };
}
