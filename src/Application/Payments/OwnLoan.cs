using Paylatch.Application.Lending;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Payments;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Payments;

/// <summary>A loan as the customer who owes it sees it.</summary>
/// <param name="Id">The loan.</param>
/// <param name="Number">The contract number.</param>
/// <param name="State">Active or paid off.</param>
/// <param name="Device">The device as last known; null when it is not there.</param>
/// <param name="Choices">What can be paid.</param>
/// <param name="Total">All installments.</param>
/// <param name="Paid">Paid of them.</param>
/// <param name="LockOn">From when the device locks if nothing is paid; null when paid off.</param>
/// <param name="Left">Installments not yet paid in full.</param>
public sealed record OwnLoan(
    LoanId Id, string Number, LoanState State, DeviceFacts? Device, PayChoices Choices, Money Total, Money Paid, DateOnly? LockOn, int Left)
{
    /// <summary>Still owed.</summary>
    public Money Balance => Total - Paid;

    /// <summary>How much of the way to ownership is done, 0 to 1.</summary>
    public double Part => Total.IsZero ? 1 : (double)Paid.Minor / Total.Minor;

    internal static OwnLoan Of(Loan loan, DeviceFacts? device, DateOnly today) => new(
        loan.Id, loan.Number, loan.State, device, PayChoices.Of(loan, today), loan.Total, loan.Paid, loan.LockOn,
        loan.Installments.Count(i => !i.IsPaid));
}

/// <summary>An installment as the customer sees it.</summary>
/// <param name="Number">1 is the first.</param>
/// <param name="DueOn">The last day in time.</param>
/// <param name="Total">Asked.</param>
/// <param name="Owed">Still owed on it.</param>
/// <param name="State">How it stands today.</param>
public sealed record OwnInstallment(int Number, DateOnly DueOn, Money Total, Money Owed, RowState State)
{
    internal static OwnInstallment Of(Installment i, Currency currency, DateOnly today) =>
        new(i.Number, i.DueOn, new Money(i.TotalMinor, currency), new Money(i.OwedMinor, currency),
            i.IsPaid ? RowState.Paid
            : i.DueOn < today ? RowState.Overdue
            : i.DueOn == today ? RowState.DueToday
            : i.PaidMinor > 0 ? RowState.PartPaid
            : RowState.Upcoming);
}

/// <summary>A payment as the customer who paid it sees it.</summary>
/// <param name="Id">The payment.</param>
/// <param name="Receipt">Its receipt number.</param>
/// <param name="At">When it came.</param>
/// <param name="Method">How.</param>
/// <param name="Amount">All of it.</param>
/// <param name="Reversed">True when it was taken back and does not count.</param>
public sealed record OwnPayment(PaymentId Id, string Receipt, DateTimeOffset At, PaymentMethod Method, Money Amount, bool Reversed);
