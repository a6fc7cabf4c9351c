using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Lending;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Payments;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Payments;

/// <summary>What a payment did to one installment.</summary>
/// <param name="Installment">Its number.</param>
/// <param name="DueOn">When it is due.</param>
/// <param name="Principal">What repaid principal.</param>
/// <param name="Interest">What paid interest.</param>
/// <param name="Fees">What paid fees and their tax.</param>
/// <param name="Penalties">What paid penalties.</param>
public sealed record ReceiptLine(int Installment, DateOnly DueOn, Money Principal, Money Interest, Money Fees, Money Penalties)
{
    /// <summary>All together.</summary>
    public Money Total => Principal + Interest + Fees + Penalties;
}

/// <summary>A receipt as it is shown and printed.</summary>
public sealed record ReceiptPage
{
    /// <summary>The payment.</summary>
    public required PaymentId Id { get; init; }

    /// <summary>The receipt's number.</summary>
    public required string Number { get; init; }

    /// <summary>When the money came, in the tenant's time.</summary>
    public required DateTimeOffset At { get; init; }

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

    /// <summary>A payment's receipt.</summary>
    public async Task<ReceiptPage> Read(Payment payment, CancellationToken ct)
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
            Method = payment.Method,
            Amount = payment.Amount,
            Credited = payment.Credited,
            BalanceAfter = Of(payment.BalanceAfterMinor ?? loan.TotalMinor - await PaidBy(payment, ct)),
            Lines = [.. payment.Allocations.OrderBy(a => a.InstallmentNumber).Select(a => new ReceiptLine(
                a.InstallmentNumber, due[a.InstallmentNumber], Of(a.PrincipalMinor), Of(a.InterestMinor), Of(a.FeeMinor), Of(a.PenaltyMinor)))],
            Loan = loan.Id,
            LoanNumber = loan.Number,
            Customer = await lending.Customers.Where(c => c.Id == payment.CustomerId).Select(c => c.Name).SingleAsync(ct),
            Device = device?.Model,
            DeviceIdentity = device?.Imei ?? device?.Serial,
            TakenBy = await db.Recorders.Where(r => r.Id == payment.RecordedBy).Select(r => r.Name).FirstOrDefaultAsync(ct),
            ProviderRef = payment.ProviderRef,
            Merchant = tenant.Name,
            Zone = tenant.TimeZone,
        };
    }

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
