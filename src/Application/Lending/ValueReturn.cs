using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Identity;
using Paylatch.Application.Ledger;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Lending;

/// <summary>
/// Values a device that came back: its value settles what is owed, oldest installment first. What is missing stays owed, or
/// is charged off at once.
/// </summary>
[Allow(Permission.ClassifyLoans)]
public sealed class ValueReturn(ILendingDb db, ILoanClassesDb classes, ILedgerDb ledger, TenantClock clock)
{
    /// <summary>What it is worth.</summary>
    /// <param name="Loan">The loan.</param>
    /// <param name="Value">The value as written: digits with a point, in the loan's currency.</param>
    /// <param name="ChargeOffRest">True when what is missing is given up as lost.</param>
    /// <param name="Reason">Why it is given up; not needed otherwise.</param>
    public sealed record Command(LoanId Loan, string? Value, bool ChargeOffRest = false, string? Reason = null);

    /// <summary>What came of it.</summary>
    /// <param name="Settled">What of the value was needed.</param>
    /// <param name="Owed">What is still owed.</param>
    public sealed record Valued(Money Settled, Money Owed);

    /// <summary>Values it.</summary>
    /// <exception cref="Refusal">
    /// <c>lending.loan_not_found</c>, <c>lending.not_returned</c>, <c>lending.valued_already</c>, <c>lending.value_invalid</c>,
    /// <c>money.amount_invalid</c>, <c>lending.reason_needed</c>, <c>lending.charged_off_already</c>
    /// </exception>
    public async Task<Valued> Handle(Command c, CancellationToken ct)
    {
        var loan = await db.LockLoan(c.Loan, ct) ?? throw LendingRefusals.LoanNotFound();
        var back = await classes.Returns.SingleOrDefaultAsync(one => one.LoanId == c.Loan, ct) ?? throw LendingRefusals.NotReturned();
        back.Value(loan, Money.Parse(c.Value, loan.Currency, "value"), clock.Today);
        if (c.ChargeOffRest && loan.State == LoanState.Active && loan.Class != LoanClass.ChargedOff) loan.ChargeOff(c.Reason, clock.Today);
        await classes.ProvideAndPost(loan, ledger, clock, ct);
        return new Valued(new Money(back.SettledMinor ?? 0, loan.Currency), loan.Balance);
    }
}
