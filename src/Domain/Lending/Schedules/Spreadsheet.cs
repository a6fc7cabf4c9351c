namespace Paylatch.Domain.Lending.Schedules;

/// <summary>
/// The annuity functions of spreadsheets with their signs: what one pays is negative. For checking figures against other
/// people's tables; schedules do not use them. Definitions: OASIS OpenFormula 1.2, section 6.12.
/// </summary>
public static class Spreadsheet
{
    /// <summary>The payment for each period.</summary>
    /// <param name="rate">Interest for a period as a fraction.</param>
    /// <param name="periods">How many periods.</param>
    /// <param name="present">The worth now.</param>
    /// <param name="future">The worth wanted after the last payment.</param>
    /// <param name="atBeginning">True when payments are made at the beginning of each period.</param>
    public static double Pmt(double rate, double periods, double present, double future = 0, bool atBeginning = false)
    {
        if (rate == 0) return -(present + future) / periods;
        var growth = Math.Pow(1 + rate, periods);
        return -rate * (present * growth + future) / ((growth - 1) * (atBeginning ? 1 + rate : 1));
    }

    /// <summary>The part of a period's payment that is interest.</summary>
    public static double Ipmt(double rate, int period, double periods, double present, double future = 0, bool atBeginning = false)
    {
        var payment = Pmt(rate, periods, present, future, atBeginning);
        if (atBeginning && period == 1) return 0;
        return rate * (atBeginning ? Fv(rate, period - 2, payment, present, true) - payment : Fv(rate, period - 1, payment, present));
    }

    /// <summary>The part of a period's payment that repays principal.</summary>
    public static double Ppmt(double rate, int period, double periods, double present, double future = 0, bool atBeginning = false) =>
        Pmt(rate, periods, present, future, atBeginning) - Ipmt(rate, period, periods, present, future, atBeginning);

    /// <summary>The worth after a number of periods.</summary>
    public static double Fv(double rate, double periods, double payment, double present, bool atBeginning = false)
    {
        if (rate == 0) return -(present + payment * periods);
        var growth = Math.Pow(1 + rate, periods);
        return -(present * growth + payment * (atBeginning ? 1 + rate : 1) * (growth - 1) / rate);
    }

    /// <summary>How many periods a payment needs.</summary>
    public static double Nper(double rate, double payment, double present, double future = 0, bool atBeginning = false)
    {
        if (rate == 0) return -(present + future) / payment;
        var each = payment * (atBeginning ? 1 + rate : 1) / rate;
        return Math.Log((each - future) / (each + present)) / Math.Log(1 + rate);
    }

    /// <summary>Interest for a period. Reckoned by worth now, which stays small however many periods there are.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static double Rate(double periods, double payment, double present, double future = 0, bool atBeginning = false) => Solve.Rate(
        rate =>
        {
            if (rate == 0) return present + payment * periods + future;
            var discount = Math.Pow(1 + rate, -periods);
            return present + payment * (atBeginning ? 1 + rate : 1) * (1 - discount) / rate + future * discount;
        },
        Math.Max(-0.9999, Math.Pow(10, -300 / periods) - 1), 1e6);

    /// <summary>The effective yearly rate at which dated flows are worth nothing together, by days over 365.</summary>
    /// <exception cref="ArgumentException">The flows go one way only.</exception>
    public static double Xirr(IReadOnlyList<CashFlow> flows)
    {
        var start = flows[0].On.DayNumber;
        return Solve.Rate(flows, rate => flows.Sum(flow => flow.Amount / Math.Pow(1 + rate, (flow.On.DayNumber - start) / 365.0)));
    }
}
