using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Domain.Lending.Events;

namespace Paylatch.Application.Lending;

/// <summary>Starts the close of the days that have come now, instead of within a minute. A day is never closed before its hour.</summary>
[Allow(Permission.ManageTenant)]
public sealed class StartDayClose(IEventLog log)
{
    /// <summary>Asks for it; again changes nothing.</summary>
    public Task<Nothing> Handle()
    {
        log.Append(new DayCloseAsked(null));
        return Task.FromResult(default(Nothing));
    }
}
