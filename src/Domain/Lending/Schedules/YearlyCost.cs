namespace Paylatch.Domain.Lending.Schedules;

/// <summary>
/// What borrowing costs in percent a year, as laws want it said. For people to compare; no money follows from it. Everything
/// a customer pays counts: interest, fees and tax. A deposit paid the same day lowers what is lent.
/// </summary>
/// <param name="RegulationZ">
/// The annual percentage rate of the United States (12 CFR 1026, Appendix J): nominal, by the actuarial method with unit periods.
/// </param>
/// <param name="EuConsumerCredit">
/// The annual percentage rate of charge of the European Union (Directive 2008/48/EC, Annex I; unchanged in (EU) 2023/2225,
/// Annex III): effective.
/// </param>
public sealed record YearlyCost(decimal RegulationZ, decimal EuConsumerCredit)
{
    /// <summary>What is said of a rate that is higher still: a fee as large as a loan of one day is beyond all sense in percent a year.</summary>
    public const decimal Highest = 9_999_999.99m;

    /// <summary>Both rates of a schedule, in percent rounded to two decimals, half to even; zero when it costs nothing, <see cref="Highest"/> at the most.</summary>
    public static YearlyCost Of(Schedule schedule)
    {
        if (schedule.Cost.IsZero) return new YearlyCost(0, 0);
        var flows = Flows(schedule);
        return new YearlyCost(Shown(Lending.Schedules.RegulationZ.Rate(flows)), Shown(EuropeanRate.Rate(flows)));
    }

    private static decimal Shown(double rate) => rate * 100 < (double)Highest ? Math.Round((decimal)(rate * 100), 2, MidpointRounding.ToEven) : Highest;

    private static List<CashFlow> Flows(Schedule schedule) =>
    [
        .. schedule.Outlays.GroupBy(one => one.On, (on, ones) => new CashFlow(on, -(double)ones.Sum(one => one.Lent.Amount - one.Deposit.Amount))),
        .. schedule.Rows.Select(row => new CashFlow(row.Due, (double)row.Total.Amount)),
    ];
}

/// <summary>Money that changes hands on a day.</summary>
/// <param name="On">The day.</param>
/// <param name="Amount">To the lender; what is lent is negative.</param>
public readonly record struct CashFlow(DateOnly On, double Amount);
