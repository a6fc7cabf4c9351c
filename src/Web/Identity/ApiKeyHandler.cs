using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Shared;
using Paylatch.Infrastructure.Persistence;
using Paylatch.Web.Shell;

namespace Paylatch.Web.Identity;

/// <summary>Knows a program by <c>Authorization: Bearer plk_…</c>. The key is asked for at each request, so that revoking works at once.</summary>
public sealed class ApiKeyHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, Operations operations)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    private const string Begin = "Bearer plk_";

    /// <summary>True when the request carries what looks like an API key.</summary>
    public static bool IsMeant(HttpRequest request) => Bearer(request).StartsWith(Begin, StringComparison.Ordinal);

    // A browser's WebSocket cannot set headers, so the live hub, and it alone, takes the key from the address too.
    private static string Bearer(HttpRequest request) =>
        request.Path.StartsWithSegments("/hubs", StringComparison.Ordinal) && request.Query["access_token"] is [{ Length: > 0 } token]
            ? "Bearer " + token
            : request.Headers.Authorization.ToString();

    /// <inheritdoc/>
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (!IsMeant(Request) || Context.Features.Get<TenantInfo>() is not { } tenant) return AuthenticateResult.NoResult();
        var text = Bearer(Request)["Bearer ".Length..];
        var found = await operations.Run(Caller.Visitor(tenant.Id), (FindApiKey u) => u.Handle(text, Context.RequestAborted), Context.RequestAborted);
        // A key nobody can look up now is not a wrong key.
        if (found.Refusal is { Kind: RefusalKind.Unavailable } away) throw away;
        if (!found.Done || found.Value is not { } key) return AuthenticateResult.Fail("identity.key_unknown");
        Claim[] claims =
        [
            new(ClaimNames.Subject, key.Id.ToString()),
            new(ClaimNames.Tenant, tenant.Id.ToString()),
            new(ClaimNames.Role, nameof(Role.ApiKey)),
            new(ClaimNames.Name, key.Name),
        ];
        var principal = new ClaimsPrincipal(new ClaimsIdentity(claims, Scheme.Name, ClaimNames.Name, ClaimNames.Role));
        return AuthenticateResult.Success(new AuthenticationTicket(principal, Scheme.Name));
    }
}
