using System.Diagnostics;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Lending.Schedules;
using Paylatch.Domain.Shared;

namespace Paylatch.Benchmarks;

/// <summary>
/// A whole schedule of 60 rows, checked, dated and kept, against the plainest loop over decimals that gives its figures. Both
/// are counted by the processor's time, because nothing waits here and others share the machine.
/// </summary>
internal static class ScheduleSpeed
{
    private const int WarmUp = 100_000;
    private const int Installments = 60;
    private const decimal Principal = 25_000m;
    private const decimal Percent = 18m;
    private static readonly DateOnly Start = new(2026, 1, 31);

    public static Task Run(Stage stage, Report report, CancellationToken ct)
    {
        Compare(stage, report, "a twelfth of the year each month", Terms(InterestCalculation.PerPeriod), () => Loop(Twelfths()));
        Compare(stage, report, "by days over 365", Terms(InterestCalculation.Daily), () => Loop(ByDays()));
        return ct.IsCancellationRequested ? Task.FromCanceled(ct) : Task.CompletedTask;
    }

    private static void Compare(Stage stage, Report report, string what, ScheduleTerms terms, Func<decimal> loop)
    {
        var span = TimeSpan.FromSeconds(stage.Options.Of(2, 1));
        var kept = 0L;
        void Engine() => kept += Schedule.Of(terms).Rows.Count;
        void Plain() => kept += (long)loop();
        for (var i = 0; i < WarmUp; i++)
        {
            Engine();
            Plain();
        }

        List<double> engines = [], loops = [];
        for (var round = 0; round < stage.Options.Rounds; round++)
        {
            engines.Add(Measure(Engine, span));
            loops.Add(Measure(Plain, span));
        }

        report.Rates($"Schedule of {Installments} rows, {what}, against a plain decimal loop", Aim.Least(0.3), engines, loops);
        if (kept == 0) throw new InvalidOperationException("Nothing was reckoned.");
    }

    private static double Measure(Action work, TimeSpan span)
    {
        var (watch, before, done) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime, 0L);
        for (; watch.Elapsed < span; done += 100)
            for (var i = 0; i < 100; i++) work();
        return done / (Environment.CpuUsage.TotalTime - before).TotalSeconds;
    }

    private static ScheduleTerms Terms(InterestCalculation calculation) => new()
    {
        Disbursements = [new Disbursement(Start, Money.Round(Principal, Currency.Of("KES"), MidpointRounding.ToEven))],
        InterestMethod = InterestMethod.Declining,
        AnnualRatePercent = Percent,
        InterestCalculation = calculation,
        DaysInYear = DaysInYear.Days365,
        Installments = Installments,
    };

    private static decimal[] Twelfths()
    {
        var factors = new decimal[Installments];
        Array.Fill(factors, Percent / 1200);
        return factors;
    }

    private static decimal[] ByDays()
    {
        var (factors, from) = (new decimal[Installments], Start);
        for (var i = 0; i < Installments; i++)
        {
            var due = Start.AddMonths(i + 1);
            factors[i] = Percent / 100 * (due.DayNumber - from.DayNumber) / 365;
            from = due;
        }
        return factors;
    }

    private static decimal Loop(decimal[] factors)
    {
        var (growth, sum) = (1m, 0m);
        foreach (var factor in factors) (growth, sum) = (growth * (1 + factor), (sum * (1 + factor)) + 1);
        var installment = decimal.Round(Principal * growth / sum, 2);
        var (balance, interest) = (Principal, 0m);
        for (var i = 0; i < Installments; i++)
        {
            var due = decimal.Round(balance * factors[i], 2);
            interest += due;
            balance -= i == Installments - 1 ? balance : installment - due;
        }
        return interest;
    }
}
