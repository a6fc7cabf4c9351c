using Paylatch.Domain.Lending;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Payments;

/// <summary>The amounts a payer may want: what is due, what is due next, everything.</summary>
/// <param name="Due">Owed by the end of today; zero when nothing is.</param>
/// <param name="DueOn">Since when, or the day of today; null when nothing is due.</param>
/// <param name="Next">What falls due next, beyond <paramref name="Due"/>; zero when that was the last.</param>
/// <param name="NextOn">When; null when there is none.</param>
/// <param name="Balance">Everything.</param>
public sealed record PayChoices(Money Due, DateOnly? DueOn, Money Next, DateOnly? NextOn, Money Balance)
{
    /// <summary>What should be paid first: what is due, else what is due next.</summary>
    public Money First => Due.IsZero ? Next : Due;

    /// <summary>By when.</summary>
    public DateOnly? FirstOn => Due.IsZero ? NextOn : DueOn;

    /// <summary>The choices of a loan with its installments on a day.</summary>
    public static PayChoices Of(Loan loan, DateOnly today)
    {
        var open = loan.Installments.Where(i => !i.IsPaid).OrderBy(i => i.Number).ToList();
        var due = open.Where(i => i.DueOn <= today).ToList();
        var next = open.Find(i => i.DueOn > today);
        return new PayChoices(
            new Money(due.Sum(i => i.OwedMinor), loan.Currency), due.Count > 0 ? due[0].DueOn : null,
            new Money(next?.OwedMinor ?? 0, loan.Currency), next?.DueOn, loan.Balance);
    }
}
