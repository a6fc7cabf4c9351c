using Paylatch.Domain.Shared;

namespace Paylatch.Web.Shell;

/// <summary>
/// A refusal as people are answered it. Whoever is not signed in, or not any more, is sent to the sign-in and comes back;
/// for everybody else the status is set and nothing written, which makes <see cref="TroubleAnswers"/> draw the error page.
/// </summary>
internal sealed class PersonAnswer(Refusal refusal) : IResult
{
    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        if (refusal.Kind == RefusalKind.Unauthenticated)
        {
            // What was posted cannot be posted again by coming back.
            httpContext.Response.Redirect(HttpMethods.IsGet(httpContext.Request.Method) ? PageGate.SignIn(httpContext) : "/sign-in");
            return Task.CompletedTask;
        }

        httpContext.Features.Set(refusal);
        httpContext.Response.StatusCode = Problems.StatusOf(refusal);
        return Task.CompletedTask;
    }
}
