using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Paylatch.Web.Shell;

namespace Paylatch.Web.Identity;

/// <summary>
/// Notes on each request's principal where it came from. A circuit outlives the request it began with and keeps its
/// principal only; each time it connects anew it gets the principal, and with it the address, of that request.
/// </summary>
public sealed class CallersAddress(IHttpContextAccessor http) : IClaimsTransformation
{
    /// <inheritdoc/>
    public Task<ClaimsPrincipal> TransformAsync(ClaimsPrincipal principal)
    {
        if (http.HttpContext?.Connection.RemoteIpAddress is not { } address || principal.HasClaim(claim => claim.Type == ClaimNames.Address))
            return Task.FromResult(principal);
        // On a copy: the cookie's own ticket must not carry it into the next request.
        var known = principal.Clone();
        known.AddIdentity(new ClaimsIdentity([new Claim(ClaimNames.Address, address.ToString())]));
        return Task.FromResult(known);
    }
}
