using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Lending;

/// <summary>One loan with all that belongs to it: what was promised, what was paid, the device, the customer.</summary>
[Allow(Permission.ViewPortfolio)]
public sealed class ShowLoan(ILendingDb db, ILoanFactsDb portfolio, TenantInfo tenant, TenantClock clock)
{
    private const int MostPayments = 1_000;

    /// <summary>The loan as it stands today.</summary>
    /// <exception cref="Refusal"><c>lending.loan_not_found</c></exception>
    public async Task<LoanPage> Handle(LoanId id, CancellationToken ct)
    {
        var loan = await db.Loans.AsNoTracking().SingleOrDefaultAsync(l => l.Id == id, ct) ?? throw LendingRefusals.LoanNotFound();
        loan.CatchUp(clock.Today);
        var customer = await db.Customers.Where(c => c.Id == loan.CustomerId)
            .Select(c => new { c.Id, c.Name, c.Phone, c.NationalIdHint, c.Culture }).SingleAsync(ct);
        var device = await portfolio.Devices.SingleOrDefaultAsync(d => d.Id == loan.DeviceId, ct);
        var payments = await portfolio.Payments.Where(p => p.LoanId == id).OrderBy(p => p.ReceivedAt).Take(MostPayments).ToListAsync(ct);
        var shares = await portfolio.Allocations
            .Where(a => portfolio.Payments.Any(p => p.Id == a.PaymentId && p.LoanId == id)).ToListAsync(ct);
        return new LoanPage
        {
            Id = id,
            Number = loan.Number,
            State = loan.State,
            Standing = loan.StandingOn(clock.Today),
            Today = clock.Today,
            Now = clock.Now,
            Zone = tenant.TimeZone,
            Price = loan.Price,
            Deposit = loan.Deposit,
            Principal = loan.Principal,
            Total = loan.Total,
            Paid = loan.Paid,
            Arrears = loan.Arrears(clock.Today.AddDays(1)),
            NextDueOn = loan.NextDueOn,
            NextDueAmount = loan.NextDueAmount,
            LockOn = loan.LockOn,
            DaysPastDue = loan.DaysPastDue(clock.Today),
            Method = loan.InterestMethod,
            Rate = loan.AnnualRatePercent,
            Every = loan.RepayEvery,
            Unit = loan.RepayUnit,
            GraceDays = loan.GraceDays,
            DisbursedOn = loan.DisbursedOn,
            Customer = new LoanCustomer(customer.Id, customer.Name, Masked.Phone(customer.Phone), Masked.NationalId(customer.NationalIdHint), customer.Culture),
            DeviceId = loan.DeviceId,
            Device = device,
            Rows = Rows(loan, payments, shares),
            Payments = payments.ConvertAll(p => new LoanPayment(p.Id, p.ReceiptNumber, p.Method, p.ReceivedAt, new Money(p.AmountMinor, loan.Currency))),
        };
    }

    private List<LoanRow> Rows(Loan loan, List<PaymentFacts> payments, List<AllocationFacts> shares)
    {
        var byId = payments.ToDictionary(p => p.Id);
        var laid = shares.ToLookup(a => a.InstallmentNumber);
        Money Of(long minor) => new(minor, loan.Currency);
        return [.. loan.Installments.OrderBy(i => i.Number).Select(i => new LoanRow(
            i.Number, i.DueOn, Of(i.PrincipalMinor), Of(i.InterestMinor), Of(i.PaidMinor), StateOf(i),
            [.. laid[i.Number].Where(a => byId.ContainsKey(a.PaymentId)).Select(a => new LaidPayment(
                a.PaymentId, byId[a.PaymentId].ReceiptNumber, byId[a.PaymentId].Method, byId[a.PaymentId].ReceivedAt, Of(a.PrincipalMinor + a.InterestMinor)))
                .OrderBy(p => p.At)]))];
    }

    private RowState StateOf(Installment i) =>
        i.IsPaid ? RowState.Paid
        : i.DueOn < clock.Today ? RowState.Overdue
        : i.DueOn == clock.Today ? RowState.DueToday
        : i.PaidMinor > 0 ? RowState.PartPaid
        : RowState.Upcoming;
}
