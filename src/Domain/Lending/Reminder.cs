using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Lending;

/// <summary>Which reminder a day calls for.</summary>
public enum ReminderKind
{
    /// <summary>Due in three days.</summary>
    In3Days,

    /// <summary>Due tomorrow.</summary>
    Tomorrow,

    /// <summary>Due today.</summary>
    Today,

    /// <summary>The due date has passed.</summary>
    Overdue,
}

/// <summary>A reminder that is due for an unpaid installment.</summary>
/// <param name="Kind">Which one.</param>
/// <param name="Loan">The loan.</param>
/// <param name="Installment">The installment's number.</param>
/// <param name="DueOn">Its due date.</param>
/// <param name="Owed">What is still owed on it.</param>
public sealed record Reminder(ReminderKind Kind, LoanId Loan, int Installment, DateOnly DueOn, Money Owed)
{
    /// <summary>The same reminder always has the same key, so that sending twice can be refused by an index.</summary>
    public string OnceKey => $"reminder:{Loan}:{Installment}:{Name}";

    /// <summary>The kind as stored: <c>in_3_days</c>, <c>tomorrow</c>, <c>today</c>, <c>overdue</c>.</summary>
    public string Name => Kind switch
    {
        ReminderKind.In3Days => "in_3_days",
        ReminderKind.Tomorrow => "tomorrow",
        ReminderKind.Today => "today",
        _ => "overdue",
    };
}
