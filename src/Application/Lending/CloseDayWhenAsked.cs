using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Lending.Events;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Lending;

/// <summary>Whoever asks for a close, or for loans to be tried again, need not wait for the clock.</summary>
[Allow(Permission.System)]
public sealed class CloseDayWhenAsked(TenantInfo tenant, IDayCloseStarter starter) : IReactTo<DayCloseAsked>
{
    /// <inheritdoc/>
    public Task<Nothing> Handle(DayCloseAsked happened, CancellationToken ct)
    {
        starter.Start(tenant.Id);
        return Task.FromResult(default(Nothing));
    }
}
