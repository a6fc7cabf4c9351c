using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Lending.Events;

/// <summary>A further agreed disbursement was handed out; it is owed from its day.</summary>
/// <param name="Loan">The loan.</param>
/// <param name="Device">The device.</param>
/// <param name="Customer">Who owes it.</param>
/// <param name="Disbursement">Its number; the one a loan is booked with is 1.</param>
/// <param name="Amount">How much.</param>
/// <param name="On">The day it was handed out.</param>
/// <param name="Version">The loan's version.</param>
public sealed record DisbursementGiven(
    LoanId Loan, DeviceId Device, CustomerId Customer, int Disbursement, Money Amount, DateOnly On, int Version) : DomainEvent
{
    /// <inheritdoc/>
    public override LoanId? AboutLoan => Loan;

    /// <inheritdoc/>
    public override CustomerId? AboutCustomer => Customer;
}

/// <summary>A further agreed disbursement will not be handed out.</summary>
/// <param name="Loan">The loan.</param>
/// <param name="Device">The device.</param>
/// <param name="Customer">Who would have owed it.</param>
/// <param name="Disbursement">Its number; the one a loan is booked with is 1.</param>
/// <param name="Amount">How much was agreed.</param>
/// <param name="Reason">Why, in the words of who did it.</param>
/// <param name="Version">The loan's version.</param>
public sealed record DisbursementCancelled(
    LoanId Loan, DeviceId Device, CustomerId Customer, int Disbursement, Money Amount, string Reason, int Version) : DomainEvent
{
    /// <inheritdoc/>
    public override LoanId? AboutLoan => Loan;

    /// <inheritdoc/>
    public override CustomerId? AboutCustomer => Customer;

    /// <inheritdoc/>
    public override string? Why => Reason;
}
