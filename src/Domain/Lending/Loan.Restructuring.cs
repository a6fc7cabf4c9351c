using Paylatch.Domain.Ledger;
using Paylatch.Domain.Lending.Events;
using Paylatch.Domain.Lending.Schedules;
using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Lending;

/// <content>New terms for what is left.</content>
public sealed partial class Loan
{
    /// <summary>Interest that became principal by being capitalised.</summary>
    public long CapitalisedMinor { get; private set; }

    /// <summary>
    /// Agrees what is left anew. What is paid stays paid; interest earned, fees fallen due and penalties that are owed are
    /// carried over as what they are. Replaying reckons it again from the loan as it then was. Needs all
    /// <see cref="Transactions"/> loaded.
    /// </summary>
    /// <exception cref="Refusal"><c>lending.restructure_not_possible</c>, or a code naming the field of the plan.</exception>
    public void Restructure(RestructurePlan plan, string reason, DateOnly today)
    {
        RequireHistory();
        plan.Require();
        if (State == LoanState.PaidOff || NextDisbursement is not null) throw LendingRefusals.RestructureNotPossible();
        CatchUp(today);
        var (before, owed) = (Accounts(), TotalMinor);
        var rest = Rest(plan, CaughtUpOn);
        var principal = rest.Principal + plan.TopUpMinor + (plan.Capitalise ? Math.Max(0, rest.Interest) : 0);
        if (rest.Rows.Count == 0 || principal == 0) throw LendingRefusals.RestructureNotPossible();
        if (plan.Kind == RestructureKind.Extension && plan.Installments <= rest.Count)
            throw LendingRefusals.TermOutOfRange("installments", rest.Count + 1, LoanTerms.MaxInstallments);
        var first = 1 + Math.Max(_installments.Max(i => i.Number), _transactions.SelectMany(t => t.Data?.Rows ?? []).Max(row => row.Number));
        var rows = Reckon(TermsFor(plan, rest, principal, LastSequence + 1, CaughtUpOn), first);
        var input = Record(LoanTransactionKind.Restructure, CaughtUpOn, today, plan.TopUpMinor, data: new() { Plan = plan, Rows = rows, Reason = reason });
        Take(input);
        Move(TransferKind.LoanRestructured, Accounts() - before);
        Version++;
        Raise(new LoanRestructured(Id, DeviceId, CustomerId, plan.Kind, new Money(TotalMinor - owed, Currency), reason, Version));
        Better(null, today);
    }

    /// <summary>In what way it was restructured last, of what was not taken back; null when it was not. Read with its history.</summary>
    public RestructureKind? LatestRestructuring => Counting().LastOrDefault(t => t.Kind == LoanTransactionKind.Restructure)?.Data!.Plan!.Kind;

    /// <summary>
    /// Takes the latest restructuring back: the loan stands as if it had never been, with all that was paid since. It never
    /// locks a device at once. Needs all <see cref="Transactions"/> loaded.
    /// </summary>
    /// <returns>The plan that was taken back.</returns>
    /// <exception cref="Refusal"><c>lending.restructure_none</c>, <c>lending.credit_spent</c></exception>
    public RestructurePlan UndoRestructure(string reason, DateOnly today)
    {
        RequireHistory();
        var input = Counting().LastOrDefault(t => t.Kind == LoanTransactionKind.Restructure) ?? throw LendingRefusals.RestructureNone();
        CatchUp(today);
        var before = Accounts();
        Record(LoanTransactionKind.Reversal, CaughtUpOn, today, input.AmountMinor, null, input.Sequence, new() { Reason = reason });
        Replay(CaughtUpOn);
        if (CreditMinor < 0) throw LendingRefusals.CreditSpent(new Money(-CreditMinor, Currency));
        Move(TransferKind.LoanRestructured, Accounts() - before);
        Version++;
        Raise(new RestructureUndone(Id, DeviceId, CustomerId, input.Data!.Plan!.Kind, reason, Version));
        if (NextDue is null) Better(null, today);
        else Reopen(today);
        return input.Data.Plan;
    }

    // What a restructuring does to the rows, now and whenever it is replayed. The rows agreed are laid as they are where they
    // fit; where the past has changed since, they are reckoned from what is left then.
    private void Lay(LoanTransaction input)
    {
        var (plan, agreed) = (input.Data!.Plan!, input.Data.Rows!);
        var rest = Rest(plan, input.EffectiveOn);
        var capitalised = plan.Capitalise ? Math.Max(0, rest.Interest) : 0;
        var principal = rest.Principal + plan.TopUpMinor + capitalised;
        if (principal == 0) return;
        // Where the past has changed, more rows may have been laid before than when this was agreed.
        var first = Math.Max(agreed[0].Number, 1 + _installments.Max(i => i.Number));
        var rows = agreed.Sum(row => row.Principal) == principal
            ? [.. agreed.Select((row, i) => row with { Number = first + i })]
            : Again(TermsFor(plan, rest, principal, input.Sequence, input.EffectiveOn), first);
        CapitalisedMinor += capitalised;
        Close(rest);
        foreach (var (row, penalty) in rest.Over(rows, capitalised, spread: plan.Kind == RestructureKind.ReAge)) Place(row).ChargePenalty(penalty);
    }

    private static List<PlannedRow> Reckon(ScheduleTerms terms, int first) =>
        [.. Schedule.Of(terms).Rows.Select(PlannedRow.Of).Select(row => row with { Number = first + row.Number - 1 })];

    // So little may be left after the past has changed that it cannot be split as agreed; then it is one installment.
    private static List<PlannedRow> Again(ScheduleTerms terms, int first)
    {
        try
        {
            return Reckon(terms, first);
        }
        catch (Refusal)
        {
            var (start, due) = (terms.StartsOn, terms.FirstDueOn);
            if (due <= start) start = due.Value.AddDays(-1);
            if (due > start.AddMonths(11)) start = due.Value.AddMonths(-11);
            return Reckon(new ScheduleTerms
            {
                Disbursements = [new Disbursement(start, terms.Principal)],
                Installments = 1,
                FirstDueOn = due,
                InterestMethod = terms.InterestMethod,
                AnnualRatePercent = terms.AnnualRatePercent,
                RepayEvery = terms.RepayEvery,
                RepayUnit = terms.RepayUnit,
                FeePerInstallment = terms.FeePerInstallment,
                TaxOnFeesPercent = terms.TaxOnFeesPercent,
                TaxOnInterestPercent = terms.TaxOnInterestPercent,
            }, first);
        }
    }

    // Rows with something settled stay with that and close; the others go. What was earned in them stays earned.
    private void Close(RestLeft rest)
    {
        foreach (var row in rest.Rows)
            if (row.IsTouched) row.Close(rest.On);
            else Drop(row);
        if (rest.Frozen == 0) return;
        var holder = _installments.Where(i => i.DueOn <= rest.On).MaxBy(i => i.Number) ?? Place(new PlannedRow(rest.Rows[0].Number, rest.On, rest.On, 0, 0, 0, 0, 0));
        holder.EarnBefore(rest.Frozen);
    }

    // The conventions the loan has when a transaction is taken: as agreed first, changed by what was restructured before.
    private ScheduleTerms Conventions(int sequence, DateOnly on) => Counting()
        .TakeWhile(t => t.EffectiveOn < on || (t.EffectiveOn == on && t.Sequence < sequence))
        .Where(t => t.Kind == LoanTransactionKind.Restructure)
        .Aggregate(Agreed(), (terms, t) => t.Data!.Plan!.Change(terms));

    private ScheduleTerms Agreed()
    {
        var terms = Contract.Terms ?? new ScheduleTerms
        {
            Disbursements = [new Disbursement(DisbursedOn, Principal)],
            Installments = InstallmentCount,
            RepayEvery = RepayEvery,
            RepayUnit = RepayUnit,
            InterestMethod = InterestMethod,
            AnnualRatePercent = AnnualRatePercent,
            InterestCalculation = RepayUnit == RepayUnit.Months ? InterestCalculation.PerPeriod : InterestCalculation.Daily,
            DaysInYear = DaysInYear.Days365,
        };
        return terms with { DueDay = (terms.FirstDueOn ?? terms.StartsOn).Day };
    }

    private ScheduleTerms TermsFor(RestructurePlan plan, RestLeft rest, long principal, int sequence, DateOnly on)
    {
        var now = Conventions(sequence, on);
        if (plan.FirstDueOn <= rest.On) throw LendingRefusals.FirstDueOutOfRange(rest.On);
        var terms = plan.Change(now);
        var amount = new Money(principal, Currency);
        var fixedCount = terms.Amortization is Amortization.FixedAmount or Amortization.PerDay;
        if (fixedCount && plan.Installments is not null) throw LendingRefusals.TermNotAllowed("installments", "The number follows from the amount agreed.");
        var small = terms.Balloon is { } balloon && balloon >= amount;
        int? count = fixedCount ? null : plan.Installments ?? rest.Count;
        int Left(int periods) => Math.Clamp(periods - rest.Before, 0, (count ?? LoanTerms.MaxInstallments) - 1);
        terms = terms with
        {
            Disbursements = [new Disbursement(rest.Start, amount)],
            DownPaymentPercent = 0,
            Installments = count,
            FirstDueOn = plan.FirstDueOn ?? rest.NextDue,
            DueDay = terms is { NonWorkingDays: NonWorkingDayRule.Keep, MonthEnd: MonthEndRule.Roll } ? terms.DueDay : null,
            GraceOnPrincipal = Left(terms.GraceOnPrincipal),
            GraceOnInterestPayment = Left(terms.GraceOnInterestPayment),
            InterestFreePeriods = Left(terms.InterestFreePeriods),
            Balloon = small ? null : terms.Balloon,
            Amortization = small ? Amortization.EqualInstallments : terms.Amortization,
        };
        return plan.Periods is { } periods ? PushedOut(terms, periods, plan.InterestRuns) : terms;
    }

    private static ScheduleTerms PushedOut(ScheduleTerms terms, int periods, bool interestRuns)
    {
        var dates = new DueDates(terms);
        var days = Enumerable.Range(0, periods + 1).Select(_ => dates.Next()).ToList();
        return terms with
        {
            FirstDueOn = days[^1].Due,
            Disbursements = interestRuns ? terms.Disbursements : [terms.Disbursements[0] with { On = days[^2].Due }],
        };
    }
}
