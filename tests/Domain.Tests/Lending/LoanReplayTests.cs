using FsCheck;
using FsCheck.Fluent;
using Paylatch.Domain.Ledger;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Lending.Events;
using Paylatch.Domain.Shared;
using Paylatch.Domain.Tests.Shared;

namespace Paylatch.Domain.Tests.Lending;

/// <summary>A loan is what follows from its contract, what happened to it, and the day: whatever happened and in whatever order.</summary>
public sealed class LoanReplayTests
{
    internal static Gen<PenaltyPolicy> Penalties { get; } =
        from kind in Gen.Elements(Enum.GetValues<PenaltyKind>())
        from scope in Gen.Elements(Enum.GetValues<PenaltyScope>())
        from of in Gen.Elements(Enum.GetValues<PenaltyBase>())
        from grace in Gen.Choose(0, 5)
        from count in Gen.Elements<int?>(null, 1, 3, 10)
        from most in Gen.Elements<long?>(null, 500, 5_000)
        from share in Gen.Elements<decimal?>(null, 1, 2.5m)
        from law in Gen.Elements<decimal?>(null, 0, 1.5m)
        let flat = kind is PenaltyKind.Flat or PenaltyKind.FlatPerDay
        select new PenaltyPolicy(
            kind, scope, of, flat ? 150 : 0, kind is PenaltyKind.Percent or PenaltyKind.PercentPerDay ? 0.35m : 0, grace, count, most, share, law);

    internal static Gen<LoanPolicy> Policies { get; } =
        from order in AllocatorTests.Orders
        from advance in Gen.Elements(Enum.GetValues<AdvanceHandling>())
        from penalty in Penalties
        select new LoanPolicy(order, advance, penalty);

    internal static Gen<LoanTerms> AllTerms { get; } =
        from price in Gen.Choose(1_000, 5_000)
        from count in Gen.Choose(1, 15)
        from unit in Gen.Elements(RepayUnit.Weeks, RepayUnit.Months)
        from method in Gen.Elements(Enum.GetValues<InterestMethod>())
        select Some.Terms(price: price, installments: count, unit: unit, method: method, rate: method == InterestMethod.None ? 0 : 36);

    private static readonly Gen<Step[]> Lives =
        (from what in Gen.Elements(Enum.GetValues<What>())
         from days in Gen.Choose(0, 25)
         from amount in Gen.Choose(1, 60_000)
         from pick in Gen.Choose(0, 1_000)
         select new Step(what, days, amount, pick)).ListOf().Select(steps => steps.ToArray());

    private static readonly Gen<(LoanTerms Terms, LoanPolicy Policy, Step[] Steps)> Cases =
        from terms in AllTerms
        from policy in Policies
        from steps in Lives
        select (terms, policy, steps);

    private enum What
    {
        Pay,
        PayAgain,
        PayBefore,
        Age,
        Reverse,
        Waive,
        Refund,
    }

    [Fact]
    public void Replaying_a_loan_leaves_the_rows_it_had() => Holds.For(Cases, c =>
    {
        var loan = Live(c.Terms, c.Policy, c.Steps);
        var before = Picture(loan);
        loan.Replay(loan.CaughtUpOn);
        Assert.Equal(before, Picture(loan));
    }, 1_000);

    [Fact]
    public void Ledger_and_loan_are_equal_whatever_happens() => Holds.For(Cases, c =>
    {
        var books = new Dictionary<string, long>();
        var loan = Live(c.Terms, c.Policy, c.Steps, loan =>
        {
            foreach (var movement in loan.TakeMovements())
                foreach (var (code, debit) in movement.Change.Lines())
                    books[code] = books.GetValueOrDefault(code) + debit;
            Assert.Equal(loan.Installments.Sum(i => i.OwedPrincipalMinor), loan.PrincipalMinor + books.GetValueOrDefault(Chart.LoansReceivable));
            Assert.Equal(loan.AccruedMinor - loan.Installments.Sum(i => i.PaidInterestMinor + i.WaivedInterestMinor), books.GetValueOrDefault(Chart.InterestReceivable));
            Assert.Equal(loan.Installments.Sum(i => i.OwedPenaltyMinor), books.GetValueOrDefault(Chart.PenaltiesReceivable));
            Assert.Equal(loan.CreditMinor, -books.GetValueOrDefault(Chart.CustomerCredit));
            Assert.True(books.GetValueOrDefault(Chart.InterestReceivable) >= 0);
        });
        Assert.True(loan.AccruedMinor <= loan.Installments.Sum(i => i.InterestMinor));
    }, 1_000);

    [Fact]
    public void Principal_sums_exactly_and_nothing_is_negative_or_paid_twice() => Holds.For(Cases, c => Live(c.Terms, c.Policy, c.Steps, loan =>
    {
        Assert.Equal(loan.PrincipalMinor, loan.Installments.Sum(i => i.PrincipalMinor));
        Assert.All(loan.Installments, i => Assert.True(
            i is { PrincipalMinor: >= 0, InterestMinor: >= 0, EarnedMinor: >= 0, OwedPrincipalMinor: >= 0, OwedInterestMinor: >= 0, OwedFeeMinor: >= 0, OwedPenaltyMinor: >= 0 }));
        Assert.Equal(loan.Installments.Sum(i => i.InterestMinor), loan.Installments.Sum(i => i.EarnedMinor));
        var kept = loan.Transactions.Where(t => t.Kind == LoanTransactionKind.Payment && loan.Transactions.All(r => r.Reverses != t.Sequence)).Sum(t => t.AmountMinor);
        var out_ = loan.Transactions.Where(t => t.Kind == LoanTransactionKind.CreditRefund).Sum(t => t.AmountMinor);
        Assert.Equal(kept, loan.PaidMinor + loan.CreditMinor + out_);
        Assert.Equal((loan.Installments.Sum(i => i.TotalMinor), loan.Installments.Sum(i => i.PaidMinor)), (loan.TotalMinor, loan.PaidMinor));
        Assert.Equal(loan.State == LoanState.PaidOff, loan.Balance.IsZero);
        Assert.Equal(loan.NextDue?.DueOn, loan.NextDueOn);
    }), 1_000);

    [Fact]
    public void Penalties_never_pass_a_cap() => Holds.For(Cases, c => Live(c.Terms, c.Policy, c.Steps, loan =>
    {
        var (penalty, charged) = (c.Policy.Penalty, loan.Installments.Sum(i => i.PenaltyMinor));
        Assert.True(charged <= penalty.CapMinor(loan.PrincipalMinor));
        Assert.True(!(charged > penalty.MaxAmountMinor));
        Assert.True(!(charged > loan.PrincipalMinor * penalty.LegalMaxPercentOfPrincipal / 100));
        if (penalty is { IsPerDay: true, Scope: PenaltyScope.PerInstallment }) Assert.All(loan.Installments, i => Assert.True(!(i.PenaltyCount > penalty.MaxCount)));
        else Assert.True(!(loan.PenaltyCount > penalty.MaxCount));
    }));

    [Fact]
    public void A_payment_reversed_and_repeated_leaves_the_same_rows() => Holds.For(
        from c in Cases
        from amount in Gen.Choose(1, 80_000)
        select (c, amount),
        of =>
        {
            var loan = Live(of.c.Terms, of.c.Policy, [.. of.c.Steps.Where(s => s.What != What.Refund)]);
            var (today, first) = (loan.CaughtUpOn, Some.Payment());
            var before = Picture(loan);
            loan.ApplyPayment(first, Kes(of.amount), today);
            var paid = Picture(loan);
            Assert.True(loan.ReversePayment(first, "Bounced", today));
            Assert.Equal(before, Picture(loan));
            loan.ApplyPayment(Some.Payment(), Kes(of.amount), today);
            Assert.Equal(paid, Picture(loan));
        });

    // Without money in advance re-amortizing, days are all that counts: not the order of recording.
    [Fact]
    public void Payments_recorded_late_leave_the_rows_of_payments_recorded_in_time() => Holds.For(
        from terms in AllTerms
        from policy in Policies
        from payments in Gen.Choose(0, 200).Zip(Gen.Choose(1, 40_000), (day, minor) => (Day: Some.Day.AddDays(day), Minor: minor)).ListOf()
        from order in Gen.Shuffle(Enumerable.Range(0, payments.Count).ToArray())
        select (terms, policy, payments: payments.ToList(), order),
        c =>
        {
            var (inTime, late, today) = (Book(c.terms, c.policy), Book(c.terms, c.policy), Some.Day.AddDays(210));
            foreach (var p in c.payments.OrderBy(p => p.Day).ThenBy(p => p.Minor)) inTime.ApplyPayment(Some.Payment(), Kes(p.Minor), p.Day, p.Day);
            inTime.Age(today);
            late.Age(today);
            foreach (var p in c.order.Select(i => c.payments[i]).OrderBy(p => c.payments.Count(q => q.Day == p.Day) > 1 ? p.Minor : 0)) late.ApplyPayment(Some.Payment(), Kes(p.Minor), p.Day, today);
            Assert.Equal(Picture(inTime), Picture(late));
        });

    [Fact]
    public void The_past_is_changed_only_with_all_that_happened_at_hand()
    {
        var loan = Some.Loan();
        loan.Age(Some.Day.AddDays(10));
        ((List<LoanTransaction>)loan.Transactions).Clear();
        Assert.Throws<InvalidOperationException>(() => loan.ApplyPayment(Some.Payment(), Kes(1), Some.Day, Some.Day.AddDays(10)));
        Assert.Throws<InvalidOperationException>(() => loan.ReversePayment(Some.Payment(), "Bounced", Some.Day.AddDays(10)));
    }

    private static Loan Live(LoanTerms terms, LoanPolicy policy, IEnumerable<Step> steps, Action<Loan>? after = null)
    {
        var (loan, today) = (Book(terms, policy), terms.Terms.StartsOn);
        var payments = new List<PaymentId>();
        foreach (var step in steps)
        {
            today = today.AddDays(step.Days);
            try
            {
                Do(loan, step, today, payments);
            }
            catch (Refusal no) when (no.Code is "lending.credit_spent")
            {
                // What is refused is not saved: the story ends where it would be loaded anew.
                return loan;
            }

            after?.Invoke(loan);
        }

        return loan;
    }

    private static void Do(Loan loan, Step step, DateOnly today, List<PaymentId> payments)
    {
        var id = Some.Payment();
        switch (step.What)
        {
            case What.Pay or What.PayAgain:
                Whole(loan.ApplyPayment(id, Kes(step.Amount), today), step.Amount);
                payments.Add(id);
                break;
            case What.PayBefore:
                var day = today.AddDays(-step.Pick % (today.DayNumber - loan.DisbursedOn.DayNumber + 1));
                Whole(loan.ApplyPayment(id, Kes(step.Amount), day, today), step.Amount);
                payments.Add(id);
                break;
            case What.Age: loan.Age(today); break;
            case What.Reverse when payments.Count > 0: loan.ReversePayment(payments[step.Pick % payments.Count], "Bounced", today); break;
            case What.Waive:
                loan.CatchUp(today);
                if (loan.Installments.Sum(i => i.OwedPenaltyMinor) is > 0 and var owed) loan.WaivePenalty(Kes(1 + step.Amount % owed), null, "Kindness", today);
                break;
            case What.Refund when loan.CreditMinor > 0: loan.TakeCredit(Kes(1 + step.Amount % loan.CreditMinor), LoanTransactionKind.CreditRefund, "Asked for", today); break;
        }
    }

    private static void Whole(AppliedPayment applied, long amount)
    {
        Assert.Equal(amount, applied.Allocations.Sum(part => part.Total.Minor) + applied.Rest.Minor);
        Assert.Equal(amount, (applied.Principal + applied.Interest + applied.Fees + applied.Penalties + applied.Rest).Minor);
        Assert.Equal(applied.Allocations.Count, applied.Allocations.Select(part => part.Installment).Distinct().Count());
    }

    private static Loan Book(LoanTerms terms, LoanPolicy policy)
    {
        var loan = Loan.Book(new(Some.Guid()), "LN-1", new(Some.Guid()), new(Some.Guid()), terms, Some.Noon, policy);
        loan.ClearEvents();
        return loan;
    }

    private static Money Kes(long minor) => new(minor, Some.Kes);

    // All that counts: rows, sums, credit, accrual, penalties so far.
    private static string Picture(Loan loan) => string.Join('\n', loan.Installments.OrderBy(i => i.Number).Select(i =>
        $"{i.Number} {i.FromOn:o} {i.DueOn:o} asked {i.PrincipalMinor} {i.InterestMinor} {i.FeeMinor} {i.TaxMinor} {i.PenaltyMinor} earned {i.EarnedMinor}"
        + $" paid {i.PaidPrincipalMinor} {i.PaidInterestMinor} {i.PaidFeeMinor} {i.PaidTaxMinor} {i.PaidPenaltyMinor}"
        + $" waived {i.WaivedInterestMinor} {i.WaivedFeeMinor} {i.WaivedTaxMinor} {i.WaivedPenaltyMinor} charged {i.PenaltyCount} {i.PenaltyWeight}")
        .Append($"{loan.TotalMinor} {loan.PaidMinor} {loan.CreditMinor} {loan.AccruedMinor} {loan.PenaltyCount} {loan.PenaltyWeight} {loan.PenaltyRunning} {loan.CaughtUpOn:o}"));

    private sealed record Step(What What, int Days, int Amount, int Pick);
}
