using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Lending.Schedules;

/// <summary>One installment of a plan.</summary>
/// <param name="Number">1 is the first.</param>
/// <param name="From">The day its period begins.</param>
/// <param name="Due">The last day on which it is paid in time.</param>
/// <param name="Principal">The part that repays what was lent.</param>
/// <param name="Interest">The part that is interest.</param>
/// <param name="Fees">The fee asked with it.</param>
/// <param name="Tax">The tax on fee and interest.</param>
/// <param name="Balance">Principal still owed once this is paid.</param>
/// <param name="Earned">Interest that runs up in its period; differs from <paramref name="Interest"/> only where that is put off.</param>
public sealed record ScheduleRow(
    int Number, DateOnly From, DateOnly Due, Money Principal, Money Interest, Money Fees, Money Tax, Money Balance, Money Earned)
{
    /// <summary>All of it.</summary>
    public Money Total => Principal + Interest + Fees + Tax;

    /// <summary>How many days its period has.</summary>
    public int Days => Due.DayNumber - From.DayNumber;
}

/// <summary>Money that is lent, or paid back the same day.</summary>
/// <param name="On">The day.</param>
/// <param name="Lent">What is lent; zero for a deposit.</param>
/// <param name="Deposit">What is paid back the same day; zero for a disbursement.</param>
/// <param name="Balance">Principal owed after it.</param>
public sealed record ScheduleOutlay(DateOnly On, Money Lent, Money Deposit, Money Balance);
