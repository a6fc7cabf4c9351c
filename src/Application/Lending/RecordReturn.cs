using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Identity;
using Paylatch.Application.Ledger;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Lending;

/// <summary>Records that a loan's device came back, with its condition. It is set free, or goes to stock to be sold again.</summary>
[Allow(Permission.ClassifyLoans)]
public sealed class RecordReturn(ILendingDb db, ILoanClassesDb classes, ILedgerDb ledger, TenantClock clock)
{
    /// <summary>What came back.</summary>
    /// <param name="Loan">The loan.</param>
    /// <param name="Condition">What the device looks like, 3 to 300 characters.</param>
    /// <param name="ToStock">True when it is to be sold again, false when it is only to be set free.</param>
    public sealed record Command(LoanId Loan, string? Condition, bool ToStock);

    /// <summary>Records it.</summary>
    /// <exception cref="Refusal">
    /// <c>lending.loan_not_found</c>, <c>lending.paid_off_already</c>, <c>lending.returned_already</c>, <c>lending.condition_invalid</c>
    /// </exception>
    public async Task<Nothing> Handle(Command c, CancellationToken ct)
    {
        var loan = await db.LockLoan(c.Loan, ct) ?? throw LendingRefusals.LoanNotFound();
        if (loan.State == LoanState.PaidOff) throw LendingRefusals.PaidOffAlready();
        if (await classes.Returns.AnyAsync(back => back.LoanId == c.Loan, ct)) throw LendingRefusals.ReturnedAlready();
        loan.CatchUp(clock.Today);
        classes.Returns.Add(DeviceReturn.Receive(loan, c.Condition, c.ToStock, clock.Today));
        await ledger.Post(loan, clock, ct);
        return default;
    }
}
