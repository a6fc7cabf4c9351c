using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Domain.Shared;
using Paylatch.Domain.Tenancy;

namespace Paylatch.Application.Tenancy;

/// <summary>How far the sandbox clock is moved.</summary>
public enum ClockStep
{
    /// <summary>To tomorrow.</summary>
    Day,

    /// <summary>By seven days.</summary>
    Week,

    /// <summary>To the next date on which an unpaid installment is due.</summary>
    NextDue,

    /// <summary>To a given date.</summary>
    Date,
}

/// <summary>Moves a sandbox tenant's clock forward; the time of day stays. Everything that depends on time follows.</summary>
[Allow(Permission.MoveClock)]
public sealed class MoveClock(ITenantSettingsDb db, IPortfolioSumsDb portfolio, TenantInfo tenant, TenantClock clock)
{
    /// <summary>The step, and the date for <see cref="ClockStep.Date"/>.</summary>
    public sealed record Command(ClockStep Step, DateOnly? To = null);

    /// <summary>The date it is now.</summary>
    /// <exception cref="Refusal"><c>tenancy.not_a_sandbox</c>, <c>tenancy.clock_*</c>, <c>tenancy.nothing_due</c></exception>
    public async Task<DateOnly> Handle(Command command, CancellationToken ct)
    {
        if (!tenant.Sandbox) throw TenancyRefusals.NotASandbox();
        var own = await db.LockClock(ct);
        if (own.Moved != clock.Moved) throw TenancyRefusals.ClockMovedMeanwhile();
        var today = clock.Today;
        var to = command.Step switch
        {
            ClockStep.Day => today.AddDays(1),
            ClockStep.Week => today.AddDays(7),
            ClockStep.NextDue => await portfolio.NextDueAfter(today, ct) ?? throw TenancyRefusals.NothingDue(),
            _ => command.To ?? throw TenancyRefusals.ClockDateMissing(),
        };
        SandboxClock.MustBeStep(today, to);
        own.Forward(SameTimeOn(to) - clock.Now, today, to);
        return to;
    }

    // A day may have 23 or 25 hours; whatever its length, the date reached is the one asked for.
    private DateTimeOffset SameTimeOn(DateOnly date)
    {
        var same = clock.StartOf(date) + (clock.Now - clock.StartOf(clock.Today));
        return clock.DateOf(same) == date ? same : clock.StartOf(date.AddDays(1)).AddMinutes(-1);
    }
}
