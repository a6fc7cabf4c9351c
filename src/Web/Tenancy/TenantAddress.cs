using Microsoft.AspNetCore.Components;

namespace Paylatch.Web.Tenancy;

/// <summary>The addresses of tenants as seen from the platform's page that is open: same scheme, root host and port.</summary>
public sealed class TenantAddress(NavigationManager navigation)
{
    /// <summary>The address of a tenant's portal.</summary>
    public string Of(string slug)
    {
        var here = new Uri(navigation.BaseUri);
        return $"{here.Scheme}://{slug}.{here.Authority}/";
    }
}
