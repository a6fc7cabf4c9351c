namespace Paylatch.Web.Shell;

/// <summary>Tells browsers to load nothing from elsewhere and to be framed by nobody. Endpoints may set stricter ones.</summary>
public sealed class SecurityHeaders(RequestDelegate next, IConfiguration configuration)
{
    // Browsers hold form-action against the redirect to the provider's page too.
    private readonly string _policy =
        "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; connect-src 'self' ws: wss:; "
        + $"object-src 'none'; base-uri 'self'; frame-ancestors 'none'; form-action 'self' https://checkout.stripe.com {Simulator(configuration)}";

    /// <summary>Sees to it that the answer has the headers, and goes on.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        Add(context.Response.Headers);
        // And once more at the last moment: an answer about trouble begins with its headers emptied.
        context.Response.OnStarting(() =>
        {
            Add(context.Response.Headers);
            return Task.CompletedTask;
        });
        return next(context);
    }

    private void Add(IHeaderDictionary headers)
    {
        headers.TryAdd("Content-Security-Policy", _policy);
        headers.TryAdd("X-Content-Type-Options", "nosniff");
        headers.TryAdd("X-Frame-Options", "DENY");
        headers.TryAdd("Referrer-Policy", "same-origin");
        headers.TryAdd("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
    }

    private static string Simulator(IConfiguration configuration) =>
        Uri.TryCreate(configuration["Stripe:BaseUrl"], UriKind.Absolute, out var address) && address.IsLoopback
            ? address.GetLeftPart(UriPartial.Authority)
            : "";
}
