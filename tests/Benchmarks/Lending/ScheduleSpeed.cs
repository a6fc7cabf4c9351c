using System.Diagnostics;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Lending.Schedules;
using Paylatch.Domain.Shared;

namespace Paylatch.Benchmarks;

/// <summary>A whole schedule of 60 rows against the plainest loop that gives its figures: decimals, no dates, no checks, no rows kept.</summary>
internal static class ScheduleSpeed
{
    private const int Installments = 60;
    private const decimal Principal = 25_000m;
    private const decimal Percent = 18m;

    public static Task Run(Stage stage, Report report, CancellationToken ct)
    {
        Compare(stage, report, "a twelfth of the year each month", Terms(InterestCalculation.PerPeriod), () => Loop());
        Compare(stage, report, "by actual days and years", Terms(InterestCalculation.Daily), () => Loop());
        return ct.IsCancellationRequested ? Task.FromCanceled(ct) : Task.CompletedTask;
    }

    private static void Compare(Stage stage, Report report, string what, ScheduleTerms terms, Func<decimal> loop)
    {
        var span = TimeSpan.FromSeconds(stage.Options.Of(2, 1));
        var kept = 0L;
        void Engine() => kept += Schedule.Of(terms).Rows.Count;
        void Plain() => kept += (long)loop();
        Measure(Engine, span);
        Measure(Plain, span);
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
        var (watch, done) = (Stopwatch.StartNew(), 0L);
        for (; watch.Elapsed < span; done += 100)
            for (var i = 0; i < 100; i++) work();
        return done / watch.Elapsed.TotalSeconds;
    }

    private static ScheduleTerms Terms(InterestCalculation calculation) => new()
    {
        Disbursements = [new Disbursement(new DateOnly(2026, 1, 31), Money.Round(Principal, Currency.Of("KES"), MidpointRounding.ToEven))],
        InterestMethod = InterestMethod.Declining,
        AnnualRatePercent = Percent,
        InterestCalculation = calculation,
        Installments = Installments,
    };

    private static decimal Loop()
    {
        var rate = Percent / 1200;
        var growth = 1m;
        for (var i = 0; i < Installments; i++) growth *= 1 + rate;
        var installment = decimal.Round(Principal * rate * growth / (growth - 1), 2);
        var (balance, interest) = (Principal, 0m);
        for (var i = 0; i < Installments; i++)
        {
            var due = decimal.Round(balance * rate, 2);
            interest += due;
            balance -= i == Installments - 1 ? balance : installment - due;
        }
        return interest;
    }
}
