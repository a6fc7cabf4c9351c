using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Identity;
using Paylatch.Application.Lending;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Payments;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Payments;

/// <summary>One own loan of the signed-in customer with its schedule and payments; anyone else's does not exist here.</summary>
[Allow(Permission.UseOwnAccount)]
public sealed class MyLoan(IPaymentsDb db, ILendingDb lending, ILoanFactsDb portfolio, TenantInfo tenant, TenantClock clock, Caller caller)
{
    private const int MostPayments = 200;

    /// <summary>The loan.</summary>
    /// <param name="Loan">As a whole.</param>
    /// <param name="Rows">Its installments.</param>
    /// <param name="Payments">What was paid, newest first.</param>
    /// <param name="ByCard">True when cards are taken.</param>
    /// <param name="Key">A key for a payment that may follow, so that pressing twice pays once.</param>
    /// <param name="Further">What is still to be handed out, in its order.</param>
    /// <param name="Payoff">What paying it off today would take; null when nothing is owed.</param>
    /// <param name="Today">The tenant's today.</param>
    /// <param name="Now">The tenant's present.</param>
    /// <param name="Zone">The tenant's zone.</param>
    public sealed record Shown(
        OwnLoan Loan, IReadOnlyList<OwnInstallment> Rows, IReadOnlyList<OwnPayment> Payments, bool ByCard, Guid Key,
        IReadOnlyList<FurtherDisbursement> Further, PayoffParts? Payoff, DateOnly Today, DateTimeOffset Now, TimeZoneInfo Zone);

    /// <summary>The loan as it stands.</summary>
    /// <exception cref="Refusal"><c>lending.loan_not_found</c></exception>
    public async Task<Shown> Handle(LoanId id, CancellationToken ct)
    {
        var me = caller.RequireCustomer();
        var loan = await lending.CopyLoan(id, ct);
        if (loan?.CustomerId != me) throw LendingRefusals.LoanNotFound();
        loan.CatchUp(clock.Today);
        var device = await portfolio.Devices.SingleOrDefaultAsync(d => d.Id == loan.DeviceId, ct);
        var payments = await db.Payments.AsNoTracking().Where(p => p.LoanId == id)
            .OrderByDescending(p => p.ReceivedAt).ThenByDescending(p => p.ReceiptNumber).Take(MostPayments)
            .Select(p => new { p.Id, p.ReceiptNumber, p.ReceivedAt, p.Method, p.AmountMinor, p.Currency, Reversed = db.Reversals.Any(r => r.PaymentId == p.Id) }).ToListAsync(ct);
        return new Shown(
            OwnLoan.Of(loan, device, clock.Today),
            [.. loan.Installments.OrderBy(i => i.Number).Select(i => OwnInstallment.Of(i, loan.Currency, clock.Today))],
            payments.ConvertAll(p => new OwnPayment(p.Id, p.ReceiptNumber, p.ReceivedAt, p.Method, new Money(p.AmountMinor, p.Currency), p.Reversed)),
            await db.Providers.AnyAsync(ct), clock.NewId(), loan.ToHandOut,
            loan.State == LoanState.Active ? loan.PayoffOn(clock.Today) : null, clock.Today, clock.Now, tenant.TimeZone);
    }
}
