using Paylatch.Application.Identity;
using Paylatch.Application.Ledger;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Lending;

/// <summary>Says that an agreed disbursement of a loan will not be handed out, with a reason. The same key again changes nothing.</summary>
[Allow(Permission.Sell)]
public sealed class CancelDisbursement(ILendingDb db, ILedgerDb ledger, TenantClock clock)
{
    /// <summary>Which one and why.</summary>
    /// <param name="Loan">Of which loan.</param>
    /// <param name="Number">The number of the disbursement.</param>
    /// <param name="Reason">Why, 3 to 500 characters; it is kept.</param>
    /// <param name="Key">One key for each cancellation, 1 to 100 characters.</param>
    public sealed record Command(LoanId Loan, int Number, string? Reason, string? Key);

    /// <summary>What will not be handed out.</summary>
    /// <param name="Number">The number of the disbursement.</param>
    /// <param name="Amount">How much was agreed.</param>
    /// <param name="Again">True when this key had cancelled it before.</param>
    public sealed record Cancelled(int Number, Money Amount, bool Again);

    /// <summary>Cancels it.</summary>
    /// <exception cref="Refusal">
    /// <c>lending.loan_not_found</c>, <c>lending.disbursement_key_invalid</c>, <c>lending.disbursement_key_reused</c>, and those of
    /// <see cref="Loan.CancelDisbursement"/>.
    /// </exception>
    public async Task<Cancelled> Handle(Command c, CancellationToken ct)
    {
        if (c.Key is not { Length: > 0 and <= 100 } key) throw LendingRefusals.DisbursementKeyInvalid();
        var loan = await db.LockLoanWithHistory(c.Loan, ct) ?? throw LendingRefusals.LoanNotFound();
        if (loan.Transactions.FirstOrDefault(t => t.Data?.Key == key) is { } before)
            return before.Kind == LoanTransactionKind.DisbursementCancelled && before.Data!.Disbursement == c.Number
                ? new Cancelled(c.Number, new Money(before.AmountMinor, loan.Currency), true)
                : throw LendingRefusals.DisbursementKeyReused();

        loan.CancelDisbursement(c.Number, c.Reason, clock.Today, key);
        await ledger.Post(loan, clock, ct);
        return new Cancelled(c.Number, loan.FurtherDisbursements.Single(one => one.Number == c.Number).Agreed, false);
    }
}
