using System.Diagnostics;
using System.Security.Claims;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Domain.Shared;

namespace Paylatch.Web.Shell;

/// <summary>The claims a signed-in principal carries.</summary>
public static class ClaimNames
{
    /// <summary>User or key id.</summary>
    public const string Subject = "sub";

    /// <summary>The tenant the principal belongs to.</summary>
    public const string Tenant = "tenant";

    /// <summary>A <see cref="Role"/>.</summary>
    public const string Role = "role";

    /// <summary>Display name.</summary>
    public const string Name = "name";

    /// <summary>The customer, for customers.</summary>
    public const string Customer = "customer";

    /// <summary>The region, for regional admins.</summary>
    public const string Region = "region";

    /// <summary>The security stamp at sign-in.</summary>
    public const string Stamp = "stamp";

    /// <summary>The remote address of the request that was authenticated; never part of a cookie.</summary>
    public const string Address = "address";
}

/// <summary>Who is calling, from a request or a principal.</summary>
public static class CallerOf
{
    /// <summary>The caller of a request, on the request's tenant. A principal of another tenant is nobody here.</summary>
    public static Caller Http(HttpContext context) =>
        Principal(context.User, context.Tenant().Id, context.Correlation(), context.Connection.RemoteIpAddress?.ToString());

    /// <summary>The caller a principal is on a tenant.</summary>
    public static Caller Principal(ClaimsPrincipal principal, TenantId tenant, string correlationId, string? address)
    {
        var own = Guid.TryParse(principal.FindFirstValue(ClaimNames.Tenant), out var id) && id == tenant.Value;
        if (!own || !Enum.TryParse<Role>(principal.FindFirstValue(ClaimNames.Role), out var role))
            return Caller.Visitor(tenant, correlationId) with { Address = address };
        return new Caller(tenant, role, principal.FindFirstValue(ClaimNames.Subject) ?? "", correlationId)
        {
            Address = address,
            Region = principal.FindFirstValue(ClaimNames.Region),
            Customer = Guid.TryParse(principal.FindFirstValue(ClaimNames.Customer), out var customer) ? new CustomerId(customer) : null,
        };
    }

    /// <summary>Joins everything this request causes: the trace id, which outside callers may set by <c>traceparent</c>.</summary>
    public static string Correlation(this HttpContext context) => Activity.Current?.TraceId.ToHexString() ?? context.TraceIdentifier;
}
