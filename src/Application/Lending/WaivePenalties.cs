using Paylatch.Application.Identity;
using Paylatch.Application.Ledger;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Lending;

/// <summary>Forgives the penalties a loan owes, all of them or those of one installment, with a reason.</summary>
[Allow(Permission.WaivePenalties)]
public sealed class WaivePenalties(ILendingDb db, ILedgerDb ledger, TenantClock clock)
{
    /// <summary>The decision.</summary>
    /// <param name="Loan">The loan.</param>
    /// <param name="Installment">Of which installment; null for all.</param>
    /// <param name="Reason">Why.</param>
    public sealed record Command(LoanId Loan, int? Installment, string? Reason);

    /// <summary>What was forgiven.</summary>
    /// <param name="Amount">How much.</param>
    /// <param name="Balance">What is still owed.</param>
    public sealed record Waived(Money Amount, Money Balance);

    /// <summary>Forgives them.</summary>
    /// <exception cref="Refusal"><c>lending.reason_needed</c>, <c>lending.loan_not_found</c>, <c>lending.waiver_amount</c> when none are owed</exception>
    public async Task<Waived> Handle(Command c, CancellationToken ct)
    {
        var reason = LendingRefusals.Reason(c.Reason);
        var loan = await db.LockLoan(c.Loan, ct) ?? throw LendingRefusals.LoanNotFound();
        loan.CatchUp(clock.Today);
        var owed = loan.Installments.Where(i => c.Installment is not { } one || i.Number == one).Sum(i => i.OwedPenaltyMinor);
        var amount = new Money(owed, loan.Currency);
        loan.WaivePenalty(amount, c.Installment, reason, clock.Today);
        await ledger.Post(loan, clock, ct);
        return new Waived(amount, loan.Balance);
    }
}
