using FsCheck;
using FsCheck.Fluent;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Lending.Schedules;
using Paylatch.Domain.Shared;
using Paylatch.Domain.Tests.Shared;

namespace Paylatch.Domain.Tests.Lending;

/// <summary>What may happen to a loan that is also restructured and paid off early, in any order.</summary>
internal static class LoanLives
{
    public static Gen<RestructurePlan> Plans { get; } =
        from kind in Gen.Elements(Enum.GetValues<RestructureKind>())
        from count in Gen.Choose(1, 20)
        from given in Gen.Elements(true, false)
        from days in Gen.Choose(1, 60)
        from rate in Gen.Elements(0m, 12m, 60m)
        from capitalise in Gen.Elements(true, false, false)
        select new RestructurePlan
        {
            Kind = kind,
            Capitalise = capitalise,
            FirstDueOn = kind is RestructureKind.Reschedule or RestructureKind.ReAge && given ? Some.Day.AddDays(days * 3) : null,
            RepayEvery = kind == RestructureKind.Reschedule ? 2 : null,
            RepayUnit = kind == RestructureKind.Reschedule && !given ? RepayUnit.Weeks : null,
            Installments = kind == RestructureKind.Extension || (given && kind is RestructureKind.TopUp or RestructureKind.ReAge) ? count + 8 : null,
            Periods = kind == RestructureKind.Holiday ? 1 + count % 4 : null,
            InterestRuns = kind != RestructureKind.Holiday || given,
            AnnualRatePercent = kind == RestructureKind.RateChange ? rate : null,
            From = kind == RestructureKind.RateChange && given ? Some.Day.AddDays(days * 3) : null,
            TopUpMinor = kind == RestructureKind.TopUp ? 5_000 + count * 731 : 0,
        };

    public static Gen<(LoanTerms Terms, LoanPolicy Policy, Step[] Steps)> Cases { get; } =
        from terms in Terms
        from policy in LoanReplayTests.Policies
        from full in Gen.Elements(Enum.GetValues<PayoffInterest>())
        from steps in Steps.ListOf()
        select (terms, new LoanPolicy(policy.Allocation, policy.InAdvance, policy.Penalty, full), steps.ToArray());

    public enum What
    {
        Pay,
        PayBefore,
        Age,
        Reverse,
        Waive,
        Refund,
        Restructure,
        RestructureAgain,
        Undo,
        PayOff,
        Give,
        GiveBefore,
        Cancel,
    }

    private static Gen<Step> Steps =>
        from what in Gen.Elements(Enum.GetValues<What>())
        from days in Gen.Choose(0, 25)
        from amount in Gen.Choose(1, 60_000)
        from pick in Gen.Choose(0, 1_000)
        from plan in Plans
        select new Step(what, days, amount, pick, plan);

    private static Gen<LoanTerms> Terms =>
        from price in Gen.Choose(1_000, 5_000)
        from count in Gen.Choose(1, 15)
        from unit in Gen.Elements(RepayUnit.Weeks, RepayUnit.Months)
        from method in Gen.Elements(Enum.GetValues<InterestMethod>())
        from fee in Gen.Elements(0, 1_250)
        from tax in Gen.Elements(0m, 16m)
        from daily in Gen.Elements(Enum.GetValues<InterestCalculation>())
        from plan in Gen.Elements(Amortization.EqualInstallments, Amortization.EqualInstallments, Amortization.EqualPrincipal, Amortization.Bullet)
        from grace in Gen.Elements(0, 0, 2)
        from further in Gen.Elements(0, 0, 0, 1, 2, 3)
        select new LoanTerms(Some.Kenyan(price), Some.Kenyan(0), 3, lent => new ScheduleTerms
        {
            Disbursements = [new Disbursement(Some.Day, lent), .. Enumerable.Range(1, count < 4 ? 0 : further).Select(i => new Disbursement(Some.Day.AddDays(9 * i), Kes(4_321 * i)))],
            Installments = count,
            RepayUnit = unit,
            InterestMethod = method,
            AnnualRatePercent = method == InterestMethod.None ? 0 : 36,
            InterestCalculation = daily,
            Amortization = plan,
            GraceOnInterestPayment = Math.Min(grace, count - 1),
            FeePerInstallment = fee == 0 ? null : Kes(fee),
            TaxOnFeesPercent = tax,
            TaxOnInterestPercent = tax / 2,
        });

    public static Money Kes(long minor) => new(minor, Some.Kes);

    public static Loan Book(LoanTerms terms, LoanPolicy policy)
    {
        var loan = Loan.Book(new(Some.Guid()), "LN-1", new(Some.Guid()), new(Some.Guid()), terms, Some.Noon, policy);
        loan.ClearEvents();
        return loan;
    }

    /// <summary>Lives a life until something is refused; that would not be saved, so the loan is as it was before it.</summary>
    public static Loan Live(LoanTerms terms, LoanPolicy policy, IReadOnlyList<Step> steps, Action<Loan>? after = null)
    {
        var (loan, today) = (Book(terms, policy), terms.Terms.StartsOn);
        var payments = new List<PaymentId>();
        for (var i = 0; i < steps.Count; i++)
        {
            var step = steps[i];
            today = today.AddDays(step.Days);
            try
            {
                Do(loan, step, today, payments);
            }
            catch (Refusal)
            {
                return Live(terms, policy, [.. steps.Take(i)]);
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
            case What.Pay:
                loan.ApplyPayment(id, Kes(step.Amount), today);
                payments.Add(id);
                break;
            case What.PayBefore:
                loan.ApplyPayment(id, Kes(step.Amount), today.AddDays(-step.Pick % (today.DayNumber - loan.DisbursedOn.DayNumber + 1)), today);
                payments.Add(id);
                break;
            case What.Age: loan.Age(today); break;
            case What.Reverse when payments.Count > 0: loan.ReversePayment(payments[step.Pick % payments.Count], "Bounced", today); break;
            case What.Waive:
                loan.CatchUp(today);
                if (loan.Installments.Sum(i => i.OwedPenaltyMinor) is > 0 and var owed) loan.WaivePenalty(Kes(1 + step.Amount % owed), null, "Kindness", today);
                break;
            case What.Refund when loan.CreditMinor > 0: loan.TakeCredit(Kes(1 + step.Amount % loan.CreditMinor), LoanTransactionKind.CreditRefund, "Asked for", today); break;
            case What.Give when loan.NextDisbursement is { } next:
                loan.GiveDisbursement(next.Number, Kes(Math.Max(1, next.Agreed.Minor - step.Pick % 2 * step.Amount)), today, today);
                break;
            case What.GiveBefore when loan.NextDisbursement is { } next:
                var since = loan.FurtherDisbursements.LastOrDefault(one => one.State == DisbursementState.Given)?.On ?? loan.DisbursedOn;
                loan.GiveDisbursement(next.Number, next.Agreed, today.AddDays(-step.Pick % (today.DayNumber - since.DayNumber + 1)), today);
                break;
            case What.Cancel when loan.NextDisbursement is { } next && step.Pick % 4 == 0: loan.CancelDisbursement(next.Number, "Not needed", today); break;
            case What.Restructure or What.RestructureAgain when loan.NextDisbursement is null: loan.Restructure(step.Plan, "Agreed", today); break;
            case What.Undo when Structured(loan).Any(): loan.UndoRestructure("Mistake", today); break;
            case What.PayOff:
                loan.CatchUp(today);
                loan.PayOff(id, Kes(Math.Max(1, loan.PayoffOn(today).Total.Minor + step.Amount % 3 - 1)), today);
                payments.Add(id);
                break;
        }
    }

    /// <summary>The restructurings that count.</summary>
    public static IEnumerable<LoanTransaction> Structured(Loan loan) =>
        loan.Transactions.Where(t => t.Kind == LoanTransactionKind.Restructure && loan.Transactions.All(r => r.Reverses != t.Sequence));

    /// <summary>All that counts: rows, sums, credit, accrual, penalties so far.</summary>
    public static string Picture(Loan loan) => string.Join('\n', loan.Installments.OrderBy(i => i.Number).Select(i =>
        $"{i.Number} {i.FromOn:o} {i.DueOn:o} asked {i.PrincipalMinor} {i.InterestMinor} {i.FeeMinor} {i.TaxMinor} {i.PenaltyMinor} earned {i.EarnedMinor} {i.EarnsFromOn:o} {i.EarnedByThenMinor}"
        + $" paid {i.PaidPrincipalMinor} {i.PaidInterestMinor} {i.PaidFeeMinor} {i.PaidTaxMinor} {i.PaidPenaltyMinor}"
        + $" waived {i.WaivedInterestMinor} {i.WaivedFeeMinor} {i.WaivedTaxMinor} {i.WaivedPenaltyMinor} charged {i.PenaltyCount} {i.PenaltyWeight}")
        .Append($"{loan.PrincipalMinor} {loan.TotalMinor} {loan.PaidMinor} {loan.CreditMinor} {loan.AccruedMinor} {loan.CapitalisedMinor} {loan.PenaltyCount} {loan.PenaltyWeight} {loan.PenaltyRunning} {loan.CaughtUpOn:o}"));

    /// <summary>One thing that happens.</summary>
    public sealed record Step(What What, int Days, int Amount, int Pick, RestructurePlan Plan);
}
