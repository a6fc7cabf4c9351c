using Paylatch.Application.Identity;
using Paylatch.Application.Tenancy;
using Paylatch.Infrastructure.Persistence;
using Paylatch.Web.Shell;

namespace Paylatch.Web.Tenancy;

/// <summary>Reads the clock bar for the frame around a sandbox's staff pages.</summary>
public static class ClockFrame
{
    /// <summary>The bar; null for real tenants and for people it is not for.</summary>
    public static async Task<SandboxBar?> Of(HttpContext http, Operations operations)
    {
        var tenant = http.Tenant();
        var caller = CallerOf.Http(http);
        if (!tenant.Sandbox || !caller.Role.Has(Permission.ViewPortfolio)) return null;
        var read = await operations.Run(caller, (ReadClock u) => u.Handle(http.RequestAborted), http.RequestAborted);
        return read.Done ? new SandboxBar(read.Value.Now, tenant.TimeZone, caller.Role.Has(Permission.MoveClock), read.Value.NextDue) : null;
    }
}
