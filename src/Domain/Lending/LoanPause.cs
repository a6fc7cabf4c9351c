namespace Paylatch.Domain.Lending;

/// <summary>Days on which being late does not count: those after <paramref name="From"/>, through <paramref name="Until"/>.</summary>
/// <param name="From">The last day that counted.</param>
/// <param name="Until">The last day that does not.</param>
public sealed record LoanPause(DateOnly From, DateOnly Until)
{
    /// <summary>The most days a pause may last.</summary>
    public const int MostDays = 366;

    /// <summary>How many of the days after one and through another it takes out.</summary>
    public int DaysWithin(DateOnly after, DateOnly through) =>
        Math.Max(0, Math.Min(through.DayNumber, Until.DayNumber) - Math.Max(after.DayNumber, From.DayNumber));
}
