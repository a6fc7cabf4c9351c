using Paylatch.Application.Identity;

namespace Paylatch.Web.Shell;

/// <summary>What the API's document says of an endpoint that its code does not show.</summary>
/// <param name="Scheme">How a caller proves who it is; one of the schemes of <see cref="ApiDocument"/>.</param>
/// <param name="Body">The body it reads by itself.</param>
internal sealed record ApiNote(string? Scheme = null, Type? Body = null);

/// <summary>Puts notes on endpoints.</summary>
internal static class ApiNotes
{
    /// <summary>Needs a merchant's API key, or staff's cookie.</summary>
    public static TBuilder NeedsKey<TBuilder>(this TBuilder endpoints)
        where TBuilder : IEndpointConventionBuilder => endpoints.WithMetadata(new ApiNote(ApiDocument.ApiKey));

    /// <summary>Needs a device's session.</summary>
    public static TBuilder NeedsSession<TBuilder>(this TBuilder endpoints)
        where TBuilder : IEndpointConventionBuilder => endpoints.WithMetadata(new ApiNote(ApiDocument.DeviceSession));

    /// <summary>Reads a body by itself. Said here instead of by <c>Accepts</c>, which would also refuse bodies without a type.</summary>
    public static RouteHandlerBuilder Reads<TBody>(this RouteHandlerBuilder endpoint) => endpoint.WithMetadata(new ApiNote(Body: typeof(TBody)));

    /// <summary>The same, and says to who is nobody to sign in before a byte of it is read.</summary>
    public static RouteHandlerBuilder ReadsOfKnown<TBody>(this RouteHandlerBuilder endpoint) => endpoint.Reads<TBody>()
        .AddEndpointFilter(async (context, next) => CallerOf.Http(context.HttpContext) is { Role: Role.Visitor } nobody
            ? Problems.Of(IdentityRefusals.MayNot(context.HttpContext.Request.Path, nobody.Role), context.HttpContext)
            : await next(context));
}
