using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Identity;
using Paylatch.Application.Ledger;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Ledger;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Lending;

/// <summary>
/// Sells a device that came back, for cash: what it brings beyond its value pays what is still owed, the rest is the
/// customer's credit; what it brings less is a loss.
/// </summary>
[Allow(Permission.ClassifyLoans)]
public sealed class SellReturned(ILendingDb db, ILoanClassesDb classes, ILedgerDb ledger, TenantClock clock)
{
    /// <summary>What it was sold for.</summary>
    /// <param name="Loan">The loan.</param>
    /// <param name="Price">The price as written: digits with a point, in the loan's currency.</param>
    public sealed record Command(LoanId Loan, string? Price);

    /// <summary>What came of it.</summary>
    /// <param name="Surplus">What became the customer's credit.</param>
    /// <param name="Owed">What is still owed.</param>
    public sealed record Sold(Money Surplus, Money Owed);

    /// <summary>Sells it.</summary>
    /// <exception cref="Refusal">
    /// <c>lending.loan_not_found</c>, <c>lending.not_returned</c>, <c>lending.not_valued</c>, <c>lending.sold_already</c>,
    /// <c>lending.value_invalid</c>, <c>money.amount_invalid</c>
    /// </exception>
    public async Task<Sold> Handle(Command c, CancellationToken ct)
    {
        var loan = await db.LockLoan(c.Loan, ct) ?? throw LendingRefusals.LoanNotFound();
        var back = await classes.Returns.SingleOrDefaultAsync(one => one.LoanId == c.Loan, ct) ?? throw LendingRefusals.NotReturned();
        back.Sell(loan, Money.Parse(c.Price, loan.Currency, "price"), clock.Today);
        await classes.ProvideAndPost(loan, ledger, clock, ct, Chart.Cash);
        return new Sold(new Money(back.SurplusMinor ?? 0, loan.Currency), loan.Balance);
    }
}
