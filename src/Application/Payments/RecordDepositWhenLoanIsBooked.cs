using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Identity;
using Paylatch.Application.Lending;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Lending.Events;
using Paylatch.Domain.Payments;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Payments;

/// <summary>
/// Gives the deposit of a sale its receipt. Booking the loan has posted its money to the ledger already, so nothing is
/// posted here.
/// </summary>
[Allow(Permission.System)]
public sealed class RecordDepositWhenLoanIsBooked(IPaymentsDb db, ILendingDb lending, TenantClock clock, Caller caller) : IReactTo<LoanBooked>
{
    /// <inheritdoc/>
    public async Task<Nothing> Handle(LoanBooked happened, CancellationToken ct)
    {
        // Under the loan's lock: delivered twice at once, it is recorded once.
        if (await lending.LockLoan(happened.Loan, ct) is not { DepositMinor: > 0 } loan) return default;
        if (await db.Payments.AnyAsync(p => p.LoanId == loan.Id && p.Method == PaymentMethod.Deposit, ct)) return default;
        var receipt = new Receipt(await db.NextReceipt(ct), loan.CreatedAt, caller.ActorId);
        db.Payments.Add(Payment.Deposit(new PaymentId(clock.NewId()), loan, receipt));
        return default;
    }
}
