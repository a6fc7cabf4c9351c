using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Lending;

/// <summary>How far a day's close is.</summary>
/// <param name="Expected">Loans there were to look at when it began.</param>
/// <param name="Counts">What was done so far, by all lanes.</param>
/// <param name="Lanes">How many lanes it has.</param>
/// <param name="LanesFinished">How many of them are at their end.</param>
/// <param name="MovedAt">When it last came forward.</param>
public sealed record DayCloseProgress(int Expected, DayCloseCounts Counts, int Lanes, int LanesFinished, DateTimeOffset MovedAt);

/// <summary>A day's close with its sums.</summary>
/// <param name="Day">The day.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="FinishedAt">When it ended; null while it runs.</param>
/// <param name="Progress">How far it is.</param>
/// <param name="Sums">What it brought, by currency.</param>
public sealed record DayCloseRun(DateOnly Day, DateTimeOffset StartedAt, DateTimeOffset? FinishedAt, DayCloseProgress Progress, IReadOnlyList<DayCloseSum> Sums)
{
    /// <summary>Loans a second; null as long as that cannot be said.</summary>
    public double? Rate
    {
        get
        {
            var seconds = ((FinishedAt ?? Progress.MovedAt) - StartedAt).TotalSeconds;
            return seconds > 0 && Progress.Counts.Loans > 0 ? Progress.Counts.Loans / seconds : null;
        }
    }

    /// <summary>How long it still takes at that rate; null when it is finished or nothing can be said.</summary>
    public TimeSpan? Remaining => FinishedAt is null && Rate is { } rate and > 0
        ? TimeSpan.FromSeconds(Math.Max(0, Progress.Expected - Progress.Counts.Loans) / rate)
        : null;

    /// <summary>How much of it is done, 0 to 1.</summary>
    public double Done => FinishedAt is not null ? 1 : Progress.Expected == 0 ? 0 : Math.Min(0.99, (double)Progress.Counts.Loans / Progress.Expected);
}

/// <summary>A loan that is set aside.</summary>
/// <param name="Loan">The loan.</param>
/// <param name="Number">Its contract number.</param>
/// <param name="Day">The first day it misses.</param>
/// <param name="Reason">Why.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="FailedAt">When it was last tried.</param>
/// <param name="NextAt">When it is tried again.</param>
public sealed record SetAsideLoan(LoanId Loan, string Number, DateOnly Day, string Reason, int Attempts, DateTimeOffset FailedAt, DateTimeOffset NextAt);

/// <summary>The closes of days: the one that runs or ran last, those before, and the loans that are set aside.</summary>
[Allow(Permission.ViewPortfolio)]
public sealed class ShowDayClose(IDayCloseDb db, TenantInfo tenant, TenantClock clock)
{
    /// <summary>How many days are shown.</summary>
    public const int Days = 30;

    /// <summary>How many set-aside loans are listed.</summary>
    public const int MostFailures = 100;

    /// <summary>How many of them are in a file.</summary>
    public const int MostExported = 10_000;

    /// <summary>All of it.</summary>
    /// <param name="Runs">The last days, newest first.</param>
    /// <param name="SetAside">The loans set aside, those that wait longest first.</param>
    /// <param name="SetAsideCount">How many there are.</param>
    /// <param name="Hour">From which hour on days are closed.</param>
    /// <param name="NextAt">When the next day is closed.</param>
    /// <param name="Behind">How many days have come and are not closed.</param>
    /// <param name="Zone">The tenant's zone.</param>
    public sealed record Page(
        IReadOnlyList<DayCloseRun> Runs, IReadOnlyList<SetAsideLoan> SetAside, int SetAsideCount, int Hour, DateTimeOffset NextAt, int Behind, TimeZoneInfo Zone);

    /// <summary>The page; of the loans set aside at most so many whose contract or reason a text names, those that wait longest first.</summary>
    public async Task<Page> Handle(CancellationToken ct, string? text = null, int most = MostFailures)
    {
        var hour = await db.CloseSettings.Select(s => s.Hour).SingleOrDefaultAsync(ct);
        var runs = await Runs(ct);
        var waiting = db.Failures.Where(f => f.ResolvedAt == null);
        var words = text?.Trim() ?? "";
#pragma warning disable CA1304, CA1311, CA1862 // This becomes SQL: lower() in the database's one locale.
        var lower = words.ToLowerInvariant();
        var aside = await waiting.Join(db.Loans, f => f.LoanId, l => l.Id, (f, l) => new { Failure = f, l.Number })
            .Where(one => words == "" || one.Number.ToLower().Contains(lower) || one.Failure.Reason.ToLower().Contains(lower))
            .OrderBy(one => one.Failure.Day).ThenBy(one => one.Failure.LoanId).Take(Math.Clamp(most, 1, MostExported))
            .Select(one => new SetAsideLoan(
                one.Failure.LoanId, one.Number, one.Failure.Day, one.Failure.Reason, one.Failure.Attempts, one.Failure.FailedAt, one.Failure.NextAt))
            .ToListAsync(ct);
#pragma warning restore CA1304, CA1311, CA1862
        var last = CloseTimes.LastDue(clock, hour);
        var closed = runs.FirstOrDefault(run => run.FinishedAt is not null)?.Day;
        var behind = closed is { } through ? Math.Max(0, last.DayNumber - through.DayNumber) : runs.Count > 0 ? Math.Max(0, last.DayNumber - runs[^1].Day.DayNumber + 1) : 0;
        return new Page(runs, aside, await waiting.CountAsync(ct), hour, CloseTimes.At(clock, last.AddDays(1), hour), behind, tenant.TimeZone);
    }

    private async Task<List<DayCloseRun>> Runs(CancellationToken ct)
    {
        var closes = await db.DayCloses.AsNoTracking().OrderByDescending(c => c.Day).Take(Days).ToListAsync(ct);
        if (closes.Count == 0) return [];
        var since = closes[^1].Day;
        var sums = (await db.Sums.Where(s => s.Day >= since).ToListAsync(ct)).ToLookup(s => s.Day);
        var running = closes.Where(c => c.FinishedAt is null).Select(c => c.Day).ToList();
        var lanes = (await db.Lanes.AsNoTracking().Where(lane => running.Contains(lane.Day)).ToListAsync(ct)).ToLookup(lane => lane.Day);
        return closes.ConvertAll(c => new DayCloseRun(c.Day, c.StartedAt, c.FinishedAt, Progress(c, [.. lanes[c.Day]]), [.. sums[c.Day].OrderBy(s => s.Currency.Code)]));
    }

    private static DayCloseProgress Progress(DayClose close, IReadOnlyList<DayCloseLane> lanes) => close.FinishedAt is { } at
        ? new(close.Expected, new(close.Loans, close.Reminded, close.Overdue, close.GraceEnded, close.Penalties, close.Failed), close.Lanes, close.Lanes, at)
        : new(
            close.Expected,
            new(lanes.Sum(l => l.Loans), lanes.Sum(l => l.Reminded), lanes.Sum(l => l.Overdue), lanes.Sum(l => l.GraceEnded), lanes.Sum(l => l.Penalties), lanes.Sum(l => l.Failed)),
            close.Lanes, lanes.Count(l => l.FinishedAt is not null), lanes.Count == 0 ? close.StartedAt : lanes.Max(l => l.MovedAt));
}
