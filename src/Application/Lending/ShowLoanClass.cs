using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Lending;

/// <summary>How late a loan is, which class that makes it, what is set aside for it, and what became of its device.</summary>
[Allow(Permission.ViewPortfolio)]
public sealed class ShowLoanClass(ILendingDb db, ILoanClassesDb classes, TenantClock clock)
{
    /// <summary>An installment that is late.</summary>
    /// <param name="Number">Its number.</param>
    /// <param name="DueOn">When it was due.</param>
    /// <param name="DaysPastDue">Days since, those of pauses left out.</param>
    /// <param name="Owed">What is owed on it.</param>
    public sealed record Late(int Number, DateOnly DueOn, int DaysPastDue, Money Owed);

    /// <summary>A device that came back.</summary>
    /// <param name="Step">How far it has come.</param>
    /// <param name="Condition">What it looks like.</param>
    /// <param name="ToStock">True when it is to be sold again.</param>
    /// <param name="ReceivedOn">The day it came back.</param>
    /// <param name="Value">What it was valued at.</param>
    /// <param name="Settled">What of that settled the loan.</param>
    /// <param name="Price">What it was sold for.</param>
    /// <param name="Surplus">What became the customer's credit.</param>
    public sealed record Back(
        ReturnStep Step, string Condition, bool ToStock, DateOnly ReceivedOn, Money? Value, Money? Settled, Money? Price, Money? Surplus);

    /// <summary>How it stands today.</summary>
    /// <param name="Loan">The loan.</param>
    /// <param name="Number">The contract number.</param>
    /// <param name="State">Active or paid off.</param>
    /// <param name="Class">Performing, in default or charged off.</param>
    /// <param name="DaysPastDue">Of the oldest unpaid installment.</param>
    /// <param name="Bucket">The class by these days.</param>
    /// <param name="Outstanding">What the books show as owed, without penalties.</param>
    /// <param name="Receivable">What leaves the books when it is given up: the same with penalties.</param>
    /// <param name="Owed">What the customer owes.</param>
    /// <param name="Provision">What is set aside for it.</param>
    /// <param name="Pause">The pause it is in; null when days count.</param>
    /// <param name="ChargedOffOn">The day it was given up; null when it was not.</param>
    /// <param name="Lost">What left the books then.</param>
    /// <param name="Recovered">What was paid since.</param>
    /// <param name="Installments">Those that are late, oldest first.</param>
    /// <param name="Returned">Its device, when it came back.</param>
    /// <param name="Today">The tenant's today.</param>
    public sealed record Standing(
        LoanId Loan, string Number, LoanState State, LoanClass Class, int DaysPastDue, LoanBucket Bucket, Money Outstanding, Money Receivable, Money Owed, Money Provision,
        LoanPause? Pause, DateOnly? ChargedOffOn, Money? Lost, Money? Recovered, IReadOnlyList<Late> Installments, Back? Returned, DateOnly Today);

    /// <summary>As it stands.</summary>
    /// <exception cref="Refusal"><c>lending.loan_not_found</c></exception>
    public async Task<Standing> Handle(LoanId id, CancellationToken ct)
    {
        var loan = await db.Loans.AsNoTracking().SingleOrDefaultAsync(l => l.Id == id, ct) ?? throw LendingRefusals.LoanNotFound();
        loan.CatchUp(clock.Today);
        var days = loan.DaysPastDue(clock.Today);
        Money Of(long minor) => new(minor, loan.Currency);
        return new Standing(
            id, loan.Number, loan.State, loan.Class, days, (await classes.BucketsNow(ct)).Of(days, loan.Class), loan.Outstanding, loan.Outstanding + Of(loan.Accounts().Penalties), loan.Balance,
            loan.Provision,
            loan.PauseOn(clock.Today), loan.ChargedOff?.On, loan.ChargedOff is { } off ? Of(off.LostMinor) : null,
            loan.ChargedOff is null ? null : Of(loan.Accounts().Recoveries),
            [.. loan.Installments.Where(i => !i.IsPaid && loan.DaysLate(i.DueOn, clock.Today) > 0).OrderBy(i => i.Number)
                .Select(i => new Late(i.Number, i.DueOn, loan.DaysLate(i.DueOn, clock.Today), Of(i.OwedMinor)))],
            Returned(await classes.Returns.AsNoTracking().SingleOrDefaultAsync(back => back.LoanId == id, ct)), clock.Today);
    }

    private static Back? Returned(DeviceReturn? back)
    {
        if (back is null) return null;
        Money? Some(long? minor) => minor is { } some ? new Money(some, back.Currency) : null;
        return new Back(
            back.Step, back.Condition, back.ToStock, back.ReceivedOn, Some(back.ValueMinor), Some(back.SettledMinor), Some(back.PriceMinor), Some(back.SurplusMinor));
    }
}
