using Paylatch.Domain.Lending.Events;
using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Lending;

/// <summary>At which hour of its own day a tenant closes days; one row each, none before the first change.</summary>
public sealed class DayCloseSettings : Entity
{
    private DayCloseSettings()
    {
    }

    /// <summary>The tenant.</summary>
    public TenantId TenantId { get; private set; }

    /// <summary>The hour in the tenant's time zone, 0 to 23. A day is closed from this hour of it on.</summary>
    public int Hour { get; private set; }

    /// <summary>Midnight, as long as nothing else is wished.</summary>
    public static DayCloseSettings Start(TenantId tenant) => new() { TenantId = tenant };

    /// <summary>Changes the hour; the same hour again changes nothing.</summary>
    /// <exception cref="Refusal"><c>lending.close_hour_invalid</c></exception>
    public void CloseAt(int hour)
    {
        if (hour is < 0 or > 23) throw LendingRefusals.CloseHourInvalid();
        if (hour == Hour) return;
        Hour = hour;
        Raise(new DayCloseHourChanged(hour));
    }
}
