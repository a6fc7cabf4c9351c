using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Compliance;
using Paylatch.Application.Identity;
using Paylatch.Application.Ledger;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Ledger;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Lending;

/// <summary>
/// Books a sale on installments: the loan with its schedule and its postings, in one transaction. The same key again
/// answers the same loan, so a button pressed twice books once. Linking the device follows from the event. What is to be handed
/// out later is agreed here and posted when it is given.
/// </summary>
[Allow(Permission.Sell)]
public sealed class BookLoan(
    ILendingDb db, IBookingDb booking, IProductsDb products, ILimitsDb limits, ILedgerDb ledger, TenantInfo tenant, TenantClock clock)
{
    /// <summary>What is agreed.</summary>
    /// <param name="Customer">Who buys.</param>
    /// <param name="Device">What secures the loan.</param>
    /// <param name="Plan">How it is paid: a plan of its own, or a product.</param>
    /// <param name="Key">One key per sale, 8 to 100 characters, repeated only to repeat the same sale.</param>
    public sealed record Command(CustomerId Customer, DeviceId Device, Offer Plan, string? Key);

    /// <summary>The booked loan.</summary>
    /// <param name="Loan">The loan.</param>
    /// <param name="Number">Its contract number.</param>
    /// <param name="FirstDueOn">When the first installment is due.</param>
    /// <param name="Total">All installments together.</param>
    /// <param name="Again">True when this key had booked it before.</param>
    public sealed record Booked(LoanId Loan, string Number, DateOnly FirstDueOn, Money Total, bool Again);

    /// <summary>Books the loan.</summary>
    /// <exception cref="Refusal">
    /// <c>lending.customer_not_found</c>, <c>lending.device_not_found</c>, <c>lending.device_has_loan</c>,
    /// <c>lending.device_released</c>, <c>lending.booking_key_invalid</c>, <c>lending.booking_key_reused</c>,
    /// <c>lending.product_archived</c>, <c>lending.product_changed_meanwhile</c>, or a code naming the field of the plan.
    /// </exception>
    public async Task<Booked> Handle(Command c, CancellationToken ct)
    {
        if (c.Key is not { Length: >= 8 and <= 100 } key) throw LendingRefusals.BookingKeyInvalid();
        var id = new LoanId(clock.NewId());
        // A sale that was booked is answered again, whatever became of its product since.
        if (await booking.TakeKey(key, id, ct) is { } before) return await Again(before, c, ct);
        var agreed = await products.Agree(limits, c.Plan, tenant, clock, ct);
        var terms = agreed.Terms;

        if (!await db.Customers.AnyAsync(customer => customer.Id == c.Customer, ct)) throw LendingRefusals.CustomerNotFound();
        await RequireFree(c.Device, ct);
        var loan = Loan.Book(id, await booking.NextNumber(ct), c.Customer, c.Device, terms, clock.Now, agreed.Policy, agreed.Product, agreed.Version);
        db.Loans.Add(loan);
        var books = await ledger.OpenBooks(tenant.Currency, clock, ct);
        var posting = new Posting(new TransferId(clock.NewId()), clock.Now, clock.Today, id);
        ledger.Transfers.Add(Postings.LoanBooked(books, posting, terms.Price, terms.Deposit));
        return new Booked(id, loan.Number, loan.Installments[0].DueOn, loan.Total, false);
    }

    private async Task RequireFree(DeviceId id, CancellationToken ct)
    {
        var device = await booking.LockDevice(id, ct) ?? throw LendingRefusals.DeviceNotFound();
        if (device.State == "released") throw LendingRefusals.DeviceReleased();
        // The device's own link follows a moment after the booking; the loans know at once.
        if (device.LoanId is not null || await db.Loans.AnyAsync(loan => loan.DeviceId == id && loan.State == LoanState.Active && !loan.DeviceInStock, ct))
            throw LendingRefusals.DeviceHasLoan();
    }

    private async Task<Booked> Again(LoanId id, Command c, CancellationToken ct)
    {
        var loan = await db.Loans.AsNoTracking().SingleAsync(known => known.Id == id, ct);
        var same = c.Plan is ProductOffer offer ? offer.IsOf(loan, tenant.Currency) : IsOn(loan, ((Plan)c.Plan).Agree(tenant.Currency, clock.Today));
        if (loan.CustomerId != c.Customer || loan.DeviceId != c.Device || !same || !c.Plan.IsFurtherOf(loan)) throw LendingRefusals.BookingKeyReused();
        return new Booked(id, loan.Number, loan.Installments.MinBy(i => i.Number)!.DueOn, loan.Total, true);
    }

    // All that was agreed but the day, which is another one when the same sale is sent again after midnight.
    private static bool IsOn(Loan loan, LoanTerms terms) => loan.ProductId is null
        && (loan.Price, loan.Deposit, loan.InstallmentCount, loan.RepayEvery, loan.RepayUnit, loan.InterestMethod, loan.AnnualRatePercent, loan.GraceDays)
        == (terms.Price, terms.Deposit, terms.Schedule.Rows.Count, terms.Terms.RepayEvery, terms.Terms.RepayUnit, terms.Terms.InterestMethod, terms.Terms.AnnualRatePercent, terms.GraceDays);
}
