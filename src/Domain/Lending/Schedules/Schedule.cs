using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Lending.Schedules;

/// <summary>
/// The installments that follow from terms, exact to the minor unit: principals sum to what was lent, nothing is negative,
/// and the last installment takes what rounding left over. The same terms give the same schedule, always.
/// </summary>
public sealed class Schedule
{
    /// <summary>The rules of reckoning, kept with each loan so that later rules do not change old schedules.</summary>
    public const int EngineVersion = 2;

    private Schedule(ScheduleTerms terms, IReadOnlyList<ScheduleOutlay> outlays, IReadOnlyList<ScheduleRow> rows)
    {
        (Terms, Outlays, Rows) = (terms, outlays, rows);
        Money Sum(Func<ScheduleRow, Money> part) => new(rows.Sum(row => part(row).Minor), terms.Currency);
        Principal = terms.Principal;
        Deposit = new Money(outlays.Sum(outlay => outlay.Deposit.Minor), terms.Currency);
        Interest = Sum(row => row.Interest);
        Fees = Sum(row => row.Fees);
        Tax = Sum(row => row.Tax);
        Total = Sum(row => row.Total);
    }

    /// <summary>The terms it follows from.</summary>
    public ScheduleTerms Terms { get; }

    /// <summary>What is lent and what is paid back the same day, in the order of the days.</summary>
    public IReadOnlyList<ScheduleOutlay> Outlays { get; }

    /// <summary>The installments, first to last.</summary>
    public IReadOnlyList<ScheduleRow> Rows { get; }

    /// <summary>What is lent.</summary>
    public Money Principal { get; }

    /// <summary>What of it is paid back the same day.</summary>
    public Money Deposit { get; }

    /// <summary>All interest.</summary>
    public Money Interest { get; }

    /// <summary>All fees.</summary>
    public Money Fees { get; }

    /// <summary>All tax.</summary>
    public Money Tax { get; }

    /// <summary>All installments together, without <see cref="Deposit"/>.</summary>
    public Money Total { get; }

    /// <summary>What borrowing costs: all that is paid beyond what is lent.</summary>
    public Money Cost => Interest + Fees + Tax;

    /// <summary>The regular installment (the first).</summary>
    public Money Installment => Rows[0].Total;

    /// <summary>Reckons the installments.</summary>
    /// <exception cref="Refusal">
    /// A <c>lending.*</c> code naming the field, for terms that cannot be. <c>lending.plan_uneven</c> when installments are
    /// so small or so coarse that rounding them leaves nothing for the last one, or swells it beyond twice the others.
    /// </exception>
    public static Schedule Of(ScheduleTerms terms)
    {
        TermsCheck.Require(terms);
        var periods = PeriodCount.Of(terms);
        var outlays = Outgoing.Of(terms);
        var draws = Outgoing.Draws(outlays, periods);
        if (terms.Installments > draws.Sum(draw => draw.Amount)) throw LendingRefusals.TooManyInstallments(terms.Principal);
        if (terms.Balloon?.Minor >= draws[0].Amount) throw LendingRefusals.TermNotAllowed("balloonAmount", "It must be less than what is lent first.");
        var parts = RepaymentPlan.Of(terms, periods, draws);
        RequireEven(terms, parts);
        return new Schedule(terms, Balanced(outlays, periods, parts, terms.Currency), Laid(terms, periods, draws, parts));
    }

    private static void RequireEven(ScheduleTerms terms, in Parts parts)
    {
        if (terms is { InstallmentAmount: not null, Installments: not null } && parts.Principal[^1] < 1)
            throw LendingRefusals.TermNotAllowed("installments", "Installments of this amount pay the loan off sooner. Leave the number out.");
        if (parts.Principal[^1] < 1 || parts.Principal.Any(part => part < 0)) throw LendingRefusals.PlanUneven(MultipleOr(terms, "installments"));
        if (terms.InstallmentAmount is not null && parts.Principal.Length > terms.GraceOnPrincipal + 1 && Array.TrueForAll(parts.Principal[terms.GraceOnPrincipal..^1], part => part == 0))
            throw LendingRefusals.NeverPaidOff();
        var regular = terms.Amortization is Amortization.EqualInstallments or Amortization.EqualPrincipal
            && terms is { InstallmentMultipleOf: null, GraceOnPrincipal: 0, GraceOnInterestPayment: 0, Disbursements.Count: 1, InterestFreePeriods: 0 };
        if (regular && parts.Principal.Length > 1 && parts.Principal[^1] + parts.Interest[^1] > 2 * (parts.Principal[0] + parts.Interest[0]))
            throw LendingRefusals.PlanUneven("installments");
    }

    private static string MultipleOr(ScheduleTerms terms, string field) => terms.InstallmentMultipleOf is null ? field : "installmentMultipleOf";

    private static List<ScheduleRow> Laid(ScheduleTerms terms, List<Period> periods, List<Draw> draws, in Parts parts)
    {
        var (currency, round, fee) = (terms.Currency, new Rounding(terms.Rounding), terms.FeePerInstallment ?? Money.Zero(terms.Currency));
        var rows = new List<ScheduleRow>(periods.Count);
        var (balance, drawn) = (0L, 0);
        for (var i = 0; i < periods.Count; i++)
        {
            while (drawn < draws.Count && draws[drawn].Period == i) balance += draws[drawn++].Amount;
            balance -= parts.Principal[i];
            var tax = fee.Minor * terms.TaxOnFeesPercent / 100 + parts.Interest[i] * terms.TaxOnInterestPercent / 100;
            Money Of(long minor) => new(minor, currency);
            rows.Add(new ScheduleRow(
                i + 1, periods[i].From, periods[i].Due, Of(parts.Principal[i]), Of(parts.Interest[i]), fee, Of(round.Whole(tax)), Of(balance), Of(parts.Earned[i])));
        }
        return rows;
    }

    // Each disbursement with the principal owed after it, what fell due before included.
    private static List<ScheduleOutlay> Balanced(List<ScheduleOutlay> outlays, List<Period> periods, in Parts parts, Currency currency)
    {
        var (balance, repaid) = (0L, 0);
        for (var i = 0; i < outlays.Count; i++)
        {
            for (; periods[repaid].Due <= outlays[i].On; repaid++) balance -= parts.Principal[repaid];
            balance += outlays[i].Lent.Minor - outlays[i].Deposit.Minor;
            outlays[i] = outlays[i] with { Balance = new Money(balance, currency) };
        }
        return outlays;
    }
}
