using FsCheck;
using FsCheck.Fluent;
using Paylatch.Domain.Ledger;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Shared;
using Paylatch.Domain.Tests.Shared;

namespace Paylatch.Domain.Tests.Lending;

/// <summary>Pauses, charge-offs, recoveries, write-backs and returns among payments and reversals: replay and books hold.</summary>
public sealed class LoanRiskTests
{
    private static readonly string[] Expected =
    [
        "lending.paid_off_already", "lending.pause_overlaps", "lending.not_paused", "lending.defaulted_already", "lending.not_defaulted",
        "lending.default_by_days", "lending.charged_off_already", "lending.not_charged_off", "lending.credit_spent",
    ];

    private static readonly Gen<(LoanTerms Terms, LoanPolicy Policy, Step[] Steps)> Cases =
        from terms in LoanReplayTests.AllTerms
        from policy in LoanReplayTests.Policies
        from steps in
            (from what in Gen.Elements(Enum.GetValues<What>())
             from days in Gen.Choose(0, 40)
             from amount in Gen.Choose(1, 90_000)
             from pick in Gen.Choose(0, 1_000)
             select new Step(what, days, amount, pick)).ListOf()
        select (terms, policy, steps.ToArray());

    private enum What
    {
        Pay,
        PayMore,
        PayBefore,
        Age,
        Reverse,
        Pause,
        PauseBefore,
        Resume,
        Default,
        LiftDefault,
        Provide,
        ChargeOff,
        WriteBack,
        Value,
        Sell,
    }

    [Fact]
    public void Replaying_leaves_what_there_was() => Holds.For(Cases, c => Live(c, loan =>
    {
        var before = Picture(loan);
        loan.Replay(loan.CaughtUpOn);
        Assert.Equal(before, Picture(loan));
    }), 1_000);

    [Fact]
    public void The_books_balance_with_the_money_and_follow_the_loan() => Holds.For(Cases, c =>
    {
        var (books, money) = (new Dictionary<string, long>(), 0L);
        long On(string code) => books.GetValueOrDefault(code);
        Live(c, loan =>
        {
            foreach (var movement in loan.TakeMovements())
            {
                foreach (var (code, debit) in movement.Change.Lines()) books[code] = On(code) + debit;
                money += movement.MoneyIn.Minor;
            }

            // All movements and the money they moved are zero together.
            Assert.Equal(0, books.Values.Sum() + money);
            var stand = loan.Accounts();
            foreach (var (code, debit) in stand.Lines()) Assert.Equal(debit, On(code) + (code == Chart.LoansReceivable ? loan.PrincipalMinor : 0));
            if (loan.ChargedOff is { } off)
            {
                Assert.Equal((0, 0, 0, 0), (stand.Principal, stand.Interest, stand.Fees, stand.Penalties));
                Assert.Equal(off.LostMinor, stand.Losses - loan.ReturnLossMinor + off.AllowanceMinor);
                Assert.Equal(LoanClass.ChargedOff, loan.Class);
            }
            else
            {
                Assert.Equal((loan.Installments.Sum(i => i.OwedPrincipalMinor), loan.Installments.Sum(i => i.OwedPenaltyMinor), 0L), (stand.Principal, stand.Penalties, stand.Recoveries));
            }

            Assert.True(stand is { Interest: >= 0, Losses: >= 0, Allowance: >= 0, Repossessed: >= 0, Recoveries: >= 0 });
            if (loan.State == LoanState.PaidOff) Assert.Equal(0, loan.ProvisionMinor);
        });
    }, 1_000);

    [Fact]
    public void What_a_list_reckons_of_days_past_due_and_of_the_lock_is_what_the_loan_says() => Holds.For(
        from c in Cases
        from ahead in Gen.Choose(0, 120)
        select (c, ahead),
        of =>
        {
            var last = DateOnly.MinValue;
            Live(of.c, (loan, today) =>
            {
                var day = today.AddDays(of.ahead);
                var listed = loan.LateFrom is { } from ? Math.Max(Math.Max(day.DayNumber - from.DayNumber, loan.LateAtLeast), 0) : 0;
                Assert.Equal(loan.DaysPastDue(day), listed);
                last = day;
                if (loan.LockOn is not { } lockOn || loan.LockFloor >= lockOn) return;
                Assert.Equal(loan.GraceDays + 1, loan.DaysPastDue(lockOn));
                Assert.False(loan.IsPausedOn(lockOn));
            });
        }, 500);

    [Fact]
    public void Every_number_of_days_belongs_to_exactly_one_class() => Holds.For(
        from steps in Gen.Choose(1, 60).ListOf()
        from days in Gen.Choose(0, 2_000)
        select (steps, days),
        c =>
        {
            var (next, all) = (0, new List<LoanBucket>());
            foreach (var width in c.steps.Take(LoanBuckets.Most - 1))
            {
                all.Add(new LoanBucket(next, next + width - 1, 1, 100));
                next += width;
            }

            var buckets = new LoanBuckets([.. all, new LoanBucket(next, null, 3, 10_000)]);
            Assert.Single(buckets.All, bucket => bucket.Holds(c.days));
            Assert.True(buckets.Of(c.days).Holds(c.days));
        });

    private static void Live((LoanTerms, LoanPolicy, Step[]) of, Action<Loan> after) => Live(of, (loan, _) => after(loan));

    private static void Live((LoanTerms Terms, LoanPolicy Policy, Step[] Steps) of, Action<Loan, DateOnly> after)
    {
        var loan = Loan.Book(new(Some.Guid()), "LN-1", new(Some.Guid()), new(Some.Guid()), of.Terms, Some.Noon, of.Policy);
        var (today, payments, inStock) = (of.Terms.Terms.StartsOn, new List<PaymentId>(), new Stack<Money>());
        foreach (var step in of.Steps)
        {
            today = today.AddDays(step.Days);
            try
            {
                Do(loan, step, today, payments, inStock);
            }
            catch (Refusal no) when (Expected.Contains(no.Code))
            {
                // Credit spent is found out after the replay; the operation would be rolled back and the story ends there.
                if (no.Code == "lending.credit_spent") return;
            }

            after(loan, today);
        }
    }

    private static void Do(Loan loan, Step step, DateOnly today, List<PaymentId> payments, Stack<Money> inStock)
    {
        var past = today.AddDays(-step.Pick % (today.DayNumber - loan.DisbursedOn.DayNumber + 1));
        switch (step.What)
        {
            case What.Pay or What.PayMore or What.PayBefore:
                var id = Some.Payment();
                loan.ApplyPayment(id, Kes(step.Amount), step.What == What.PayBefore ? past : Later(today, loan.CaughtUpOn), today);
                payments.Add(id);
                break;
            case What.Age: loan.Age(today); break;
            case What.Reverse when payments.Count > 0: loan.ReversePayment(payments[step.Pick % payments.Count], "Bounced", today); break;
            case What.Pause: loan.Pause(today, today.AddDays(1 + step.Pick % 60), "Dispute", today); break;
            case What.PauseBefore: loan.Pause(past, past.AddDays(1 + step.Amount % 60), "Dispute", today); break;
            case What.Resume: loan.Resume("Settled", today); break;
            case What.Default: loan.Default("Fraud", today); break;
            case What.LiftDefault: loan.LiftDefault("A mistake", today); break;
            case What.Provide: loan.ProvideFor(LoanBuckets.Default, today); break;
            case What.ChargeOff: loan.ChargeOff("Moved away", today); break;
            case What.WriteBack: loan.WriteBack("Found again", today); break;
            case What.Value: inStock.Push(loan.ValueDevice(Kes(step.Amount), today)); break;
            case What.Sell when inStock.TryPop(out var value): loan.SellDevice(Kes(step.Pick * 100), value, today); break;
        }
    }

    private static DateOnly Later(DateOnly one, DateOnly other) => one > other ? one : other;

    private static Money Kes(long minor) => new(minor, Some.Kes);

    private static string Picture(Loan loan) => string.Join('\n', loan.Installments.OrderBy(i => i.Number).Select(i =>
        $"{i.Number} {i.DueOn:o} asked {i.PrincipalMinor} {i.InterestMinor} {i.FeeMinor} {i.PenaltyMinor} earned {i.EarnedMinor} owed {i.OwedPrincipalMinor} {i.OwedInterestMinor}"
        + $" {i.OwedFeeMinor} {i.OwedPenaltyMinor} charged {i.PenaltyCount} {i.PenaltyWeight}")
        .Append($"{loan.TotalMinor} {loan.PaidMinor} {loan.CreditMinor} {loan.AccruedMinor} {loan.PenaltyCount} {loan.PenaltyWeight} {loan.PenaltyRunning} {loan.CaughtUpOn:o}")
        .Append($"{string.Join(',', loan.Pauses)} {loan.ChargedOff} {loan.ProvisionMinor} {loan.RepossessedMinor} {loan.ReturnLossMinor} {loan.Accounts()}"));

    private sealed record Step(What What, int Days, int Amount, int Pick);
}
