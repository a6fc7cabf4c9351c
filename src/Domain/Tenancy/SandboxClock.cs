using Paylatch.Domain.Shared;
using Paylatch.Domain.Tenancy.Events;

namespace Paylatch.Domain.Tenancy;

/// <summary>A sandbox tenant's own clock: how far it is ahead of the world's. It only goes forward.</summary>
public sealed class SandboxClock : Entity
{
    /// <summary>The longest step at once, in days.</summary>
    public const int MostDays = 400;

    private SandboxClock()
    {
    }

    /// <summary>The tenant; one row each.</summary>
    public TenantId TenantId { get; private set; }

    /// <summary>How far ahead.</summary>
    public TimeSpan Moved { get; private set; }

    /// <summary>Refuses a step that goes back, nowhere, or too far.</summary>
    /// <exception cref="Refusal"><c>tenancy.clock_only_forward</c>, <c>tenancy.clock_step_too_long</c></exception>
    public static void MustBeStep(DateOnly from, DateOnly to)
    {
        if (to <= from) throw TenancyRefusals.ClockOnlyForward(from);
        if (to.DayNumber - from.DayNumber > MostDays) throw TenancyRefusals.ClockStepTooLong(MostDays);
    }

    /// <summary>Moves the clock forward; <paramref name="from"/> and <paramref name="to"/> are the dates in the tenant's zone.</summary>
    /// <exception cref="Refusal">As <see cref="MustBeStep"/>.</exception>
    public void Forward(TimeSpan by, DateOnly from, DateOnly to)
    {
        MustBeStep(from, to);
        if (by <= TimeSpan.Zero) throw TenancyRefusals.ClockOnlyForward(from);
        Moved += by;
        Raise(new ClockMoved(from, to));
    }
}
