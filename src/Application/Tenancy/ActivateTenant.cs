using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Domain.Shared;
using Paylatch.Domain.Tenancy;

namespace Paylatch.Application.Tenancy;

/// <summary>Opens a provisioned tenant for use, the last step. Once more changes nothing.</summary>
[Allow(Permission.System)]
public sealed class ActivateTenant(ITenancyDb db)
{
    /// <summary>Which tenant.</summary>
    public sealed record Command(TenantId Tenant);

    /// <summary>Opens it.</summary>
    /// <exception cref="Refusal"><c>tenancy.not_found</c>, <c>tenancy.suspended</c></exception>
    public async Task<Nothing> Handle(Command command, CancellationToken ct)
    {
        var tenant = await db.Tenants.SingleOrDefaultAsync(t => t.Id == command.Tenant, ct) ?? throw TenancyRefusals.NotFound();
        tenant.Activate();
        return default;
    }
}
