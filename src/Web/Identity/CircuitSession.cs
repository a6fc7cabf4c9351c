using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Domain.Shared;
using Paylatch.Infrastructure.Persistence;
using Paylatch.Web.Shell;

namespace Paylatch.Web.Identity;

/// <summary>Ends an open page's session when its account was closed or got a new password: a circuit sends no cookies.</summary>
public sealed class CircuitSession(ILoggerFactory log, Operations operations) : RevalidatingServerAuthenticationStateProvider(log)
{
    /// <inheritdoc/>
    protected override TimeSpan RevalidationInterval => TimeSpan.FromMinutes(5);

    /// <inheritdoc/>
    protected override async Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken)
    {
        var user = authenticationState.User;
        if (CookieChecks.QueryOf(user) is not { } query || !Guid.TryParse(user.FindFirstValue(ClaimNames.Tenant), out var tenant)) return false;
        var session = await operations.Run(
            Caller.Visitor(new TenantId(tenant)), (CheckSession u) => u.Handle(query, cancellationToken), cancellationToken);
        return session.Refusal is { Kind: RefusalKind.Unavailable } || (session.Done && session.Value.Account is not null);
    }
}
