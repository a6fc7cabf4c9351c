using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Lending;

/// <summary>Sets from which hour of its day on a tenant closes days. Days closed already stay closed.</summary>
[Allow(Permission.ManageTenant)]
public sealed class SetDayCloseHour(IDayCloseDb db, TenantClock clock)
{
    /// <summary>Sets it.</summary>
    /// <exception cref="Refusal"><c>lending.close_hour_invalid</c></exception>
    public async Task<int> Handle(int hour, CancellationToken ct)
    {
        var settings = await db.CloseSettings.SingleOrDefaultAsync(ct);
        if (settings is null) db.CloseSettings.Add(settings = DayCloseSettings.Start(clock.Tenant));
        settings.CloseAt(hour);
        return settings.Hour;
    }
}
