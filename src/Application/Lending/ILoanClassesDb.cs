using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Ledger;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Lending;

/// <summary>The tables of loans that go badly.</summary>
public interface ILoanClassesDb
{
    /// <summary>The classes chosen; none while the default ones are.</summary>
    DbSet<ChosenBuckets> Buckets { get; }

    /// <summary>Devices that came back.</summary>
    DbSet<DeviceReturn> Returns { get; }

    /// <summary>
    /// Brings the allowance of these loans to what their classes call for on a day and posts the differences, each loan in
    /// a transfer of its own; the same as <see cref="Loan.ProvideFor"/> does for one. Reads the tables as they are: what
    /// was changed in memory is saved before, and the loans' rows are locked by the caller.
    /// </summary>
    /// <returns>How many changed.</returns>
    Task<int> ProvisionLoans(IReadOnlyCollection<LoanId> ids, DateOnly day, LoanBuckets buckets, TenantClock clock, CancellationToken ct);
}

/// <summary>What several use cases of loan classes read in the same way.</summary>
public static class LoanClassesSteps
{
    /// <summary>The classes as they are chosen now.</summary>
    public static async Task<LoanBuckets> BucketsNow(this ILoanClassesDb db, CancellationToken ct) =>
        (await db.Buckets.AsNoTracking().SingleOrDefaultAsync(ct))?.Buckets ?? LoanBuckets.Default;

    /// <summary>
    /// What follows whatever changed a loan's class or what is owed in it: the allowance is brought to what the class then
    /// calls for, and all of it is posted.
    /// </summary>
    /// <param name="db">The tables of loan classes.</param>
    /// <param name="loan">The loan, changed and not posted yet.</param>
    /// <param name="ledger">The ledger.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="ct">Cancels.</param>
    /// <param name="counter">The account money came from; null where none moved.</param>
    public static async Task ProvideAndPost(
        this ILoanClassesDb db, Loan loan, ILedgerDb ledger, TenantClock clock, CancellationToken ct, string? counter = null)
    {
        loan.ProvideFor(await db.BucketsNow(ct), clock.Today);
        await ledger.Post(loan, clock, ct, counter);
    }
}
