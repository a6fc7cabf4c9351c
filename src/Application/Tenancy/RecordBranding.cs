using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Domain.Shared;
using Paylatch.Domain.Tenancy;

namespace Paylatch.Application.Tenancy;

/// <summary>Takes a tenant's look over into the directory. Runs on the platform.</summary>
[Allow(Permission.System)]
public sealed class RecordBranding(ITenancyDb db)
{
    /// <summary>Takes it over.</summary>
    /// <exception cref="Refusal"><c>tenancy.not_found</c></exception>
    public async Task<Nothing> Handle(TenantId id, Branding branding, CancellationToken ct)
    {
        var tenant = await db.Tenants.SingleOrDefaultAsync(t => t.Id == id, ct) ?? throw TenancyRefusals.NotFound();
        tenant.TakeBranding(branding);
        return default;
    }
}
