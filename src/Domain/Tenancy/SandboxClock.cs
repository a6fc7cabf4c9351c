namespace Paylatch.Domain.Tenancy;

/// <summary>The rule of a sandbox's clock: it is ahead of the real one by some time, which only grows.</summary>
public static class SandboxClock
{
    /// <summary>The most days it moves at a time.</summary>
    public const int MaxStepDays = 400;

    /// <summary>The most years it may be ahead.</summary>
    public const int MaxYearsAhead = 20;

    /// <summary>How far ahead the clock is once it is moved.</summary>
    /// <param name="sandbox">Whether the tenant is a sandbox.</param>
    /// <param name="moved">How far ahead it is.</param>
    /// <param name="by">How much further.</param>
    /// <exception cref="Shared.Refusal"><c>tenancy.not_sandbox</c>, <c>tenancy.clock_step_invalid</c>, <c>tenancy.clock_too_far</c></exception>
    public static TimeSpan Forward(bool sandbox, TimeSpan moved, TimeSpan by)
    {
        if (!sandbox) throw TenancyRefusals.NotSandbox();
        if (by <= TimeSpan.Zero || by > TimeSpan.FromDays(MaxStepDays)) throw TenancyRefusals.ClockStepInvalid(MaxStepDays);
        return moved + by <= TimeSpan.FromDays(MaxYearsAhead * 366) ? moved + by : throw TenancyRefusals.ClockTooFar(MaxYearsAhead);
    }
}
