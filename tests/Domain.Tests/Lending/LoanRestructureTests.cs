using FsCheck;
using FsCheck.Fluent;
using Paylatch.Domain.Ledger;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Lending.Events;
using Paylatch.Domain.Lending.Schedules;
using Paylatch.Domain.Shared;
using Paylatch.Domain.Tests.Shared;
using static Paylatch.Domain.Tests.Lending.LoanLives;

namespace Paylatch.Domain.Tests.Lending;

/// <summary>Payments, reversals, restructurings and payoffs in any order: nothing is lost and nobody is charged twice.</summary>
public sealed class LoanRestructureTests
{
    [Fact]
    public void Replaying_a_restructured_loan_leaves_the_rows_it_had() => Holds.For(Cases, c =>
    {
        var loan = Live(c.Terms, c.Policy, c.Steps, loan =>
        {
            var before = Picture(loan);
            loan.Replay(loan.CaughtUpOn);
            Assert.Equal(before, Picture(loan));
        });
    }, 1_000);

    [Fact]
    public void Ledger_and_loan_are_equal_whatever_is_restructured() => Holds.For(Cases, c =>
    {
        var books = new Dictionary<string, long>();
        long Of(string account) => books.GetValueOrDefault(account);
        Live(c.Terms, c.Policy, c.Steps, loan =>
        {
            foreach (var movement in loan.TakeMovements())
                foreach (var (code, debit) in movement.Change.Lines())
                    books[code] = Of(code) + debit;
            Assert.Equal(loan.Installments.Sum(i => i.OwedPrincipalMinor), c.Terms.Principal.Minor + Of(Chart.LoansReceivable));
            Assert.Equal(loan.AccruedMinor - loan.CapitalisedMinor - loan.Installments.Sum(i => i.PaidInterestMinor + i.WaivedInterestMinor), Of(Chart.InterestReceivable));
            Assert.Equal(loan.Installments.Sum(i => i.OwedPenaltyMinor), Of(Chart.PenaltiesReceivable));
            Assert.Equal(loan.CreditMinor, -Of(Chart.CustomerCredit));
            Assert.Equal(loan.AccruedMinor, -Of(Chart.InterestIncome));
            Assert.True(Of(Chart.InterestReceivable) >= 0);
            Assert.True(Of(Chart.FeesReceivable) >= 0);
            Assert.True(loan.AccruedMinor <= loan.Installments.Sum(i => i.InterestMinor) + loan.CapitalisedMinor);
            if (loan.State == LoanState.PaidOff) Assert.Equal((0, 0, 0), (Of(Chart.InterestReceivable), Of(Chart.FeesReceivable), Of(Chart.PenaltiesReceivable)));
        });
    }, 1_000);

    [Fact]
    public void Principal_sums_and_nothing_is_negative_or_paid_twice_whatever_is_restructured() => Holds.For(Cases, c => Live(c.Terms, c.Policy, c.Steps, loan =>
    {
        Assert.Equal(loan.PrincipalMinor + Structured(loan).Sum(t => t.AmountMinor) + loan.CapitalisedMinor, loan.Installments.Sum(i => i.PrincipalMinor));
        Assert.All(loan.Installments, i => Assert.True(
            i is { PrincipalMinor: >= 0, InterestMinor: >= 0, EarnedMinor: >= 0, OwedPrincipalMinor: >= 0, OwedInterestMinor: >= 0, OwedFeeMinor: >= 0, OwedPenaltyMinor: >= 0 }));
        Assert.Equal(loan.Installments.Sum(i => i.InterestMinor) + loan.CapitalisedMinor, loan.Installments.Sum(i => i.EarnedMinor));
        var kept = loan.Transactions.Where(t => t.Kind == LoanTransactionKind.Payment && loan.Transactions.All(r => r.Reverses != t.Sequence)).Sum(t => t.AmountMinor);
        var refunded = loan.Transactions.Where(t => t.Kind == LoanTransactionKind.CreditRefund).Sum(t => t.AmountMinor);
        Assert.Equal(kept, loan.PaidMinor + loan.CreditMinor + refunded);
        Assert.True(loan.State == LoanState.PaidOff == loan.Balance.IsZero, Picture(loan));
        Assert.Equal(loan.NextDue?.DueOn, loan.NextDueOn);
        Assert.Equal(loan.Installments.Count, loan.Installments.Select(i => i.Number).Distinct().Count());
    }), 1_000);

    [Fact]
    public void A_restructuring_carries_over_what_is_owed_and_no_more() => Holds.For(
        from c in Cases
        from plan in Plans
        select (c, plan),
        of =>
        {
            var loan = Live(of.c.Terms, of.c.Policy, of.c.Steps);
            loan.CatchUp(loan.CaughtUpOn);
            var (today, paid, credit) = (loan.CaughtUpOn, loan.PaidMinor, loan.CreditMinor);
            var (principal, interest, penalties) = (loan.Accounts().Principal, loan.Accounts().Interest, loan.Accounts().Penalties);
            var (income, capitalised) = (loan.AccruedMinor, loan.CapitalisedMinor);
            if (!Done(loan, of.plan, today)) return;
            Assert.Equal(principal + of.plan.TopUpMinor + loan.CapitalisedMinor - capitalised, loan.Accounts().Principal);
            Assert.Equal(interest - (loan.CapitalisedMinor - capitalised), loan.Accounts().Interest);
            Assert.Equal((penalties, income, paid, credit), (loan.Accounts().Penalties, loan.AccruedMinor, loan.PaidMinor, loan.CreditMinor));
            if (of.plan.Kind == RestructureKind.ReAge) Assert.Equal(0, loan.DaysPastDue(today));
            if (!of.plan.Capitalise) Assert.Equal(capitalised, loan.CapitalisedMinor);
        }, 1_000);

    // The cadence was changed for rows that an earlier day's payment left nothing of: the next due date by it would be in the past.
    [Fact]
    public void What_is_overdue_is_moved_to_days_to_come_where_all_that_was_to_come_is_paid()
    {
        var terms = new LoanTerms(Some.Kenyan(1_346), Some.Kenyan(0), 3, lent => new ScheduleTerms
        {
            Disbursements = [new Disbursement(Some.Day, lent)], Installments = 5, Amortization = Amortization.EqualPrincipal,
            InterestMethod = InterestMethod.Declining, AnnualRatePercent = 36,
        });
        var (loan, day) = (Book(terms, new LoanPolicy(inAdvance: AdvanceHandling.LastInstallment)), new DateOnly(2026, 6, 10));
        loan.Restructure(new() { Kind = RestructureKind.Reschedule, RepayEvery = 2, RepayUnit = RepayUnit.Weeks }, "Agreed", day);
        loan.ApplyPayment(Some.Payment(), terms.Schedule.Rows[^1].Total, new(2026, 2, 10), day);
        loan.CatchUp(day = day.AddDays(10));
        var interest = loan.Accounts().Interest;
        loan.Restructure(new() { Kind = RestructureKind.ReAge }, "Agreed", day);
        Assert.Equal((interest, 0), (loan.Accounts().Interest, loan.DaysPastDue(day)));
        Assert.True(loan.NextDueOn > day);
    }

    [Fact]
    public void Undoing_a_restructuring_restores_the_rows() => Holds.For(
        from c in Cases
        from plan in Plans
        select (c, plan),
        of =>
        {
            var loan = Live(of.c.Terms, of.c.Policy, of.c.Steps);
            var (today, before) = (loan.CaughtUpOn, Picture(loan));
            if (!Done(loan, of.plan, today)) return;
            loan.UndoRestructure("Mistake", today);
            Assert.Equal(before, Picture(loan));
        }, 1_000);

    [Fact]
    public void Whoever_pays_what_paying_off_takes_owes_nothing_and_has_no_credit() => Holds.For(Cases, c =>
    {
        var loan = Live(c.Terms, c.Policy, c.Steps);
        if (loan.State == LoanState.PaidOff) return;
        var (today, owed) = (loan.CaughtUpOn, loan.Balance);
        var parts = loan.PayoffOn(today);
        if (parts.Total.IsZero || loan.Credit > owed) return;
        Assert.Equal(owed, parts.Total + parts.Rebate + loan.Credit);
        loan.PayOff(Some.Payment(), parts.Total, today);
        Assert.Equal((LoanState.PaidOff, 0L, 0L), (loan.State, loan.Balance.Minor, loan.CreditMinor));
        Assert.Equal(default, loan.Accounts() with { InterestIncome = 0, FeeIncome = 0, PenaltyIncome = 0, Tax = 0, Rebates = 0 });
        Assert.Contains(loan.Events, e => e is LoanPaidOff);
    }, 1_000);

    [Fact]
    public void A_payoff_taken_back_brings_back_what_was_not_asked() => Holds.For(Cases, c =>
    {
        var loan = Live(c.Terms, c.Policy, c.Steps);
        if (loan.State == LoanState.PaidOff) return;
        var (today, payment, before) = (loan.CaughtUpOn, Some.Payment(), Picture(loan));
        if (loan.PayoffOn(today).Total is not { IsZero: false } total) return;
        loan.PayOff(payment, total, today);
        loan.ReversePayment(payment, "Bounced", today);
        Assert.Equal(before, Picture(loan));
    }, 1_000);

    private static bool Done(Loan loan, RestructurePlan plan, DateOnly today)
    {
        try
        {
            loan.Restructure(plan, "Agreed", today);
            return true;
        }
        catch (Refusal)
        {
            return false;
        }
    }
}
