using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Identity;
using Paylatch.Application.Lending;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Payments;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Payments;

/// <summary>
/// Keeps a customer's wish to pay an own loan by card, before the provider is asked. The same key again answers the same
/// wish, so that a button pressed twice opens one page.
/// </summary>
[Allow(Permission.UseOwnAccount)]
public sealed class StartCardPayment(IPaymentsDb db, ILendingDb lending, TenantClock clock, Caller caller)
{
    /// <summary>What the customer wants to pay.</summary>
    /// <param name="Loan">The loan; the caller's own.</param>
    /// <param name="Amount">How much, as written, in the loan's currency.</param>
    /// <param name="Provider">Through whom.</param>
    /// <param name="Key">The form's own id, which becomes the wish's; null for a new one.</param>
    public sealed record Command(LoanId Loan, string? Amount, string Provider, Guid? Key = null);

    /// <summary>The kept wish.</summary>
    /// <param name="Intent">Its id.</param>
    /// <param name="Loan">The loan.</param>
    /// <param name="LoanNumber">The contract number.</param>
    /// <param name="Amount">How much.</param>
    /// <param name="CreatedAt">When it was made.</param>
    public sealed record Started(PaymentIntentId Intent, LoanId Loan, string LoanNumber, Money Amount, DateTimeOffset CreatedAt);

    /// <summary>Keeps it.</summary>
    /// <exception cref="Refusal">
    /// <c>lending.loan_not_found</c> (also for another's loan), <c>payments.provider_unknown</c>, <c>money.amount_invalid</c>,
    /// <c>payments.amount_not_positive</c>, <c>payments.exceeds_balance</c>, <c>payments.loan_closed</c>,
    /// <c>payments.idempotency_key_reused</c>
    /// </exception>
    public async Task<Started> Handle(Command c, CancellationToken ct)
    {
        var customer = caller.RequireCustomer();
        var loan = await lending.Loans.AsNoTracking().SingleOrDefaultAsync(l => l.Id == c.Loan && l.CustomerId == customer, ct)
            ?? throw LendingRefusals.LoanNotFound();
        loan.CatchUp(clock.Today);
        if (!await db.Providers.AnyAsync(p => p.Provider == c.Provider, ct)) throw PaymentsRefusals.ProviderUnknown(c.Provider);
        var amount = Money.Parse(c.Amount, loan.Currency, "amount");
        var id = new PaymentIntentId(c.Key ?? clock.NewId());
        await db.TakeTurn("intent:" + id, ct);
        var intent = await db.Intents.AsNoTracking().SingleOrDefaultAsync(i => i.Id == id, ct);
        if (intent is null)
        {
            intent = PaymentIntent.Create(id, loan, c.Provider, amount, clock.Now);
            db.Intents.Add(intent);
        }
        else if (intent.LoanId != loan.Id || intent.Amount != amount)
        {
            throw PaymentsRefusals.IdempotencyKeyReused();
        }

        return new Started(id, loan.Id, loan.Number, amount, intent.CreatedAt);
    }
}
