using FsCheck;
using FsCheck.Fluent;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Lending.Schedules;
using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Tests.Lending.Schedules;

/// <summary>Terms with something in every field. A case is its seed, so that a failure prints one number to try again with.</summary>
internal static class AnyTerms
{
    private static readonly string[] Currencies = ["KES", "JPY", "KWD", "USD"];

    /// <summary>Seeds of terms.</summary>
    public static Gen<int> Seeds { get; } = Gen.Choose(0, int.MaxValue - 1);

    /// <summary>Terms as people could agree them: each field within its range, most combinations possible.</summary>
    public static ScheduleTerms Possible(int seed) => Of(new Random(seed), wild: false);

    /// <summary>Terms as a broken program could send them: any field may be beyond its range or not go with the others.</summary>
    public static ScheduleTerms Wild(int seed) => Of(new Random(seed), wild: true);

    private static ScheduleTerms Of(Random random, bool wild)
    {
        bool Often() => random.Next(10) < 6;
        bool Seldom() => random.Next(10) < 1;
        bool Wrong() => wild && random.Next(50) == 0;
        TWord Word<TWord>()
            where TWord : struct, Enum => Wrong() ? (TWord)Enum.ToObject(typeof(TWord), 99) : Enum.GetValues<TWord>()[random.Next(Enum.GetValues<TWord>().Length)];

        var currency = Currency.Of(Currencies[random.Next(Currencies.Length)]);
        var amortization = Word<Amortization>();
        var method = amortization switch
        {
            Amortization.PerDay when !Seldom() => InterestMethod.None,
            Amortization.FixedAmount when !Seldom() => Often() ? InterestMethod.Declining : InterestMethod.None,
            _ => Word<InterestMethod>(),
        };
        var unit = Word<RepayUnit>();
        var start = new DateOnly(2020, 1, 1).AddDays(random.Next(4_000));
        var lent = (long)Math.Exp((random.NextDouble() * 12) + (wild && Often() ? 3 : 9) + (Wrong() ? 20 : 0)) + 1;
        Money Of(long minor) => new(minor, currency);
        Money? Odd(bool goes, double part) => goes != (Wrong()) ? Of((long)(lent * part) + (Wrong() ? -lent : 1)) : null;
        var count = 1 + random.Next(Wrong() ? 600 : unit == RepayUnit.Years ? 12 : 60);
        var percent = (int most) => (Wrong() ? -1 : 1) * random.Next(most * 100) / 100m;

        return new ScheduleTerms
        {
            Disbursements = Disbursed(random, start, lent, amortization, currency, wild),
            DownPaymentPercent = Seldom() ? percent(Wrong() ? 200 : 60) : 0,
            InterestMethod = method,
            AnnualRatePercent = method == InterestMethod.None && !(Wrong()) ? 0 : percent(Wrong() ? 2_000 : 80),
            Amortization = amortization,
            InterestCalculation = Word<InterestCalculation>(),
            PartialPeriodInterest = Often(),
            DaysInYear = Word<DaysInYear>(),
            DaysInMonth = Word<DaysInMonth>(),
            RepayEvery = Often() ? 1 : random.Next(Wrong() ? -1 : 1, Wrong() ? 400 : 4),
            RepayUnit = unit,
            Installments = amortization == Amortization.PerDay || (amortization == Amortization.FixedAmount && Often()) ? null : count,
            FirstDueOn = Seldom() ? start.AddDays(random.Next(wild ? -5 : 1, Wrong() ? 900 : 80)) : null,
            MonthEnd = Word<MonthEndRule>(),
            NonWorkingDays = unit == RepayUnit.Days && !Wrong() ? NonWorkingDayRule.Keep : Word<NonWorkingDayRule>(),
            Weekend = [.. Enum.GetValues<DayOfWeek>().Where(_ => random.Next(7) < 2)],
            Holidays = [.. Enumerable.Range(0, random.Next(10)).Select(_ => start.AddDays(random.Next(1_000)))],
            SeasonMonths = Seldom() ? [.. Enumerable.Range(Wrong() ? 0 : 1, 12).Where(_ => random.Next(2) == 0)] : [],
            GraceOnPrincipal = Seldom() ? random.Next(wild ? -1 : 0, 6) : 0,
            GraceOnInterestPayment = Seldom() ? random.Next(wild ? -1 : 0, 6) : 0,
            InterestFreePeriods = Seldom() ? random.Next(wild ? -1 : 0, 6) : 0,
            InterestPauses = Seldom() ? Paused(random, start, wild) : [],
            Balloon = Odd(amortization == Amortization.Balloon, random.NextDouble() * 0.6),
            InstallmentAmount = Odd(amortization == Amortization.FixedAmount, 0.02 + random.NextDouble() * 0.2),
            DayPrice = Odd(amortization == Amortization.PerDay, 0.002 + random.NextDouble() * 0.05),
            InstallmentMultipleOf = amortization != Amortization.PerDay && Seldom() ? Of(random.Next(wild ? -1 : 1, 500)) : null,
            Rounding = Word<AmountRounding>(),
            FeePerInstallment = Seldom() ? Of(random.Next(wild ? -1 : 1, 10_000)) : null,
            TaxOnFeesPercent = Seldom() ? percent(Wrong() ? 200 : 30) : 0,
            TaxOnInterestPercent = Seldom() ? percent(Wrong() ? 200 : 30) : 0,
        };
    }

    private static List<Disbursement> Disbursed(Random random, DateOnly start, long lent, Amortization amortization, Currency currency, bool wild)
    {
        var count = random.Next(10) < 8 || amortization == Amortization.PerDay ? 1 : 1 + random.Next(4);
        var day = start;
        var all = new List<Disbursement>();
        for (var i = 0; i < count; i++, day = day.AddDays(random.Next(wild ? -1 : 0, 40)))
            all.Add(new Disbursement(day, new Money(Math.Max(1, lent / count), wild && random.Next(100) == 0 ? Currency.Of("EUR") : currency)));
        return wild && random.Next(200) == 0 ? [] : all;
    }

    private static List<InterestPause> Paused(Random random, DateOnly start, bool wild)
    {
        var (day, all) = (start, new List<InterestPause>());
        for (var i = random.Next(3); i >= 0; i--)
        {
            var from = day.AddDays(random.Next(wild ? -5 : 1, 60));
            day = from.AddDays(random.Next(wild ? -1 : 0, 40));
            all.Add(new InterestPause(from, day));
        }
        return all;
    }
}
