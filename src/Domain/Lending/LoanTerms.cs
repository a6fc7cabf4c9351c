using Paylatch.Domain.Lending.Schedules;
using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Lending;

/// <summary>The unit in which installments repeat.</summary>
public enum RepayUnit
{
    /// <summary>Every so many days.</summary>
    Days,

    /// <summary>Every so many weeks.</summary>
    Weeks,

    /// <summary>Every so many calendar months.</summary>
    Months,

    /// <summary>Every so many years.</summary>
    Years,
}

/// <summary>How interest is reckoned.</summary>
public enum InterestMethod
{
    /// <summary>No interest.</summary>
    None,

    /// <summary>On the whole principal for the whole term, spread evenly.</summary>
    Flat,

    /// <summary>On what is still owed.</summary>
    Declining,
}

/// <summary>
/// What a customer agrees to when a device is sold, valid or not built at all: price and deposit in one currency, how the rest
/// is lent and paid back, days of grace before a lock. Nothing here can be changed afterwards.
/// </summary>
public sealed record LoanTerms
{
    /// <summary>The most installments a loan may have.</summary>
    public const int MaxInstallments = 520;

    /// <summary>The most days of grace.</summary>
    public const int MaxGraceDays = 90;

    /// <summary>The highest yearly rate in percent.</summary>
    public const decimal MaxRatePercent = 999;

    /// <summary>The highest price in major units.</summary>
    public const decimal MaxPrice = 1_000_000_000_000m;

    /// <summary>The longest term in years.</summary>
    public const int MaxYears = 50;

    /// <summary>Agrees terms in the plainest form, or refuses with the field to mend: a period of months is a twelfth of a year each, days and weeks count by 365.</summary>
    /// <exception cref="Refusal">A <c>lending.*</c> code naming the field.</exception>
    public LoanTerms(
        Money price, Money deposit, int installments, int repayEvery, RepayUnit unit, InterestMethod method,
        decimal annualRatePercent, int graceDays, DateOnly disbursedOn, DateOnly? firstDueOn = null, IReadOnlyList<Disbursement>? further = null)
        : this(price, deposit, graceDays, lent => new ScheduleTerms
        {
            Disbursements = [new Disbursement(disbursedOn, lent), .. further ?? []],
            Installments = installments,
            RepayEvery = repayEvery,
            RepayUnit = unit,
            InterestMethod = method,
            AnnualRatePercent = annualRatePercent,
            InterestCalculation = unit == RepayUnit.Months ? InterestCalculation.PerPeriod : InterestCalculation.Daily,
            DaysInYear = DaysInYear.Days365,
            FirstDueOn = firstDueOn,
        })
    {
    }

    /// <summary>Agrees terms, or refuses with the field to mend.</summary>
    /// <param name="price">What the device costs.</param>
    /// <param name="deposit">What is paid at the counter.</param>
    /// <param name="graceDays">Whole days after a due date before the device locks.</param>
    /// <param name="lend">How what is left to lend is paid back.</param>
    /// <exception cref="Refusal">A <c>lending.*</c> code naming the field.</exception>
    public LoanTerms(Money price, Money deposit, int graceDays, Func<Money, ScheduleTerms> lend)
    {
        (Price, Deposit, GraceDays) = (price, deposit, graceDays);
        CheckMoney();
        if (GraceDays is < 0 or > MaxGraceDays) throw LendingRefusals.GraceOutOfRange(MaxGraceDays);
        Terms = lend(Principal);
        Schedule = Begun = Schedule.ToAgree(Terms);
        if (Terms.Disbursements[0].Amount != Principal) throw new ArgumentException("The first disbursement is what the device is sold for.", nameof(lend));
        // Each is handed out by itself, so the loan has to be possible with every one of them and without those after it.
        for (var given = Terms.Disbursements.Count - 1; given > 0; given--)
            Begun = Schedule.Of(Terms with { Disbursements = [.. Terms.Disbursements.Take(given)] });
    }

    /// <summary>What the device costs.</summary>
    public Money Price { get; }

    /// <summary>What is paid at the counter; may be zero, always less than the price.</summary>
    public Money Deposit { get; }

    /// <summary>What is lent when the device is handed over: the price less the deposit.</summary>
    public Money Principal => Price - Deposit;

    /// <summary>Whole days after a due date before the device locks.</summary>
    public int GraceDays { get; }

    /// <summary>How it is lent and paid back.</summary>
    public ScheduleTerms Terms { get; }

    /// <summary>The installments that follow, with all disbursements given on the days agreed.</summary>
    public Schedule Schedule { get; }

    /// <summary>The installments it begins with: those of the first disbursement.</summary>
    public Schedule Begun { get; }

    private void CheckMoney()
    {
        if (Price.Minor <= 0) throw LendingRefusals.PriceNotPositive();
        if (Price.Amount > MaxPrice) throw LendingRefusals.PriceTooHigh(MaxPrice);
        if (Deposit.Currency != Price.Currency) throw LendingRefusals.DepositInOtherCurrency(Price.Currency);
        if (Deposit.Minor < 0) throw LendingRefusals.DepositNegative();
        if (Deposit >= Price) throw LendingRefusals.DepositNotBelowPrice(Price);
    }
}
