using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Lending.Schedules;
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
        var loan = await db.CopyLoan(id, ct) ?? throw LendingRefusals.LoanNotFound();
        loan.CatchUp(clock.Today);
        var customer = await db.Customers.Where(c => c.Id == loan.CustomerId)
            .Select(c => new { c.Id, c.Name, c.Phone, c.NationalIdHint, c.Culture }).SingleAsync(ct);
        var device = await portfolio.Devices.SingleOrDefaultAsync(d => d.Id == loan.DeviceId, ct);
        var payments = await portfolio.Payments.Where(p => p.LoanId == id).OrderBy(p => p.ReceivedAt).Take(MostPayments).ToListAsync(ct);
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
            Accrued = new Money(loan.Accounts().Interest, loan.Currency),
            Credit = loan.Credit,
            Yearly = loan.Contract.Terms is { } terms ? YearlyCost.Of(Schedule.Of(terms)) : null,
            Further = loan.FurtherDisbursements,
            MayHandOut = loan.MayHandOut,
            Restructured = loan.LatestRestructuring,
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
            Rows = Rows(loan, payments),
            Payments = payments.ConvertAll(p => new LoanPayment(
                p.Id, p.ReceiptNumber, p.Method, p.ReceivedAt, new Money(p.AmountMinor, loan.Currency), p.PaidOn,
                p.ReversedAt is { } at ? new TakenBack(at, p.ReversedBy ?? "", p.ReversalReason ?? "") : null)),
        };
    }

    // Laid as they count today: what came later with an earlier day, and what was taken back, may have moved the others.
    private List<LoanRow> Rows(Loan loan, List<PaymentFacts> payments)
    {
        var byId = payments.ToDictionary(p => p.Id);
        var ids = loan.Transactions.Where(t => t.IsPayment).ToDictionary(t => t.Sequence, t => t.PaymentId!.Value);
        var laid = loan.Replay(loan.CaughtUpOn).Where(one => byId.ContainsKey(ids[one.Key]))
            .SelectMany(one => one.Value.Allocations.Select(part => (part.Installment, Payment: byId[ids[one.Key]], part.Total)))
            .ToLookup(one => one.Installment);
        Money Of(long minor) => new(minor, loan.Currency);
        return [.. loan.Installments.OrderBy(i => i.Number).Select(i => new LoanRow(
            i.Number, i.DueOn, Of(i.PrincipalMinor), Of(i.InterestMinor), Of(i.FeeMinor), Of(i.TaxMinor), Of(i.PenaltyMinor),
            Of(i.WaivedInterestMinor + i.WaivedFeeMinor + i.WaivedTaxMinor + i.WaivedPenaltyMinor), Of(i.PaidMinor), Of(i.OwedPenaltyMinor), StateOf(i),
            i.IsPaid ? 0 : Math.Max(0, clock.Today.DayNumber - i.DueOn.DayNumber),
            [.. laid[i.Number].Select(one => new LaidPayment(one.Payment.Id, one.Payment.ReceiptNumber, one.Payment.Method, one.Payment.ReceivedAt, one.Total))
                .OrderBy(p => p.At)]))];
    }

    private RowState StateOf(Installment i) =>
        i.IsPaid ? RowState.Paid
        : i.DueOn < clock.Today ? RowState.Overdue
        : i.DueOn == clock.Today ? RowState.DueToday
        : i.PaidMinor > 0 ? RowState.PartPaid
        : RowState.Upcoming;
}
