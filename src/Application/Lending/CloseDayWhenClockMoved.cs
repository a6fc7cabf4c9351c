using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Shared;
using Paylatch.Domain.Tenancy.Events;

namespace Paylatch.Application.Lending;

/// <summary>Starts the close of a tenant's days soon, outside the present transaction; a day's close is many of its own.</summary>
public interface IDayCloseStarter
{
    /// <summary>Asks for it. Losing the wish is harmless: the clock asks again within a minute.</summary>
    void Start(TenantId tenant);
}

/// <summary>A sandbox whose clock was moved sees what the days in between bring, at once.</summary>
[Allow(Permission.System)]
public sealed class CloseDayWhenClockMoved(TenantInfo tenant, IDayCloseStarter starter) : IReactTo<ClockMoved>
{
    /// <inheritdoc/>
    public Task<Nothing> Handle(ClockMoved happened, CancellationToken ct)
    {
        starter.Start(tenant.Id);
        return Task.FromResult(default(Nothing));
    }
}
