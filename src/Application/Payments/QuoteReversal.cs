using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Identity;
using Paylatch.Application.Ledger;
using Paylatch.Application.Lending;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Payments;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Payments;

/// <summary>What taking a payment back would change, for whoever is about to decide it: done on a copy of the loan, never kept.</summary>
[Allow(Permission.ReversePayments)]
public sealed class QuoteReversal(IPaymentsDb db, ILendingDb lending, IExchangeDb exchange, TenantClock clock)
{
    /// <summary>An installment that would be owed again.</summary>
    /// <param name="Number">1 is the first.</param>
    /// <param name="DueOn">The last day in time.</param>
    /// <param name="Owed">What would be owed on it.</param>
    public sealed record Opened(int Number, DateOnly DueOn, Money Owed);

    /// <summary>What would change.</summary>
    /// <param name="Payment">The payment.</param>
    /// <param name="Receipt">Its receipt number.</param>
    /// <param name="Method">How it came.</param>
    /// <param name="Amount">How much.</param>
    /// <param name="Loan">The loan.</param>
    /// <param name="Number">The contract number.</param>
    /// <param name="Customer">Who owes it.</param>
    /// <param name="Opens">The installments of which more would be owed.</param>
    /// <param name="Balance">What would be owed altogether.</param>
    /// <param name="LockOn">From when the device would lock at the earliest; null when nothing would be owed.</param>
    /// <param name="Locked">True when grace has ended already, so that nothing changes for the device.</param>
    /// <param name="PaidOff">True when the loan is paid off now; a device that was released stays so.</param>
    /// <param name="Today">The tenant's today.</param>
    /// <param name="Back">What would be money of another currency again; null when it came in the loan's own.</param>
    /// <param name="Gain">What would be gained by that for good; negative for a loss.</param>
    public sealed record Quote(
        PaymentId Payment, string Receipt, PaymentMethod Method, Money Amount, LoanId Loan, string Number, string Customer,
        IReadOnlyList<Opened> Opens, Money Balance, DateOnly? LockOn, bool Locked, bool PaidOff, DateOnly Today, Money? Back = null, Money? Gain = null);

    /// <summary>The quote.</summary>
    /// <exception cref="Refusal"><c>payments.not_found</c>, <c>payments.reversal_of_exchanged</c>, <c>lending.payment_not_of_loan</c> (a deposit), <c>lending.credit_spent</c></exception>
    public async Task<Quote> Handle(PaymentId id, CancellationToken ct)
    {
        var payment = await db.Payments.AsNoTracking().SingleOrDefaultAsync(p => p.Id == id, ct) ?? throw PaymentsRefusals.NotFound();
        var loan = await lending.CopyLoan(payment.LoanId, ct) ?? throw LendingRefusals.LoanNotFound();
        var customer = await lending.Customers.Where(c => c.Id == loan.CustomerId).Select(c => c.Name).SingleAsync(ct);
        loan.CatchUp(clock.Today);
        var (paidOff, owed) = (loan.State == LoanState.PaidOff, loan.Installments.ToDictionary(i => i.Number, i => i.OwedMinor));
        loan.ReversePayment(id, "quote", clock.Today);
        var opens = loan.Installments.Where(i => i.OwedMinor > owed.GetValueOrDefault(i.Number)).OrderBy(i => i.Number)
            .Select(i => new Opened(i.Number, i.DueOn, new Money(i.OwedMinor, loan.Currency)));
        var exchanged = await ExchangedPayment.Find(exchange, id, hold: false, ct);
        return new Quote(
            id, payment.ReceiptNumber, payment.Method, payment.Amount, loan.Id, loan.Number, customer, [.. opens], loan.Balance, loan.LockOn,
            loan.StandingOn(clock.Today) == LoanStanding.GraceEnded, paidOff, clock.Today, exchanged?.Back, exchanged?.Gain);
    }
}
