namespace Paylatch.Web.Shell;

/// <summary>Tells browsers to load nothing from elsewhere and to be framed by nobody. Endpoints may set stricter ones.</summary>
public sealed class SecurityHeaders(RequestDelegate next, IConfiguration configuration)
{
    // Browsers hold form-action against the redirect to the provider's page too.
    private readonly string _policy =
        "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; connect-src 'self' ws: wss:; "
        + $"object-src 'none'; base-uri 'self'; frame-ancestors 'none'; form-action 'self' https://checkout.stripe.com {Simulator(configuration)}";

    /// <summary>Sets the headers and goes on.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = _policy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";
        return next(context);
    }

    private static string Simulator(IConfiguration configuration) =>
        Uri.TryCreate(configuration["Stripe:BaseUrl"], UriKind.Absolute, out var address) && address.IsLoopback
            ? address.GetLeftPart(UriPartial.Authority)
            : "";
}
