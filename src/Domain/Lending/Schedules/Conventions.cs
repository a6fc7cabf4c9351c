namespace Paylatch.Domain.Lending.Schedules;

/// <summary>How principal is paid back.</summary>
public enum Amortization
{
    /// <summary>Installments of one amount; the last takes what rounding left.</summary>
    EqualInstallments,

    /// <summary>Equal parts of principal, with the interest on what is still owed.</summary>
    EqualPrincipal,

    /// <summary>Interest only, and all principal with the last installment.</summary>
    Bullet,

    /// <summary>Equal installments that leave an agreed principal, paid with the last one.</summary>
    Balloon,

    /// <summary>Installments of a given amount; their number follows, or the last takes the rest.</summary>
    FixedAmount,

    /// <summary>A price for each day of use, without interest: the number of days is what is lent over that price.</summary>
    PerDay,
}

/// <summary>Over what interest is reckoned.</summary>
public enum InterestCalculation
{
    /// <summary>Day by day, by the chosen lengths of month and year.</summary>
    Daily,

    /// <summary>The same for every period, however many days it has: a twelfth of a year for a month, a fifty-second for a week.</summary>
    PerPeriod,
}

/// <summary>How many days a year has.</summary>
public enum DaysInYear
{
    /// <summary>360.</summary>
    Days360,

    /// <summary>364, which is 52 weeks.</summary>
    Days364,

    /// <summary>365, in leap years too.</summary>
    Days365,

    /// <summary>365 or 366; a period over the turn of the year is counted in each year by itself.</summary>
    Actual,
}

/// <summary>How many days a month has; matters for loans repaid by months or years.</summary>
public enum DaysInMonth
{
    /// <summary>30.</summary>
    Days30,

    /// <summary>As many as the calendar says.</summary>
    Actual,
}

/// <summary>What becomes of a due day that a month does not have.</summary>
public enum MonthEndRule
{
    /// <summary>The month's last day, and back to the day afterwards: 31 January, 28 February, 31 March.</summary>
    Roll,

    /// <summary>The month's last day, and that day from then on: 31 January, 28 February, 28 March.</summary>
    Clamp,

    /// <summary>The first of the month after: 31 January, 1 March, 31 March.</summary>
    FirstOfNext,

    /// <summary>Always the last day of the month, whatever day the loan began.</summary>
    LastOfMonth,
}

/// <summary>What becomes of a due date on a holiday or at a weekend. The dates after it are not moved along.</summary>
public enum NonWorkingDayRule
{
    /// <summary>It stays.</summary>
    Keep,

    /// <summary>The next working day.</summary>
    Next,

    /// <summary>The working day before.</summary>
    Previous,

    /// <summary>The next working day, or the one before where the next lies in another month (ISDA's "modified following").</summary>
    NextInMonth,
}

/// <summary>How amounts between two units are rounded.</summary>
public enum AmountRounding
{
    /// <summary>To the nearer; in the middle to the even one.</summary>
    HalfEven,

    /// <summary>To the nearer; in the middle up.</summary>
    HalfUp,

    /// <summary>Up, away from nothing.</summary>
    Up,

    /// <summary>Down, towards nothing.</summary>
    Down,
}
