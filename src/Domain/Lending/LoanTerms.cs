using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Lending;

/// <summary>The unit in which installments repeat.</summary>
public enum RepayUnit
{
    /// <summary>Every so many days.</summary>
    Days,

    /// <summary>Every so many weeks.</summary>
    Weeks,

    /// <summary>Every so many calendar months, rolled back to the month's last day where the day does not exist.</summary>
    Months,
}

/// <summary>How interest is reckoned.</summary>
public enum InterestMethod
{
    /// <summary>No interest.</summary>
    None,

    /// <summary>On the whole principal for the whole term, spread evenly.</summary>
    Flat,

    /// <summary>On what is still owed, in equal installments (an annuity).</summary>
    Declining,
}

/// <summary>
/// What a customer agrees to, valid or not built at all: price and deposit in one currency, the number and cadence of
/// installments, interest in percent a year, days of grace before a lock. Nothing here can be changed afterwards.
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
    public const int MaxYears = 10;

    /// <summary>Agrees terms, or refuses with the field to mend.</summary>
    /// <exception cref="Refusal">A <c>lending.*</c> code naming the field.</exception>
    public LoanTerms(
        Money price, Money deposit, int installments, int repayEvery, RepayUnit unit, InterestMethod method,
        decimal annualRatePercent, int graceDays, DateOnly disbursedOn, DateOnly? firstDueOn = null)
    {
        Price = price;
        Deposit = deposit;
        Installments = installments;
        RepayEvery = repayEvery;
        Unit = unit;
        Method = method;
        AnnualRatePercent = annualRatePercent;
        GraceDays = graceDays;
        DisbursedOn = disbursedOn;
        FirstDueOn = firstDueOn;
        CheckMoney();
        CheckRate();
        CheckCadence();
    }

    /// <summary>What the device costs.</summary>
    public Money Price { get; }

    /// <summary>What is paid at the counter; may be zero, always less than the price.</summary>
    public Money Deposit { get; }

    /// <summary>What is lent: price less deposit.</summary>
    public Money Principal => Price - Deposit;

    /// <summary>How many installments, 1 to 520.</summary>
    public int Installments { get; }

    /// <summary>How many units lie between two installments.</summary>
    public int RepayEvery { get; }

    /// <summary>The unit of <see cref="RepayEvery"/>.</summary>
    public RepayUnit Unit { get; }

    /// <summary>How interest is reckoned.</summary>
    public InterestMethod Method { get; }

    /// <summary>Percent a year, at most six decimals; zero when there is no interest.</summary>
    public decimal AnnualRatePercent { get; }

    /// <summary>Whole days after a due date before the device locks.</summary>
    public int GraceDays { get; }

    /// <summary>The day the customer takes the device; periods are counted from here.</summary>
    public DateOnly DisbursedOn { get; }

    /// <summary>The first due date when it is not one period after <see cref="DisbursedOn"/>. It moves dates, not interest.</summary>
    public DateOnly? FirstDueOn { get; }

    /// <summary>Interest for one period as a fraction: months count a twelfth of a year, weeks and days by 365.</summary>
    public decimal PeriodRate => AnnualRatePercent * PeriodWeight / (PeriodsOfYear * 100);

    private int PeriodWeight => Unit == RepayUnit.Weeks ? RepayEvery * 7 : RepayEvery;

    private int PeriodsOfYear => Unit == RepayUnit.Months ? 12 : 365;

    /// <summary>
    /// Interest of some periods on an amount, in major units and not rounded. Multiplies before it divides, so that a
    /// result that lies midway between two minor units is seen as such (10 % on 1.80 for a month is 0.015, not 0.01499…).
    /// </summary>
    public decimal InterestOn(Money amount, int periods = 1) =>
        amount.Amount * (AnnualRatePercent * PeriodWeight * periods) / (PeriodsOfYear * 100);

    /// <summary>
    /// The due date of an installment (1 is the first). Always counted from the anchor day, so that a plan of the 31st
    /// goes 31 January, 28 February, 31 March.
    /// </summary>
    public DateOnly DueOn(int number) =>
        FirstDueOn is { } first ? Step(first, number - 1) : Step(DisbursedOn, number);

    private DateOnly Step(DateOnly from, int periods) => Unit switch
    {
        RepayUnit.Days => from.AddDays(RepayEvery * periods),
        RepayUnit.Weeks => from.AddDays(RepayEvery * periods * 7),
        _ => from.AddMonths(RepayEvery * periods),
    };

    private void CheckMoney()
    {
        if (Price.Minor <= 0) throw LendingRefusals.PriceNotPositive();
        if (Price.Amount > MaxPrice) throw LendingRefusals.PriceTooHigh(MaxPrice);
        if (Deposit.Currency != Price.Currency) throw LendingRefusals.DepositInOtherCurrency(Price.Currency);
        if (Deposit.Minor < 0) throw LendingRefusals.DepositNegative();
        if (Deposit >= Price) throw LendingRefusals.DepositNotBelowPrice(Price);
    }

    private void CheckRate()
    {
        if (!Enum.IsDefined(Method)) throw LendingRefusals.MethodUnknown();
        if (AnnualRatePercent is < 0 or > MaxRatePercent) throw LendingRefusals.RateOutOfRange(MaxRatePercent);
        if (decimal.Round(AnnualRatePercent, 6, MidpointRounding.ToZero) != AnnualRatePercent)
            throw LendingRefusals.RateTooFine();
        if (Method == InterestMethod.None && AnnualRatePercent != 0) throw LendingRefusals.RateWithoutInterest();
    }

    private void CheckCadence()
    {
        if (Installments is < 1 or > MaxInstallments) throw LendingRefusals.InstallmentsOutOfRange(MaxInstallments);
        if (Principal.Minor < Installments) throw LendingRefusals.TooManyInstallments(Principal);
        if (!Enum.IsDefined(Unit)) throw LendingRefusals.UnitUnknown();
        var most = Unit switch { RepayUnit.Days => 366, RepayUnit.Weeks => 52, _ => 12 };
        if (RepayEvery < 1 || RepayEvery > most) throw LendingRefusals.CadenceOutOfRange(most, Unit);
        if (GraceDays is < 0 or > MaxGraceDays) throw LendingRefusals.GraceOutOfRange(MaxGraceDays);
        if (DisbursedOn.Year is < 2000 or > 2200) throw LendingRefusals.DisbursedOnOutOfRange();
        if (FirstDueOn <= DisbursedOn || FirstDueOn > DisbursedOn.AddYears(1))
            throw LendingRefusals.FirstDueOutOfRange(DisbursedOn);
        if (DueOn(Installments) > DisbursedOn.AddYears(MaxYears)) throw LendingRefusals.TermTooLong(MaxYears);
    }
}
