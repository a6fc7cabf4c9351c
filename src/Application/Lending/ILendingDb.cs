using Microsoft.EntityFrameworkCore;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Lending;

/// <summary>The tables of lending.</summary>
public interface ILendingDb
{
    /// <summary>Customers.</summary>
    DbSet<Customer> Customers { get; }

    /// <summary>Loans with their installments.</summary>
    DbSet<Loan> Loans { get; }

    /// <summary>
    /// Locks a loan's row until the transaction ends, then reads it with its installments as they are now. Whoever
    /// decides about money or a lock reads it this way and no other. Null when there is none.
    /// </summary>
    Task<Loan?> LockLoan(LoanId id, CancellationToken ct);

    /// <summary>The same with all that ever happened to the loan, for whoever changes its past.</summary>
    Task<Loan?> LockLoanWithHistory(LoanId id, CancellationToken ct);

    /// <summary>
    /// A copy of a loan with all that ever happened to it, not locked and never saved: to show it, and to try on it what
    /// something would change. Null when there is none.
    /// </summary>
    Task<Loan?> CopyLoan(LoanId id, CancellationToken ct);
}

/// <summary>What booking needs besides the tables.</summary>
public interface IBookingDb
{
    /// <summary>Takes a key for a loan about to be booked.</summary>
    /// <returns>Null when the key was free; otherwise the loan that took it, waiting for it when it is still being booked.</returns>
    Task<LoanId?> TakeKey(string key, LoanId loan, CancellationToken ct);

    /// <summary>The next contract number, such as <c>PL-000123</c>.</summary>
    Task<string> NextNumber(CancellationToken ct);

    /// <summary>Locks a device's row until the transaction ends, so that it is sold once; null when there is none.</summary>
    Task<DeviceFacts?> LockDevice(DeviceId id, CancellationToken ct);

    /// <summary>Lets one transaction of this tenant at a time register a customer, so that none is taken on twice.</summary>
    Task TakeTurnToRegister(CancellationToken ct);
}

/// <summary>That a loan was given a reminder for an installment.</summary>
/// <param name="Loan">The loan.</param>
/// <param name="Installment">The installment's number.</param>
/// <param name="Kind">Which: a reminder's kind, or <c>lock_near</c>.</param>
public sealed record ReminderNote(LoanId Loan, int Installment, string Kind);
