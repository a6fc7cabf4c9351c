using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Lending;

/// <summary>
/// What a payment on some day would do: done on a copy of the loan by the very rules of a payment, never kept. Without an
/// amount it is what a payoff quote for that day would say, and what paying it would do.
/// </summary>
[Allow(Permission.ViewPortfolio)]
public sealed class TryPayment(ILendingDb db, TenantClock clock)
{
    private const int MostYears = 10;

    /// <summary>What is tried.</summary>
    /// <param name="Loan">The loan.</param>
    /// <param name="Amount">How much, as written, in the loan's currency; null for what paying off on the day takes.</param>
    /// <param name="On">When, today or later; null for today.</param>
    public sealed record Query(LoanId Loan, string? Amount = null, DateOnly? On = null);

    /// <summary>What it would do.</summary>
    /// <param name="On">The day.</param>
    /// <param name="Amount">The amount; never more than is owed on that day.</param>
    /// <param name="Cleared">How many installments it would clear.</param>
    /// <param name="Balance">What would still be owed.</param>
    /// <param name="InterestSaved">How much less interest would be asked altogether.</param>
    /// <param name="NextDueOn">When the next would be due; null when nothing would be owed.</param>
    /// <param name="NextDueAmount">What would be owed on it.</param>
    /// <param name="FreeUntil">The last day on which the device would be free, if nothing more came; null when it would be free for good.</param>
    public sealed record Answer(
        DateOnly On, Money Amount, int Cleared, Money Balance, Money InterestSaved, DateOnly? NextDueOn, Money NextDueAmount, DateOnly? FreeUntil);

    /// <summary>The answer.</summary>
    /// <exception cref="Refusal">
    /// <c>lending.loan_not_found</c>, <c>lending.try_day</c>, <c>money.amount_invalid</c>, <c>lending.payment_not_positive</c>
    /// </exception>
    public async Task<Answer> Handle(Query q, CancellationToken ct)
    {
        var today = clock.Today;
        var on = q.On ?? today;
        if (on < today || on > today.AddYears(MostYears)) throw LendingRefusals.TryDay(today, MostYears);
        var loan = await db.CopyLoan(q.Loan, ct) ?? throw LendingRefusals.LoanNotFound();
        loan.CatchUp(on);
        var amount = q.Amount is null ? loan.PayoffOn(on).Total : Money.Min(Money.Parse(q.Amount, loan.Currency, "amount"), loan.Balance);
        var (open, interest, payment) = (Open(loan), Interest(loan), new PaymentId(clock.NewId()));
        if (loan.State == LoanState.Active && q.Amount is null) loan.PayOff(payment, amount, on);
        else if (!loan.Balance.IsZero) loan.ApplyPayment(payment, amount, on);
        return new Answer(
            on, amount, open - Open(loan), loan.Balance, interest - Interest(loan), loan.NextDueOn, loan.NextDueAmount, loan.LockOn?.AddDays(-1));
    }

    private static int Open(Loan loan) => loan.Installments.Count(i => !i.IsPaid);

    private static Money Interest(Loan loan) => new(loan.Installments.Sum(i => i.InterestMinor - i.WaivedInterestMinor), loan.Currency);
}
