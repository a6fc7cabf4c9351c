using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Identity;
using Paylatch.Application.Ledger;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Lending.Events;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Lending;

/// <summary>
/// Takes a loan up again that was set aside: the days it missed come in their order, through the last that was opened for the
/// others.
/// </summary>
[Allow(Permission.System)]
public sealed class TakeLoanUpAgain(IDayCloseDb db, ICloseSetDb sets, ILoanClassesDb classes, ILendingDb lending, ILedgerDb ledger, TenantClock clock, IEventLog log)
{
    /// <summary>Takes it up.</summary>
    /// <returns>False when it is not set aside, or somebody else is at it.</returns>
    public async Task<bool> Handle(LoanId id, CancellationToken ct)
    {
        if (await sets.LockFailure(id, ct) is not { } failure) return false;
        var loan = await lending.LockLoan(failure.LoanId, ct);
        if (loan is { State: LoanState.Active })
        {
            var buckets = await classes.BucketsNow(ct);
            var through = await db.DayCloses.MaxAsync(close => (DateOnly?)close.Day, ct) ?? failure.Day;
            for (var day = failure.Day; day <= through; day = day.AddDays(1))
            {
                var ageing = new Ageing(ledger, buckets, clock, day);
                await ageing.Age(loan, ct);
                await ageing.Remind(sets, log, ct);
            }
        }

        failure.Resolve(clock.Now);
        log.Append(new LoanTakenUpAgain(failure.LoanId, failure.Day, failure.Attempts));
        return true;
    }
}
