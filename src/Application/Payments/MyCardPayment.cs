using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Domain.Payments;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Payments;

/// <summary>How far an own card payment has come, for the page the customer comes back to.</summary>
[Allow(Permission.UseOwnAccount)]
public sealed class MyCardPayment(IPaymentsDb db, Caller caller)
{
    /// <summary>How far it has come.</summary>
    /// <param name="State">The wish's state.</param>
    /// <param name="Amount">How much.</param>
    /// <param name="Loan">For which loan.</param>
    /// <param name="Payment">What it became; null while it is none, and when the shop has to match the money first.</param>
    /// <param name="Failure">The provider's code of the latest failure.</param>
    public sealed record Progress(PaymentIntentState State, Money Amount, LoanId Loan, PaymentId? Payment, string? Failure);

    /// <summary>The progress.</summary>
    /// <exception cref="Refusal"><c>payments.intent_not_found</c></exception>
    public async Task<Progress> Handle(PaymentIntentId id, CancellationToken ct)
    {
        var me = caller.RequireCustomer();
        var intent = await db.Intents.AsNoTracking().SingleOrDefaultAsync(i => i.Id == id && i.CustomerId == me, ct)
            ?? throw PaymentsRefusals.IntentNotFound();
        return new Progress(intent.State, intent.Amount, intent.LoanId, intent.PaymentId, intent.Failure);
    }
}
