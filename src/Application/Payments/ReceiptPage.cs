using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Lending;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Payments;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Payments;

/// <summary>What a payment did to one installment.</summary>
/// <param name="Installment">Its number.</param>
/// <param name="DueOn">When it is due; null where it is no more, since the loan was agreed anew.</param>
/// <param name="Principal">What repaid principal.</param>
/// <param name="Interest">What paid interest.</param>
/// <param name="Fees">What paid fees and their tax.</param>
/// <param name="Penalties">What paid penalties.</param>
public sealed record ReceiptLine(int Installment, DateOnly? DueOn, Money Principal, Money Interest, Money Fees, Money Penalties)
{
    /// <summary>All together.</summary>
    public Money Total => Principal + Interest + Fees + Penalties;
}

/// <summary>That the payment of a receipt was taken back.</summary>
/// <param name="At">When.</param>
/// <param name="Cause">Where the money is.</param>
/// <param name="By">Who did it: a name; null for customers.</param>
/// <param name="Why">Why, in their words; null for customers.</param>
public sealed record ReceiptReversal(DateTimeOffset At, ReversalCause Cause, string? By, string? Why);

/// <summary>A receipt as it is shown and printed.</summary>
public sealed record ReceiptPage
{
    /// <summary>The payment.</summary>
    public required PaymentId Id { get; init; }

    /// <summary>The receipt's number.</summary>
    public required string Number { get; init; }

    /// <summary>When the money came, in the tenant's time.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The earlier day from which it counts; null when it counts from the day it came.</summary>
    public required DateOnly? PaidOn { get; init; }

    /// <summary>That it was taken back; null while it counts.</summary>
    public required ReceiptReversal? Reversed { get; init; }

    /// <summary>How it came.</summary>
    public required PaymentMethod Method { get; init; }

    /// <summary>All of it.</summary>
    public required Money Amount { get; init; }

    /// <summary>What of it was too much and is kept as credit.</summary>
    public required Money Credited { get; init; }

    /// <summary>What was still owed right after it.</summary>
    public required Money BalanceAfter { get; init; }

    /// <summary>What it went to; empty for a deposit.</summary>
    public required IReadOnlyList<ReceiptLine> Lines { get; init; }

    /// <summary>The loan.</summary>
    public required LoanId Loan { get; init; }

    /// <summary>The contract number.</summary>
    public required string LoanNumber { get; init; }

    /// <summary>Who paid.</summary>
    public required string Customer { get; init; }

    /// <summary>The device's model; null when it is not there.</summary>
    public required string? Device { get; init; }

    /// <summary>The device's IMEI or serial number.</summary>
    public required string? DeviceIdentity { get; init; }

    /// <summary>Who took it: a name; null for a provider and for the portal itself.</summary>
    public required string? TakenBy { get; init; }

    /// <summary>The provider's reference; null for cash.</summary>
    public required string? ProviderRef { get; init; }

    /// <summary>The merchant.</summary>
    public required string Merchant { get; init; }

    /// <summary>The merchant's zone.</summary>
    public required TimeZoneInfo Zone { get; init; }
}

/// <summary>Reads receipts for whoever may see them.</summary>
internal sealed class ReceiptReader(IPaymentsDb db, ILendingDb lending, ILoanFactsDb portfolio, TenantInfo tenant)
{
    private const int MostPayments = 1_000;

    /// <summary>A payment's receipt, for its customer or for staff.</summary>
    public async Task<ReceiptPage> Read(Payment payment, bool forCustomer, CancellationToken ct)
    {
        var loan = await lending.Loans.AsNoTracking().SingleAsync(l => l.Id == payment.LoanId, ct);
        var device = await portfolio.Devices.SingleOrDefaultAsync(d => d.Id == loan.DeviceId, ct);
        var due = loan.Installments.ToDictionary(i => i.Number, i => i.DueOn);
        Money Of(long minor) => new(minor, payment.Currency);
        return new ReceiptPage
        {
            Id = payment.Id,
            Number = payment.ReceiptNumber,
            At = payment.ReceivedAt,
            PaidOn = payment.PaidOn,
            Reversed = await Reversed(payment.Id, forCustomer, ct),
            Method = payment.Method,
            Amount = payment.Amount,
            Credited = payment.Credited,
            BalanceAfter = Of(payment.BalanceAfterMinor ?? loan.TotalMinor - await PaidBy(payment, ct)),
            Lines = [.. payment.Allocations.OrderBy(a => a.InstallmentNumber).Select(a => new ReceiptLine(
                a.InstallmentNumber, due.TryGetValue(a.InstallmentNumber, out var on) ? on : null, Of(a.PrincipalMinor), Of(a.InterestMinor), Of(a.FeeMinor), Of(a.PenaltyMinor)))],
            Loan = loan.Id,
            LoanNumber = loan.Number,
            Customer = await lending.Customers.Where(c => c.Id == payment.CustomerId).Select(c => c.Name).SingleAsync(ct),
            Device = device?.Model,
            DeviceIdentity = device?.Imei ?? device?.Serial,
            TakenBy = await NameOf(payment.RecordedBy, ct),
            ProviderRef = payment.ProviderRef,
            Merchant = tenant.Name,
            Zone = tenant.TimeZone,
        };
    }

    // What staff wrote for themselves is not for the customer to read.
    private async Task<ReceiptReversal?> Reversed(PaymentId id, bool forCustomer, CancellationToken ct) =>
        await db.Reversals.AsNoTracking().SingleOrDefaultAsync(r => r.PaymentId == id, ct) is { } reversal
            ? new(reversal.ReversedAt, reversal.Cause, forCustomer ? null : await NameOf(reversal.ReversedBy, ct), forCustomer ? null : reversal.Reason)
            : null;

    private async Task<string?> NameOf(string id, CancellationToken ct) =>
        await db.Recorders.Where(r => r.Id == id).Select(r => r.Name).FirstOrDefaultAsync(ct);

    // Receipt numbers rise along a loan, whatever the clock said: they are taken under its lock.
    private async Task<long> PaidBy(Payment payment, CancellationToken ct)
    {
        var paid = await db.Payments.AsNoTracking().Where(p => p.LoanId == payment.LoanId && p.Method != PaymentMethod.Deposit)
            .OrderBy(p => p.ReceiptNumber).Take(MostPayments)
            .Select(p => new { p.ReceiptNumber, Paid = p.AmountMinor - p.CreditedMinor }).ToListAsync(ct);
        return paid.Where(p => Before(p.ReceiptNumber, payment.ReceiptNumber)).Sum(p => p.Paid);
    }

    private static bool Before(string receipt, string other) =>
        receipt.Length != other.Length ? receipt.Length < other.Length : string.CompareOrdinal(receipt, other) <= 0;
}
