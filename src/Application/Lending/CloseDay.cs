using Paylatch.Application.Identity;
using Paylatch.Application.Ledger;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Lending;

namespace Paylatch.Application.Lending;

/// <summary>
/// Closes the next set of loans in a lane of a day. Most loans only earn interest, all of them in one statement; those to
/// which more may happen age by the rules of the domain. Where it stopped stands in the same transaction as what it did,
/// and the lane's row is locked meanwhile: killed, repeated or run by two nodes, nothing happens twice. Whoever touches a
/// loan before has caught it up; then there is nothing left to earn.
/// </summary>
[Allow(Permission.System)]
public sealed class CloseDay(ICloseSetDb db, ILoanClassesDb classes, ILedgerDb ledger, TenantClock clock, IEventLog log)
{
    /// <summary>How many loans one transaction takes at the most.</summary>
    public const int SetSize = 1_000;

    /// <summary>Which loans.</summary>
    /// <param name="Day">The day.</param>
    /// <param name="Lane">The lane.</param>
    /// <param name="Size">How many of them; fewer after a set that failed.</param>
    public sealed record Command(DateOnly Day, int Lane, int Size = SetSize);

    /// <summary>How far the lane came.</summary>
    public enum Progress
    {
        /// <summary>There may be more.</summary>
        More,

        /// <summary>All its loans were looked at.</summary>
        Finished,

        /// <summary>Somebody else works on it.</summary>
        Busy,
    }

    /// <summary>Takes the next set. Call it again while there is more.</summary>
    public async Task<Progress> Handle(Command command, CancellationToken ct)
    {
        var lane = await db.LockLane(command.Day, command.Lane, ct);
        if (lane is null) return Progress.Busy;
        if (lane.FinishedAt is not null) return Progress.Finished;

        var set = await db.LockNextLoans(lane, Math.Clamp(command.Size, 1, SetSize), ct);
        if (set.Last is { } last) lane.Took(last, await Close(lane, set, ct), clock.Now);
        if (set.More) return Progress.More;
        lane.Finish(clock.Now);
        return Progress.Finished;
    }

    private async Task<DayCloseCounts> Close(DayCloseLane lane, LoanSet set, CancellationToken ct)
    {
        foreach (var currency in set.Currencies) await ledger.OpenBooks(currency, clock, ct);
        var buckets = await classes.BucketsNow(ct);
        var accrued = await db.Accrue(lane, set, buckets, clock, ct);
        var ageing = new Ageing(ledger, buckets, clock, lane.Day);
        foreach (var loan in accrued.Left) await ageing.Age(loan, ct);
        if (lane.Day.AddDays(1).Day == 1) await ProvideForOthers(lane.Day, set, accrued, buckets, ct);
        var reminded = await ageing.Remind(db, log, ct);
        await db.Add(lane.Day, lane.Lane, [.. accrued.Earned, .. ageing.Sums], clock.Tenant, ct);
        return ageing.Did with { Loans = set.Count, Reminded = reminded };
    }

    // Whoever something happened to, or whose class changed, is provided for at once by the domain; for the interest that only
    // ran on it is enough at the end of a month, and would double what every other day writes.
    private async Task ProvideForOthers(DateOnly day, LoanSet set, Accrued accrued, LoanBuckets buckets, CancellationToken ct)
    {
        var aged = accrued.Left.Select(loan => loan.Id).ToHashSet();
        var others = (await db.IdsOf(set, ct)).Where(id => !aged.Contains(id)).ToList();
        if (others.Count > 0) await classes.ProvisionLoans(others, day, buckets, clock, ct);
    }
}
