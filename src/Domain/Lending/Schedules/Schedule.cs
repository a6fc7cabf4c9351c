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

    private Schedule(ScheduleTerms terms, List<ScheduleOutlay> outlays, List<ScheduleRow> rows)
    {
        (Terms, Outlays, Rows) = (terms, outlays, rows);
        var (principal, deposit, interest, fees, tax) = (0L, 0L, 0L, 0L, 0L);
        foreach (var outlay in outlays) (principal, deposit) = (principal + outlay.Lent.Minor, deposit + outlay.Deposit.Minor);
        foreach (var row in rows) (interest, fees, tax) = (interest + row.Interest.Minor, fees + row.Fees.Minor, tax + row.Tax.Minor);
        var currency = terms.Currency;
        (Principal, Deposit, Interest) = (new Money(principal, currency), new Money(deposit, currency), new Money(interest, currency));
        (Fees, Tax, Total) = (new Money(fees, currency), new Money(tax, currency), new Money(principal - deposit + interest + fees + tax, currency));
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
    public static Schedule Of(ScheduleTerms terms) => Reckon(terms, strict: false);

    /// <summary>
    /// Reckons the installments of terms that are yet to be agreed: what <see cref="Of"/> would leave out is refused. What was
    /// agreed once may be reckoned anew for so little that its multiple no longer fits; that must not fail.
    /// </summary>
    /// <exception cref="Refusal">As <see cref="Of"/>; <c>lending.term_not_allowed</c> for a multiple larger than an installment.</exception>
    public static Schedule ToAgree(ScheduleTerms terms) => Reckon(terms, strict: true);

    private static Schedule Reckon(ScheduleTerms terms, bool strict)
    {
        TermsCheck.Require(terms);
        var periods = PeriodCount.Of(terms);
        var outlays = Outgoing.Of(terms);
        var draws = Outgoing.Draws(outlays, periods);
        if (terms.Installments > draws.Sum(draw => draw.Amount)) throw LendingRefusals.TooManyInstallments(terms.Principal);
        if (terms.Balloon?.Minor >= draws[0].Amount) throw LendingRefusals.TermNotAllowed("balloonAmount", "It must be less than what is lent first.");
        var parts = RepaymentPlan.Of(terms, periods, draws, strict);
        RequireEven(terms, parts);
        return new Schedule(terms, Balanced(outlays, periods, parts, terms.Currency), Laid(terms, periods, parts));
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

    private static List<ScheduleRow> Laid(ScheduleTerms terms, List<Period> periods, in Parts parts)
    {
        var (currency, round, fee) = (terms.Currency, new Rounding(terms.Rounding), terms.FeePerInstallment ?? Money.Zero(terms.Currency));
        var (feeTax, taxed) = (fee.Minor * terms.TaxOnFeesPercent / 100, terms.TaxOnInterestPercent / 100);
        var rows = new List<ScheduleRow>(periods.Count);
        for (var i = 0; i < periods.Count; i++)
        {
            var tax = feeTax == 0 && taxed == 0 ? 0 : round.Whole(feeTax + parts.Interest[i] * taxed);
            rows.Add(new ScheduleRow(
                i + 1, periods[i].From, periods[i].Due, new Money(parts.Principal[i], currency), new Money(parts.Interest[i], currency), fee,
                new Money(tax, currency), new Money(parts.Balance[i], currency), new Money(parts.Earned[i], currency)));
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
