using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Paylatch.Application.Shared;
using Paylatch.Domain.Shared;

namespace Paylatch.Web.Shell;

/// <summary>Turns refusals into answers, in this one place: ProblemDetails (RFC 9457) with the stable code for programs, a page for people.</summary>
public static class Problems
{
    /// <summary>The answer of an endpoint: what <paramref name="done"/> makes of the value, or the problem.</summary>
    public static IResult ToHttp<T>(this Outcome<T> outcome, HttpContext context, Func<T, IResult> done) =>
        outcome.Refusal is { } refusal ? Of(refusal, context) : done(outcome.Value);

    /// <summary>The answer to a refusal.</summary>
    /// <param name="refusal">Why.</param>
    /// <param name="context">The request, for the correlation id.</param>
    /// <param name="more">More members, such as the server's time.</param>
    public static IResult Of(Refusal refusal, HttpContext context, IReadOnlyDictionary<string, object?>? more = null)
    {
        if (refusal.Kind is RefusalKind.TooMany or RefusalKind.Unavailable) context.Response.Headers.RetryAfter = "2";
        return context.IsPerson() ? new PersonAnswer(refusal) : Results.Problem(Details(refusal, context, more));
    }

    /// <summary>Answers whatever escaped: a bug says nothing of itself to the outside, only where to find it in the logs.</summary>
    public static Task Unexpected(HttpContext context) =>
        Of(Known(context.Features.Get<IExceptionHandlerFeature>()?.Error), context).ExecuteAsync(context);

    /// <summary>The code of whatever escaped.</summary>
    public static string CodeOf(Exception exception) => Known(exception).Code;

    /// <summary>Answers what the framework answered with nothing but a status.</summary>
    public static Task Bare(HttpContext context) => Of(OfStatus(context.Response.StatusCode), context).ExecuteAsync(context);

    /// <summary>The status of whatever escaped.</summary>
    public static int StatusOf(Exception exception) => StatusOf(Known(exception));

    private static Refusal Known(Exception? exception) => exception switch
    {
        Refusal refusal => refusal,
        BadHttpRequestException { StatusCode: StatusCodes.Status400BadRequest } bad => new Refusal("request.invalid", bad.Message),
        BadHttpRequestException bad => OfStatus(bad.StatusCode),
        _ => new Refusal("platform.error", "Something went wrong on our side. It is in our logs under the correlation id."),
    };

    private static Refusal OfStatus(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => new Refusal("identity.sign_in_required", "Sign in first.", RefusalKind.Unauthenticated),
        StatusCodes.Status403Forbidden => new Refusal("identity.not_allowed", "This is not allowed.", RefusalKind.Forbidden),
        StatusCodes.Status404NotFound => new Refusal("request.no_such_address", "There is nothing at this address.", RefusalKind.NotFound),
        StatusCodes.Status405MethodNotAllowed => new Refusal("request.method_not_allowed", "This address does not take this method."),
        StatusCodes.Status413PayloadTooLarge => new Refusal("request.too_large", "The request is larger than allowed."),
        StatusCodes.Status415UnsupportedMediaType => new Refusal("request.wrong_content_type", "Send the body as application/json."),
        >= StatusCodes.Status500InternalServerError =>
            new Refusal("platform.unavailable", "The service is briefly unavailable. Try again in a moment.", RefusalKind.Unavailable),
        _ => new Refusal("request.invalid", "The request cannot be read."),
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

    /// <summary>The status of a refusal.</summary>
    public static int StatusOf(Refusal refusal) => (refusal.Code, refusal.Kind) switch
    {
        ("platform.error", _) => StatusCodes.Status500InternalServerError,
        ("request.too_large", _) => StatusCodes.Status413PayloadTooLarge,
        ("request.method_not_allowed", _) => StatusCodes.Status405MethodNotAllowed,
        ("request.wrong_content_type", _) => StatusCodes.Status415UnsupportedMediaType,
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
