namespace Paylatch.Domain.Lending.Schedules;

/// <summary>The time an installment pays for.</summary>
/// <param name="From">The day it begins: the due date before, or the first disbursement.</param>
/// <param name="Due">The last day on which its installment is paid in time.</param>
/// <param name="Steps">How many regular intervals it is long; zero when it is no whole number of them.</param>
internal readonly record struct Period(DateOnly From, DateOnly Due, int Steps)
{
    /// <summary>How many days it is long.</summary>
    public int Days => Due.DayNumber - From.DayNumber;
}

/// <summary>The calendar of terms: which installment is due when. Every date is counted from the anchor, so none drifts.</summary>
internal sealed class DueDates(ScheduleTerms terms)
{
    private readonly bool _season = terms.SeasonMonths.Count > 0;
    private DateOnly _from = terms.StartsOn;
    private DateOnly _latest = terms.SeasonMonths.Count > 0 ? terms.StartsOn.AddYears(LongestWait) : DateOnly.MaxValue;
    private DateOnly _clamped = terms.FirstDueOn ?? terms.StartsOn;
    private int _step;

    // A rhythm of months comes through all months it will ever meet within twelve years.
    private const int LongestWait = 15;

    private readonly HashSet<DateOnly>? _holidays = terms.Holidays.Count > 0 ? [.. terms.Holidays] : null;

    /// <summary>The next period; there is always one more, the caller takes as many as it needs.</summary>
    public Period Next()
    {
        var before = _step;
        DateOnly due;
        do
        {
            due = Regular(++_step);
            if (due > _latest) throw LendingRefusals.TermNotAllowed("seasonMonths", "No due date of this rhythm falls into them.");
        }
        while (!InSeason(due));
        var steps = before == 0 && !BeginsRegularly ? FirstSteps() : _step - before;
        var period = new Period(_from, Working(due), steps);
        _from = period.Due;
        if (_season) _latest = _from.AddYears(LongestWait);
        return period;
    }

    // A given first date, or the end of a month the loan did not begin with, makes the first period longer or shorter.
    private bool BeginsRegularly => terms.FirstDueOn is null
        && (terms.MonthEnd != MonthEndRule.LastOfMonth || IsLastOfMonth(terms.StartsOn) || terms.RepayUnit is RepayUnit.Days or RepayUnit.Weeks);

    private int FirstSteps()
    {
        var aligned = OnDueDay(terms.StartsOn) == terms.StartsOn;
        for (var steps = 1; terms.FirstDueOn is { } first && Plus(terms.StartsOn, steps) is var date && date <= first; steps++)
            if ((aligned ? OnDueDay(date) : date) == first) return steps;
        return 0;
    }

    private DateOnly Regular(int step)
    {
        if (step == 1 && terms.FirstDueOn is { } given) return given;
        var (anchor, count) = terms.FirstDueOn is { } first ? (first, step - 1) : (terms.StartsOn, step);
        if (Months is not { } months) return Plus(anchor, count);
        return terms.MonthEnd switch
        {
            MonthEndRule.Clamp => _clamped = _clamped.AddMonths(months),
            MonthEndRule.FirstOfNext when anchor.AddMonths(months * count) is var date => date.Day < anchor.Day ? date.AddDays(1) : date,
            MonthEndRule.LastOfMonth => LastOfMonth(anchor.AddMonths(months * count)),
            _ => OnDueDay(anchor.AddMonths(months * count)),
        };
    }

    private DateOnly OnDueDay(DateOnly date) => terms.DueDay is { } day && Months is not null
        ? new DateOnly(date.Year, date.Month, Math.Min(day, DateTime.DaysInMonth(date.Year, date.Month)))
        : date;

    private int? Months => terms.RepayUnit switch
    {
        RepayUnit.Months => terms.RepayEvery,
        RepayUnit.Years => terms.RepayEvery * 12,
        _ => null,
    };

    private DateOnly Plus(DateOnly from, int steps) => terms.RepayUnit switch
    {
        RepayUnit.Days => from.AddDays(terms.RepayEvery * steps),
        RepayUnit.Weeks => from.AddDays(terms.RepayEvery * steps * 7),
        RepayUnit.Months => from.AddMonths(terms.RepayEvery * steps),
        _ => from.AddYears(terms.RepayEvery * steps),
    };

    private bool InSeason(DateOnly date) => !_season || terms.SeasonMonths.Contains(date.Month);

    private DateOnly Working(DateOnly due) => terms.NonWorkingDays switch
    {
        NonWorkingDayRule.Next => Walk(due, 1),
        NonWorkingDayRule.Previous => Walk(due, -1),
        NonWorkingDayRule.NextInMonth when Walk(due, 1) is var next => next.Month == due.Month ? next : Walk(due, -1),
        _ => due,
    };

    private DateOnly Walk(DateOnly day, int by)
    {
        while (terms.Weekend.Contains(day.DayOfWeek) || _holidays?.Contains(day) == true) day = day.AddDays(by);
        return day;
    }

    private static bool IsLastOfMonth(DateOnly date) => date.Day == DateTime.DaysInMonth(date.Year, date.Month);

    private static DateOnly LastOfMonth(DateOnly date) => new(date.Year, date.Month, DateTime.DaysInMonth(date.Year, date.Month));
}
