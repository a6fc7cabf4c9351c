using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Notifications.Events;

/// <summary>What every event of a message has. Recipient and text are personal and stay out of the log.</summary>
/// <param name="Message">The message.</param>
/// <param name="Customer">The customer, if one.</param>
/// <param name="Loan">The loan, if one.</param>
/// <param name="Kind">What it is.</param>
public abstract record MessageEvent(MessageId Message, CustomerId? Customer, LoanId? Loan, string Kind) : DomainEvent
{
    /// <inheritdoc/>
    public override LoanId? AboutLoan => Loan;

    /// <inheritdoc/>
    public override CustomerId? AboutCustomer => Customer;
}

/// <summary>A message was put in the outbox.</summary>
/// <param name="Message">The message.</param>
/// <param name="Customer">The customer, if one.</param>
/// <param name="Loan">The loan, if one.</param>
/// <param name="Channel">How it travels.</param>
/// <param name="Kind">What it is.</param>
public sealed record MessageWritten(
    MessageId Message, CustomerId? Customer, LoanId? Loan, MessageChannel Channel, string Kind) : MessageEvent(Message, Customer, Loan, Kind);

/// <summary>A message was handed over.</summary>
/// <param name="Message">The message.</param>
/// <param name="Customer">The customer, if one.</param>
/// <param name="Loan">The loan, if one.</param>
/// <param name="Kind">What it is.</param>
public sealed record MessageSent(
    MessageId Message, CustomerId? Customer, LoanId? Loan, string Kind) : MessageEvent(Message, Customer, Loan, Kind);

/// <summary>A message could not be handed over and is no longer tried.</summary>
/// <param name="Message">The message.</param>
/// <param name="Customer">The customer, if one.</param>
/// <param name="Loan">The loan, if one.</param>
/// <param name="Kind">What it is.</param>
public sealed record MessageGivenUp(
    MessageId Message, CustomerId? Customer, LoanId? Loan, string Kind) : MessageEvent(Message, Customer, Loan, Kind);
