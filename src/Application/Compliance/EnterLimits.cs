using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Compliance;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Compliance;

/// <summary>Enters the limits the law sets to lending here. From now on products and sales beyond them are refused.</summary>
[Allow(Permission.ManageTenant)]
public sealed class EnterLimits(ILimitsDb db, TenantInfo tenant)
{
    /// <summary>The limits as they are now.</summary>
    /// <exception cref="Refusal"><c>compliance.limit_invalid</c></exception>
    public async Task<LegalLimits> Handle(LegalLimits limits, CancellationToken ct)
    {
        var entered = await db.Limits.SingleOrDefaultAsync(ct);
        if (entered is null) db.Limits.Add(entered = LendingLimits.Start(tenant.Id));
        entered.Enter(limits);
        return entered.Limits;
    }
}
