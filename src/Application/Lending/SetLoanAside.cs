using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Lending.Events;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Lending;

/// <summary>
/// Sets the next loan of a lane aside, because closing it failed: the lane goes on without it, and closes leave it out until
/// it is taken up again.
/// </summary>
[Allow(Permission.System)]
public sealed class SetLoanAside(IDayCloseDb db, ICloseSetDb sets, TenantClock clock, IEventLog log)
{
    /// <summary>Which lane, and why.</summary>
    public sealed record Command(DateOnly Day, int Lane, string Reason);

    /// <summary>Sets it aside.</summary>
    /// <returns>The loan; null when somebody else works on the lane or it has no more.</returns>
    public async Task<LoanId?> Handle(Command command, CancellationToken ct)
    {
        var lane = await sets.LockLane(command.Day, command.Lane, ct);
        if (lane is null or { FinishedAt: not null }) return null;
        var set = await sets.LockNextLoans(lane, 1, ct);
        if (set.Last is not { } loan) return null;
        var failure = DayCloseFailure.Of(loan, command.Day, command.Reason, clock.Now);
        db.Failures.Add(failure);
        lane.Took(loan, new DayCloseCounts(1, Failed: 1), clock.Now);
        log.Append(new LoanSetAside(loan, command.Day, failure.Reason));
        return loan;
    }
}
