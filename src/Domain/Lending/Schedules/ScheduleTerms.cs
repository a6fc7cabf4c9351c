using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Lending.Schedules;

/// <summary>Money lent on a day.</summary>
/// <param name="On">The day.</param>
/// <param name="Amount">How much.</param>
public sealed record Disbursement(DateOnly On, Money Amount);

/// <summary>Days without interest.</summary>
/// <param name="From">The first of them.</param>
/// <param name="To">The last of them.</param>
public sealed record InterestPause(DateOnly From, DateOnly To);

/// <summary>
/// Everything a schedule follows from, as it is agreed and kept in the contract. It is a proposal until
/// <see cref="Schedule.Of(ScheduleTerms)"/> has reckoned a schedule from it, which refuses what cannot be, naming the field.
/// </summary>
public sealed record ScheduleTerms
{
    /// <summary>What is lent and when, earliest first; one at least.</summary>
    public required IReadOnlyList<Disbursement> Disbursements { get; init; }

    /// <summary>Percent of each disbursement that is paid back the same day.</summary>
    public decimal DownPaymentPercent { get; init; }

    /// <summary>How interest is reckoned.</summary>
    public InterestMethod InterestMethod { get; init; }

    /// <summary>Nominal percent a year, at most six decimals.</summary>
    public decimal AnnualRatePercent { get; init; }

    /// <summary>How principal is paid back.</summary>
    public Amortization Amortization { get; init; }

    /// <summary>Over what interest is reckoned.</summary>
    public InterestCalculation InterestCalculation { get; init; }

    /// <summary>Whether a disbursement within a period bears interest for its days only; otherwise as for the whole period.</summary>
    public bool PartialPeriodInterest { get; init; } = true;

    /// <summary>How many days a year has.</summary>
    public DaysInYear DaysInYear { get; init; } = DaysInYear.Actual;

    /// <summary>How many days a month has.</summary>
    public DaysInMonth DaysInMonth { get; init; } = DaysInMonth.Actual;

    /// <summary>Units between two installments.</summary>
    public int RepayEvery { get; init; } = 1;

    /// <summary>The unit of <see cref="RepayEvery"/>.</summary>
    public RepayUnit RepayUnit { get; init; } = RepayUnit.Months;

    /// <summary>How many installments; null where the number follows from an amount.</summary>
    public int? Installments { get; init; }

    /// <summary>The first due date; null for one interval after the first disbursement.</summary>
    public DateOnly? FirstDueOn { get; init; }

    /// <summary>
    /// The day of the month on which installments are due, where <see cref="FirstDueOn"/> is in a month without that day;
    /// with <see cref="MonthEndRule.Roll"/>. Null for the day of the first due date.
    /// </summary>
    public int? DueDay { get; init; }

    /// <summary>What becomes of a due day that a month does not have.</summary>
    public MonthEndRule MonthEnd { get; init; }

    /// <summary>What becomes of a due date on a holiday or at a weekend.</summary>
    public NonWorkingDayRule NonWorkingDays { get; init; }

    /// <summary>The days of the week without work.</summary>
    public IReadOnlyList<DayOfWeek> Weekend { get; init; } = [];

    /// <summary>Dates without work.</summary>
    public IReadOnlyList<DateOnly> Holidays { get; init; } = [];

    /// <summary>The months (1 to 12) in which installments are due; empty for all. Interest runs on in between.</summary>
    public IReadOnlyList<int> SeasonMonths { get; init; } = [];

    /// <summary>How many of the first installments pay no principal.</summary>
    public int GraceOnPrincipal { get; init; }

    /// <summary>How many of the first installments pay no interest; it falls into the first one after.</summary>
    public int GraceOnInterestPayment { get; init; }

    /// <summary>For how many of the first periods no interest is charged at all.</summary>
    public int InterestFreePeriods { get; init; }

    /// <summary>Days without interest; installments stay as they are, the last one shrinks.</summary>
    public IReadOnlyList<InterestPause> InterestPauses { get; init; } = [];

    /// <summary>What <see cref="Amortization.Balloon"/> leaves for the last installment.</summary>
    public Money? Balloon { get; init; }

    /// <summary>The installment of <see cref="Amortization.FixedAmount"/>.</summary>
    public Money? InstallmentAmount { get; init; }

    /// <summary>The price of a day of <see cref="Amortization.PerDay"/>.</summary>
    public Money? DayPrice { get; init; }

    /// <summary>Installments are whole multiples of this amount, but for the last one.</summary>
    public Money? InstallmentMultipleOf { get; init; }

    /// <summary>How amounts are rounded.</summary>
    public AmountRounding Rounding { get; init; }

    /// <summary>A fee asked with every installment.</summary>
    public Money? FeePerInstallment { get; init; }

    /// <summary>Tax on the fee, in percent.</summary>
    public decimal TaxOnFeesPercent { get; init; }

    /// <summary>Tax on interest, in percent.</summary>
    public decimal TaxOnInterestPercent { get; init; }

    /// <summary>The currency of every amount.</summary>
    public Currency Currency => Disbursements[0].Amount.Currency;

    /// <summary>The day of the first disbursement; periods are counted from here.</summary>
    public DateOnly StartsOn => Disbursements[0].On;

    /// <summary>All that is lent.</summary>
    public Money Principal => Disbursements.Aggregate(Money.Zero(Currency), (sum, one) => sum + one.Amount);
}
